import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createBreakableWorkPool, heapFaultSkipped } from '../support/breakable-workers.js';
import { watchThreads } from '../support/threads.js';
import { until } from '../support/until.js';

const threads = watchThreads();
const JOB = { texts: ['hello world'], completion: null, round: '', rounds: 0 };
const COUNTED = Int32Array.of(2, 0);
const IDLE_MS = 20_000;

test('no thread runs before there is work, nor after there was none for 20 seconds, and none of that is a restart', async () => {
  let nowMs = 0;
  const { pool, state, threadsLoaded } = createBreakableWorkPool({ threads: 2, now: () => nowMs });
  pool.heal();
  const before: number = threads.started;
  assert.equal(before, 0);
  assert.deepEqual(await pool.countTokens([JOB]), COUNTED);
  const started = threads.started;
  assert.ok(started === 1 || started === 2, `${started} threads`);
  nowMs += IDLE_MS - 1;
  pool.heal();
  assert.equal(threads.alive, started);
  nowMs += 1;
  pool.heal();
  await until(() => threads.alive === 0, 'the threads have ended');
  assert.deepEqual(await pool.countTokens([JOB]), COUNTED);
  assert.ok(threadsLoaded() > started);
  assert.equal(state.workerRestarts, 0);
  await pool.close();
  await until(() => threads.alive === 0, 'the threads have ended');
});

test('a pool at work is not idle, however long the work takes', async () => {
  let nowMs = 0;
  const { pool, breakBy, strikes, failures } = createBreakableWorkPool({ now: () => nowMs });
  await pool.countTokens([JOB]);
  breakBy('loop');
  const counting = pool.countTokens([JOB]);
  await until(() => strikes() === 1, 'the thread is at work');
  nowMs += 10 * IDLE_MS;
  pool.heal();
  assert.equal(threads.alive, 1);
  breakBy('none');
  await pool.close();
  assert.equal(await counting, null);
  assert.deepEqual(failures, [], 'an end that was asked for is no failure');
});

test('a thread that breaks at load is replaced, and the pool heals once it can', async () => {
  const { pool, state, breakBy, failures } = createBreakableWorkPool({ fault: 'exit at load' });
  assert.equal(await pool.countTokens([JOB]), null);
  await until(() => state.workerRestarts === 2, 'a thread and its replacement have ended');
  assert.deepEqual(failures, ['worker exited with code: 7']);
  breakBy('none');
  pool.heal();
  assert.deepEqual(await pool.countTokens([JOB]), COUNTED);
  assert.equal(state.workerRestarts, 2);
});

for (const fault of ['exit', 'throw', 'reject', 'throw later', 'heap'] as const) {
  const skip = fault === 'heap' && heapFaultSkipped;
  test(`a thread that breaks in a task (${fault}) costs that task and no other`, { skip }, async () => {
    const { pool, breakBy, failures, state } = createBreakableWorkPool();
    assert.deepEqual(await pool.countTokens([JOB]), COUNTED);
    breakBy(fault);
    assert.equal(await pool.countTokens([JOB]), null);
    assert.equal(failures.length, 1);
    assert.equal(state.workerRestarts, fault === 'throw' || fault === 'reject' ? 0 : 1);
    breakBy('none');
    assert.deepEqual(await pool.countTokens([JOB]), COUNTED);
  });
}

test('a task that hangs is given up at its deadline, and its thread with it', async () => {
  const { pool, breakBy, failures, state, strikes, deadlines } = createBreakableWorkPool();
  await pool.countTokens([JOB]);
  breakBy('loop');
  const counted = pool.countTokens([JOB]);
  await until(() => strikes() === 1, 'it loops');
  assert.deepEqual(deadlines.asked, [10_000, 10_000]);
  deadlines.pass();
  assert.equal(await counted, null);
  assert.deepEqual(failures, ['The task has been aborted']);
  assert.equal(state.workerRestarts, 1);
  breakBy('none');
  assert.deepEqual(await pool.countTokens([JOB]), COUNTED);
});

test('closing a pool that never ran is nothing, and what is asked of it afterwards is answered', async () => {
  const { pool, failures } = createBreakableWorkPool();
  await pool.close();
  assert.equal(await pool.countTokens([JOB]), null);
  assert.deepEqual(failures, []);
});

test('a models file comes back as plain rows, in which nothing is lost', async () => {
  const { pool } = createBreakableWorkPool();
  const models = Array.from(
    { length: 1_000 },
    (_, index) =>
      `  "m${index}${index % 10 === 0 ? '*' : ''}":\n    response_delay: lognormal(p50=${index + 1}ms,p99=${index + 2}s)\n`,
  );
  const directory = mkdtempSync(join(tmpdir(), 'llm-mock-models-'));
  after(() => rmSync(directory, { recursive: true }));
  const path = join(directory, 'models.yaml');
  writeFileSync(path, `models:\n${models.join('')}`);
  const read = await pool.readModels(path);
  if (!read?.ok) assert.fail(JSON.stringify(read));
  assert.equal(read.content.length, 1_000);
  const row = read.content.find(({ name }) => name === 'm7');
  assert.equal(row?.profile.responseDelay?.kind, 'lognormal');
});
