/**
 * What a connection is told that is ended right after it was accepted: the same 503 as a request would get, without waiting
 * for one. Plain connections only; on an encrypted one nothing can be said before the handshake. Main thread.
 */
import type { HttpResponse } from 'uWebSockets.js';
import { PROVIDERS } from '../../protocols/providers.js';
import { ERROR_KINDS } from '../../shared/errors.js';
import type { ReplyHeads } from '../transport/reply-heads.js';
import { statusLine } from '../transport/status-line.js';
import type { Refusals } from './refusals.js';
import { nextRequestId } from './request-id.js';

const { status } = ERROR_KINDS.connectionsFull;
const STATUS_LINE = statusLine(status);

export interface ConnectionRefusal {
  /** Name of the first header. */
  readonly firstName: string;
  /** All behind it, from its value to the body but for the two last bytes of that. */
  readonly rest: string;
  /** The whole reply. */
  readonly text: string;
}

/** Encoded once: a connection that asked for nothing has no request to be named. */
export function createConnectionRefusal({ connectionsFull }: Refusals, heads: ReplyHeads): ConnectionRefusal {
  const { firstName, firstValueAndRest } = heads.error(connectionsFull.kind);
  const [{ dialect }] = PROVIDERS;
  const requestId = dialect.requestId(nextRequestId());
  const body = dialect.encodeError(connectionsFull, requestId);
  const framing = `connection: close\r\ncontent-length: ${body.length + 2}`;
  const rest = `${firstValueAndRest}${requestId}\r\n${framing}\r\n\r\n${body}`;
  return { firstName, rest, text: `HTTP/1.1 ${STATUS_LINE}\r\n${firstName}: ${rest}\r\n` };
}

/**
 * Tells it to a connection that uWebSockets.js has just accepted, and ends it: its descriptor is free when this returns. By
 * `end` it would not be, for that leaves the closing to the client (seen in the build for Node.js 20, 2026-11-26), so the
 * whole reply is one header; the line break behind it is the end of the body.
 */
export function endWithRefusal(response: HttpResponse, { firstName, rest }: ConnectionRefusal): void {
  response.cork(() => {
    response.writeStatus(STATUS_LINE).writeHeader(firstName, rest);
  });
  response.close();
}
