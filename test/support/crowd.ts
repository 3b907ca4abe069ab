// Owns: many clients at once, of which each sends one chat request as soon as it is connected. Runs on: the test process.
// Must never: retry; a connection that is reset is what is looked for.

import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { chatRequest } from './chat.js';

/** What a client was told: a status, or how its connection ended without a whole answer. */
export type Outcome = number | string;

export interface Crowd {
  /** Resolves when the kernel has taken every connection and (without TLS) every request. */
  readonly sent: Promise<unknown>;
  readonly outcomes: Promise<Outcome[]>;
}

const REQUEST = chatRequest();
const REPLY = /^HTTP\/1\.1 (\d{3}) [\s\S]*?\r\ncontent-length: (\d+)[\s\S]*?\r\n\r\n/i;

/** `count` clients of the port, all at once. */
export function sendCrowd(port: number, count: number, tls: boolean): Crowd {
  const clients = Array.from({ length: count }, () => sendOne(port, tls));
  return {
    sent: Promise.all(clients.map(({ sent }) => sent)),
    outcomes: Promise.all(clients.map(({ outcome }) => outcome)),
  };
}

function sendOne(port: number, tls: boolean): { sent: Promise<void>; outcome: Promise<Outcome> } {
  const plain = connect(port, '127.0.0.1');
  const socket: Socket = tls ? connectTls({ socket: plain, rejectUnauthorized: false }) : plain;
  const sent = new Promise<void>((resolve) => {
    plain.once('connect', () => {
      if (tls) resolve();
      socket.write(REQUEST, () => resolve());
    });
    plain.once('error', () => resolve());
  });
  const outcome = new Promise<Outcome>((resolve) => {
    let text = '';
    socket.setEncoding('latin1').on('data', (piece: string) => {
      text += piece;
      const reply = REPLY.exec(text);
      if (reply === null || text.length < reply[0].length + Number(reply[2])) return;
      resolve(Number(reply[1]));
      socket.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.on('close', () => resolve(`closed behind ${text.length} bytes`));
  });
  return { sent, outcome };
}

/** How often each outcome came. */
export function tally(outcomes: readonly Outcome[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
