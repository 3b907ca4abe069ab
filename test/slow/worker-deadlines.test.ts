/**
 * Deadlines of workers' tasks, and requests beside a worker that hangs, by the clock. That nobody waits for a worker is shown
 * without one in test/slow/worker-faults-serving.test.ts.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { request } from 'undici';
import { createBreakableWorkers } from '../support/breakable-workers.js';
import { startTestServer } from '../support/in-process.js';
import { startTraffic } from '../support/steady-traffic.js';
import { until } from '../support/until.js';

const DELAY_MS = 50;
const DEADLINE_MS = 2_000;
/** Of the timer, and of the machine. */
const SLACK_MS = 500;
/** Whatever waited for the worker would be late by its deadline. */
const LATE_MS = 1_000;

test('a scrape whose worker hangs is given up at its deadline, no request waits, and the end does not', async () => {
  const workers = createBreakableWorkers();
  const server = await startTestServer({ RESPONSE_DELAY_SECONDS: '0.05' }, workers.entry, undefined, {
    workerDeadline: AbortSignal.timeout,
  });
  await until(async () => (await request(`${server.url}/ready`)).statusCode === 200, 'the pool is warm');
  const traffic = startTraffic(server.url);
  workers.breakBy('loop');
  const startedAt = performance.now();
  const reply = await request(`${server.url}/metrics`);
  await reply.body.dump();
  const tookMs = performance.now() - startedAt;
  assert.equal(reply.statusCode, 503);
  assert.ok(tookMs >= DEADLINE_MS - 5, `/metrics took ${tookMs} ms, at least ${DEADLINE_MS}`);
  assert.ok(tookMs < DEADLINE_MS + SLACK_MS, `/metrics took ${tookMs} ms, at most ${DEADLINE_MS + SLACK_MS}`);
  const { failures, slowestMs } = await traffic.stop();
  assert.deepEqual(failures, []);
  assert.ok(slowestMs < DELAY_MS + LATE_MS, `a reply after ${slowestMs} ms, at most ${DELAY_MS + LATE_MS}`);
  const closingAt = performance.now();
  await server.close();
  const closedMs = performance.now() - closingAt;
  assert.ok(closedMs < LATE_MS, `the server closed in ${closedMs} ms, at most ${LATE_MS}`);
});
