import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { request } from 'undici';
import type { Fault } from '../fixtures/breakable-worker.js';
import { createBreakableWorkers, heapFaultSkipped } from '../support/breakable-workers.js';
import { startTestServer, type TestServer } from '../support/in-process.js';
import { startTraffic } from '../support/steady-traffic.js';
import { until } from '../support/until.js';

const DELAY_MS = 50;
/** Whatever waits for a broken worker waits for its deadline of two seconds. */
const LATE_MS = 1_000;
const METRICS_DEADLINE_MS = 2_000;
const METRICS_TIMER_SLACK_MS = 500;

const AT_LOAD: readonly Fault[] = ['exit at load', 'throw at load'];
const IN_TASKS: readonly Fault[] = ['exit', 'throw', 'reject', 'throw later', 'heap', 'exit everywhere'];
/** These burn a core each: one after the other. */
const LOOPING: readonly Fault[] = ['loop', 'loop at load'];

async function metrics(server: TestServer): Promise<{ status: number; text: string }> {
  const startedAt = performance.now();
  const reply = await request(`${server.url}/metrics`);
  const text = await reply.body.text();
  const tookMs = performance.now() - startedAt;
  assert.ok(tookMs < METRICS_DEADLINE_MS + METRICS_TIMER_SLACK_MS, `/metrics took ${tookMs} ms`);
  return { status: reply.statusCode, text };
}

async function readySoon({ url }: TestServer): Promise<boolean> {
  const reply = await request(`${url}/ready`);
  await reply.body.dump();
  return reply.statusCode === 200;
}

/** As an operator sees it; null while no sample was ever taken. */
async function sampleAgeSeconds({ url }: TestServer): Promise<number | null> {
  const reply = await request(`${url}/health`);
  const { memory } = (await reply.body.json()) as { memory: { sample_age_seconds: number | null } };
  return memory.sample_age_seconds;
}

/** Breaks the workers of a serving server and heals them; asserts what its clients and its operator see. */
async function breakAndHeal(fault: Fault): Promise<void> {
  const startsBroken = fault.endsWith('at load');
  const workers = createBreakableWorkers(startsBroken ? fault : 'none');
  const server = await startTestServer({ RESPONSE_DELAY_SECONDS: String(DELAY_MS / 1000) }, workers.entry);
  if (!startsBroken) await until(() => readySoon(server), 'the pool is warm');
  const traffic = startTraffic(server.url);
  workers.breakBy(fault);
  const failuresBefore = server.workerFailures.length;

  const broken = await metrics(server);
  assert.equal(broken.status, 503);
  assert.match(broken.text, /^The metrics could not be rendered: .+\n$/);
  await until(() => server.workerFailures.length > failuresBefore, 'a sample fails');
  if (startsBroken) assert.equal(await readySoon(server), false);
  const ageBroken = await sampleAgeSeconds(server);
  if (ageBroken !== null) {
    await until(async () => Number(await sampleAgeSeconds(server)) > ageBroken + 0.5, 'the sample ages');
  }

  workers.breakBy('none');
  await until(async () => (await metrics(server)).status === 200, '/metrics is back', 20_000);
  await until(() => readySoon(server), 'the pool is warm again');
  await until(async () => Number(await sampleAgeSeconds(server)) < 1.5, 'the sample is fresh');
  const { text } = await metrics(server);
  const { workerRestarts } = server.state;
  assert.equal(/^llm_mock_worker_restarts_total (\d+)$/m.exec(text)?.[1], String(workerRestarts));
  // One thread is meant to run: every other that ever ran was replaced.
  assert.equal(workers.threadsLoaded(), 1 + workerRestarts);
  assert.equal(workerRestarts === 0, fault === 'reject' || fault === 'throw');

  const { answered, failures, fastestMs, slowestMs } = await traffic.stop();
  assert.deepEqual(failures, []);
  assert.ok(answered > 0);
  assert.ok(fastestMs >= DELAY_MS, `a reply after ${fastestMs} ms`);
  assert.ok(slowestMs < DELAY_MS + LATE_MS, `a reply after ${slowestMs} ms`);
  assert.equal(server.state.active, 0);

  const startedAt = performance.now();
  await server.close();
  assert.ok(performance.now() - startedAt < 1_000, 'the server closes in time');
}

describe('requests go on, /metrics says why, and the workers heal, when they', { concurrency: 3 }, () => {
  for (const fault of [...IN_TASKS, ...AT_LOAD]) {
    const skip = fault === 'heap' && heapFaultSkipped;
    test(fault, { skip }, () => breakAndHeal(fault));
  }
});

describe('requests go on, /metrics says why, and the workers heal, when they', () => {
  for (const fault of LOOPING) test(fault, () => breakAndHeal(fault));
});

test('workers that break at load for seconds are started twice a second each, not in a busy loop', async () => {
  const { entry, threadsLoaded } = createBreakableWorkers('exit at load');
  const startedAt = performance.now();
  const server = await startTestServer({ WORKER_THREADS: '2' }, entry);
  await until(() => server.workerFailures.length >= 4, 'four samples have failed');
  const healings = Math.floor((performance.now() - startedAt) / 1_000);
  // Each of the two threads and its one replacement, at the start and at every healing; one more that a task asks for.
  assert.ok(
    threadsLoaded() <= (1 + healings) * (2 * 2 + 1),
    `${threadsLoaded()} threads, ${healings} healings`,
  );
  assert.ok(healings >= 2);
});

test('a server whose worker hangs closes in time', async () => {
  const workers = createBreakableWorkers();
  const server = await startTestServer({}, workers.entry);
  await until(() => readySoon(server), 'the pool is warm');
  workers.breakBy('loop');
  await until(() => workers.strikes() === 1, 'the worker hangs');
  const startedAt = performance.now();
  await server.close();
  assert.ok(performance.now() - startedAt < 1_000);
  assert.equal(server.workerFailures.length, 0, 'an end that was asked for is no failure');
});
