// Owns: ports of 127.0.0.1, free or taken, for what cannot be told to take any. Runs on: the test process.

import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { after } from 'node:test';
import { setTimeout } from 'node:timers/promises';

/** The kernel hands out ports from here on to whoever asks for any; none that is below can be taken by accident. */
const HANDED_OUT_FROM = Number(
  readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split('\t', 1)[0],
);
const LOWEST = 10_000;
const TRIES_MAX = 100;
/** Another test file holds a port for some seconds. */
const HOLD_TRIES_MAX = 300;
const HOLD_AGAIN_MS = 100;

/** A port that was free a moment ago, and that no client and no other server is given meanwhile. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES_MAX && HANDED_OUT_FROM > LOWEST + TRIES_MAX; tries++) {
    const wanted = randomInt(LOWEST, HANDED_OUT_FROM);
    const taken = await listen(wanted).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') throw error;
      return null;
    });
    if (taken === null) continue;
    await taken.release();
    return wanted;
  }
  const { port, release } = await listen(0);
  await release();
  return port;
}

/** A port that stays taken until the test ends: any, or the one that is named. */
export async function takenPort(port = 0): Promise<number> {
  const taken = await listen(port);
  after(taken.release);
  return taken.port;
}

/**
 * Sees to it that a port is taken until the test file ends: by this process, as soon as others that hold it for a moment have
 * let it go, or by one that never does.
 */
export async function holdPort(port: number): Promise<void> {
  for (let tries = 0; tries < HOLD_TRIES_MAX; tries++) {
    const taken = await listen(port).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') throw error;
      return null;
    });
    if (taken !== null) {
      after(taken.release);
      return;
    }
    await setTimeout(HOLD_AGAIN_MS);
  }
}

async function listen(wanted: number) {
  const server = createServer().listen(wanted, '127.0.0.1');
  await once(server, 'listening');
  const release = async (): Promise<void> => {
    server.close();
    await once(server, 'close');
  };
  return { port: (server.address() as AddressInfo).port, release };
}
