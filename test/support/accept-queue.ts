// Owns: a crowd that lies in the accept queue of a stopped server (SIGSTOP) when it hears of its shutdown.
// Runs on: the test process.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { certificateSettings } from './certificate.js';
import { spawnServer } from './child-process.js';
import { sendCrowd, tally } from './crowd.js';

const queue = Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8'));

/** Why a test with so many clients cannot run here, or false. */
export function queueTooShort(clients: number): string | false {
  return queue > clients ? false : `the accept queue of this machine holds ${queue} connections only`;
}

/** All of them get a whole answer. */
export async function shutDownWithQueue(
  port: 'PORT' | 'HTTP10_PORT',
  tls: boolean,
  clients: number,
): Promise<void> {
  const server = await spawnServer({
    HTTP10_PORT: '0',
    RESPONSE_DELAY_SECONDS: '0.2',
    ...(tls ? await certificateSettings() : {}),
  });
  server.child.kill('SIGSTOP');
  const target = port === 'PORT' ? server.port : (server.http10Port as number);
  const { sent, outcomes } = sendCrowd(target, clients, tls);
  await sent;
  server.child.kill('SIGTERM');
  server.child.kill('SIGCONT');
  const { 200: answered = 0, 503: refused = 0, ...others } = tally(await outcomes);
  assert.deepEqual(others, {});
  assert.equal(answered + refused, clients);
  // What a client sent before the shutdown is let in; with TLS it can send only when it has been accepted.
  if (!tls) assert.equal(refused, 0);
  assert.equal((await server.exited).code, 0);
}
