// Owns: ports of 127.0.0.1, free or taken, for what cannot be told to take any. Runs on: the test process.

import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { after } from 'node:test';

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
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

async function listen(wanted: number) {
  const server = createServer().listen(wanted, '127.0.0.1');
  await once(server, 'listening');
  const release = async (): Promise<void> => {
    server.close();
    await once(server, 'close');
  };
  return { port: (server.address() as AddressInfo).port, release };
}
