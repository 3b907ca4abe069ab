/**
 * SHUTDOWN_DELAY: what a balancer, and whoever does not know yet, sees between the signal and the closed ports.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { request } from 'undici';
import { spawnServer } from '../support/child-process.js';
import { messages } from '../support/in-flight.js';
import { connectRaw } from '../support/raw-connection.js';
import { CHAT_BODY } from '../support/steady-traffic.js';
import { until } from '../support/until.js';

async function statusOf(url: string, body?: string): Promise<number> {
  const reply = await request(url, body === undefined ? {} : { method: 'POST', body });
  await reply.body.dump();
  return reply.statusCode;
}

test('after SIGTERM /ready says 503 while new connections are served, for SHUTDOWN_DELAY; then the ports close', async () => {
  const server = await spawnServer({ SHUTDOWN_DELAY: '1500ms' });
  const signalledAtMs = performance.now();
  server.child.kill('SIGTERM');
  await until(() => messages(server).includes('not ready any more, serving on'), 'it says so');
  assert.equal(await statusOf(`${server.url}/ready`), 503);
  assert.equal(await statusOf(`${server.url}/v1/chat/completions`, CHAT_BODY), 200);
  await until(() => messages(server).includes('shutting down'), 'the delay is over');
  assert.ok(performance.now() - signalledAtMs >= 1_500);
  await assert.rejects(connectRaw(server.port), { code: 'ECONNREFUSED' });
  assert.equal((await server.exited).code, 0);
  assert.equal(server.log.find(({ msg }) => msg === 'not ready any more, serving on')?.delay_seconds, 1.5);
});

test('a second signal ends the delay, and the server, at once', async () => {
  const server = await spawnServer({ SHUTDOWN_DELAY: '1h' });
  server.child.kill('SIGTERM');
  await until(() => messages(server).includes('not ready any more, serving on'), 'it says so');
  server.child.kill('SIGTERM');
  assert.equal((await server.exited).code, 1);
  assert.equal(messages(server).at(-1), 'second signal: ending at once');
});
