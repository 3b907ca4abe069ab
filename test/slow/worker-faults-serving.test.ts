import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { request } from 'undici';
import type { Fault } from '../fixtures/breakable-worker.js';
import { createBreakableWorkers, heapFaultSkipped } from '../support/breakable-workers.js';
import { CHAT_BODY } from '../support/chat.js';
import { HandDeadlines } from '../support/hand-deadlines.js';
import { startTestServer, type TestServer } from '../support/in-process.js';
import { startTraffic } from '../support/steady-traffic.js';
import { until } from '../support/until.js';

const DELAY_MS = 50;

/** What hangs is given up as by a server that runs. */
const REAL = { workerDeadline: AbortSignal.timeout };

const AT_LOAD: readonly Fault[] = ['exit at load', 'throw at load'];
const IN_TASKS: readonly Fault[] = ['exit', 'throw', 'reject', 'throw later', 'heap', 'exit everywhere'];
/** These burn a core each: one after the other. */
const LOOPING: readonly Fault[] = ['loop', 'loop at load'];

async function metrics(server: TestServer): Promise<{ status: number; text: string }> {
  const reply = await request(`${server.url}/metrics`);
  return { status: reply.statusCode, text: await reply.body.text() };
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
  const server = await startTestServer(
    { RESPONSE_DELAY_SECONDS: String(DELAY_MS / 1000) },
    workers.entry,
    undefined,
    REAL,
  );
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

  const { answered, failures, fastestMs } = await traffic.stop();
  assert.deepEqual(failures, []);
  assert.ok(answered > 0);
  assert.ok(fastestMs >= DELAY_MS, `a reply after ${fastestMs} ms`);
  assert.equal(server.state.active, 0);
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
  const server = await startTestServer({ WORKER_THREADS: '2' }, entry, undefined, REAL);
  await until(() => server.workerFailures.length >= 4, 'four samples have failed');
  const healings = Math.floor((performance.now() - startedAt) / 1_000);
  // Each of the two threads and its one replacement, at the start and at every healing; one more that a task asks for.
  assert.ok(
    threadsLoaded() <= (1 + healings) * (2 * 2 + 1),
    `${threadsLoaded()} threads, ${healings} healings`,
  );
  assert.ok(healings >= 2);
});

test('while a worker hangs requests are answered, and the server closes without waiting for it', async () => {
  const workers = createBreakableWorkers();
  // Its deadline never passes: what waited for the worker would not come back.
  const workerDeadline = new HandDeadlines().start;
  const server = await startTestServer({}, workers.entry, undefined, { workerDeadline });
  await until(() => readySoon(server), 'the pool is warm');
  workers.breakBy('loop');
  await until(() => workers.strikes() === 1, 'the worker hangs');
  for (let round = 0; round < 20; round++) {
    const reply = await request(`${server.url}/v1/chat/completions`, { method: 'POST', body: CHAT_BODY });
    await reply.body.dump();
    assert.equal(reply.statusCode, 200);
  }
  assert.equal(await readySoon(server), true);
  await server.close();
  assert.equal(server.workerFailures.length, 0, 'an end that was asked for is no failure');
});
