// Owns: ports for servers. Each run of a server gets another one: closed connections that the kernel still remembers
// belong to the old one. Must never: give a port that the kernel may hand to a client in the meantime.

import { createServer } from 'node:net';

/** Below what Linux gives to clients (`net.ipv4.ip_local_port_range` begins at 32768). */
const FIRST = 20_000;
const LAST = 31_999;

let next = FIRST + (process.pid % (LAST - FIRST));

/** A port of 127.0.0.1 that nobody listens on. Rejects when there is none. */
export async function freePort(): Promise<number> {
  for (let tries = FIRST; tries <= LAST; tries += 1) {
    next = next >= LAST ? FIRST : next + 1;
    if (await isFree(next)) return next;
  }
  throw new Error(`no port between ${FIRST} and ${LAST} is free`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
