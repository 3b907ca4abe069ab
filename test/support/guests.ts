// Owns: many connections at once to a server that has no room for them, and what becomes of each.
// Runs on: the test process. Must never: retry, or leave a connection open when the test ends.

import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { after } from 'node:test';
import { connect as connectTls } from 'node:tls';

/** How a connection stands: still open without an answer, ended without one, or the status that came first. */
export type Fate = 'open' | 'closed' | number;

export interface Guest {
  readonly socket: Socket;
  fate(): Fate;
  /** All that came. */
  received(): string;
}

/** So many connections at once, each of which sends `bytes`, maybe none. Resolves when each is connected, or refused. */
export async function crowd(port: number, count: number, bytes = '', tls = false): Promise<readonly Guest[]> {
  return Promise.all(Array.from({ length: count }, () => enter(port, bytes, tls)));
}

async function enter(port: number, bytes: string, tls: boolean): Promise<Guest> {
  const where = { port, host: '127.0.0.1' };
  const socket = tls ? connectTls({ ...where, rejectUnauthorized: false }) : connect(where);
  after(() => socket.destroy());
  let text = '';
  let ended = false;
  socket.setEncoding('latin1').on('data', (piece: string) => {
    text += piece;
  });
  // A reset is one of the ways to be refused; 'close' follows.
  socket.on('error', () => {});
  await new Promise<void>((resolve) => {
    socket.on(tls ? 'secureConnect' : 'connect', resolve).on('close', () => {
      ended = true;
      resolve();
    });
  });
  if (bytes !== '' && !ended) socket.write(bytes);
  return {
    socket,
    received: () => text,
    fate: () => (text === '' ? (ended ? 'closed' : 'open') : Number(text.slice(9, 12))),
  };
}

/** How many there are of each fate. */
export function tally(guests: readonly Guest[]): Readonly<Record<Fate, number>> {
  const counts: Record<string, number> = {};
  for (const guest of guests) counts[guest.fate()] = (counts[guest.fate()] ?? 0) + 1;
  return counts as Record<Fate, number>;
}

export function leave(guests: readonly Guest[]): void {
  for (const { socket } of guests) socket.destroy();
}

/** Processor time of a process so far, in milliseconds. proc(5) counts in hundredths of a second. */
export function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
