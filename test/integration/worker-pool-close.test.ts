/**
 * The end of a pool. No deadline passes here: a close that waited for a task would not come back.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBreakablePool } from '../support/breakable-workers.js';
import { watchThreads } from '../support/threads.js';
import { until } from '../support/until.js';

const threads = watchThreads();
const allThreadsGone = () => until(() => threads.alive === 0, 'no thread is left');

test('a pool whose threads hang in tasks closes at once, and the tasks reject', async () => {
  const { pool, breakBy, strikes, state } = createBreakablePool('none', 2);
  await pool.sampleMemory();
  breakBy('loop');
  const rejected = assert.rejects(pool.renderMetrics(), { message: 'Terminating worker thread' });
  const sampled = pool.sampleMemory();
  await until(() => strikes() === 2, 'both threads hang');
  await pool.close();
  await rejected;
  await sampled;
  await allThreadsGone();
  assert.equal(state.workerRestarts, 0, 'what is closed was not restarted');
});

test('a pool whose thread hangs at load closes at once', async () => {
  const { pool, threadsLoaded } = createBreakablePool('loop at load');
  void pool.sampleMemory();
  await until(() => threadsLoaded() === 1, 'the thread hangs');
  await pool.close();
  await allThreadsGone();
});

test('a pool that is closed before a given-up thread has ended starts no other in its place', async () => {
  const { pool, failures, breakBy, strikes, deadlines } = createBreakablePool('block');
  const sampled = pool.sampleMemory();
  await until(() => strikes() === 1, 'the thread is blocked');
  deadlines.pass();
  await sampled;
  assert.deepEqual(failures, ['The task has been aborted']);
  await pool.close();
  // The given-up one, unless it has ended in the meantime.
  assert.ok(threads.alive <= 1, `${threads.alive} threads`);
  breakBy('none');
  await allThreadsGone();
});

test('a pool that is closed while a thread throws starts no other in its place', async () => {
  const { pool, breakBy } = createBreakablePool('none', 2);
  await pool.sampleMemory();
  breakBy('throw later');
  await assert.rejects(pool.renderMetrics(), { message: 'broken behind the task' });
  await pool.close();
  await allThreadsGone();
});

test('a pool that is healed while a given-up thread still ends leaves the old pool dead', async () => {
  const { pool, breakBy, failures } = createBreakablePool('exit at load', 2);
  await pool.sampleMemory();
  breakBy('none');
  for (let round = 0; round < 5; round++) pool.heal();
  // The old pool's last thread may have begun to load before it was mended, and fail the first scrape.
  const scraped = async (): Promise<boolean> => {
    pool.heal();
    return pool.renderMetrics().then(
      (page) => /^llm_mock_active_requests 0$/m.test(String(page)),
      () => false,
    );
  };
  await until(scraped, 'a scrape is answered');
  await until(() => threads.alive === 2, 'only the threads of the new pool are left');
  assert.notEqual(failures.length, 0);
  await pool.close();
  await allThreadsGone();
});

test('a pool that starts up closes at once', async () => {
  const { pool } = createBreakablePool('none', 4);
  await pool.close();
  await allThreadsGone();
});

test('closing twice is closing once, and what is asked of a closed pool does not hang', async () => {
  const { pool, state, failures } = createBreakablePool();
  await Promise.all([pool.close(), pool.close()]);
  await pool.close();
  await pool.sampleMemory();
  pool.heal();
  await assert.rejects(pool.renderMetrics(), { message: 'the server is closing' });
  await allThreadsGone();
  assert.equal(state.workerRestarts, 0);
  assert.deepEqual(failures, []);
});

test('scrapes that come while one is under way share its end, and a sample does not wait for them', async () => {
  const { pool, breakBy, strikes, failures } = createBreakablePool('none', 2);
  await pool.sampleMemory();
  breakBy('loop');
  const scrapes = Array.from({ length: 100 }, () => pool.renderMetrics());
  assert.equal(new Set(scrapes).size, 1);
  const settled = Promise.allSettled(scrapes);
  await until(() => strikes() === 1, 'the thread hangs');
  breakBy('none');
  await pool.sampleMemory();
  assert.deepEqual(failures, [], 'the sample was taken meanwhile');
  await pool.close();
  const outcomes = await settled;
  assert.equal(outcomes.filter(({ status }) => status === 'rejected').length, 100);
  assert.equal(strikes(), 1, 'one task for all of them');
  await allThreadsGone();
});
