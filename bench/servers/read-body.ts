// Owns: reading and parsing a body where the framework does not (node:http, Koa). Must never: keep more of it than
// the limit.

import type { IncomingMessage } from 'node:http';
import { BODY_BYTES_MAX } from './work.js';

/** Why a body was not taken: its status. */
export type BodyFault = 400 | 413;

/**
 * Calls back once, with the parsed body or with what is wrong; never where the client left before the end of it.
 * What comes of a body that is too long is dropped.
 */
export function readBody(
  request: IncomingMessage,
  done: (body: unknown, fault: BodyFault | null) => void,
): void {
  const pieces: Buffer[] = [];
  let bytes = 0;
  request.on('data', (piece: Buffer) => {
    const before = bytes;
    bytes += piece.length;
    if (bytes <= BODY_BYTES_MAX) pieces.push(piece);
    else if (before <= BODY_BYTES_MAX) done(null, 413);
  });
  request.on('end', () => {
    if (bytes > BODY_BYTES_MAX) return;
    // Most bodies come in one piece.
    const whole = pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
    const body = parse(whole.toString());
    done(body, body === undefined ? 400 : null);
  });
}

/** Undefined, which no JSON is, where it is none. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
