// Owns: one TCP connection on which a test writes what it likes, and what came back on it.
// Runs on: the test process. Must never: outlive the test.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { after } from 'node:test';
import { until } from './until.js';

export interface RawConnection {
  readonly socket: Socket;
  /** All that has come so far. */
  readonly received: () => string;
  /** Whether the server has ended or reset it. */
  readonly ended: () => boolean;
  /** Resolves with all that has come, once `text` is part of it. */
  until(text: string | RegExp): Promise<string>;
}

/** Rejects where nobody accepts. `reads: false` leaves what comes in the kernel. */
export async function connectRaw(port: number, { reads = true } = {}): Promise<RawConnection> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  after(() => socket.destroy());
  let text = '';
  let ended = false;
  socket.setEncoding('latin1');
  socket.on('error', () => {
    ended = true;
  });
  socket.on('close', () => {
    ended = true;
  });
  if (reads) {
    socket.on('data', (piece: string) => {
      text += piece;
    });
  }
  return {
    socket,
    received: () => text,
    ended: () => ended,
    async until(part) {
      await until(() => text.search(part) !== -1, `"${part}" comes, after: ${text}`);
      return text;
    },
  };
}

/** A chat request with keep-alive, whole. */
export function rawChatRequest(): string {
  return rawPost('{"messages":[{"role":"user","content":"hello"}]}');
}

/** A chat request with this body (ASCII), whole. */
export function rawPost(body: string, protocol = 'HTTP/1.1'): string {
  return `POST /v1/chat/completions ${protocol}\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}
