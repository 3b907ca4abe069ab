import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBreakablePool } from '../support/breakable-workers.js';
import { watchThreads } from '../support/threads.js';
import { until } from '../support/until.js';

for (const [fault, reason] of [
  ['exit at load', /^worker exited with code: 7$/],
  ['throw at load', /^broken at load$/],
] as const) {
  test(`a worker that breaks at load (${fault}) is tried twice a healing, and no more`, async () => {
    const { pool, state, threadsLoaded, failures } = createBreakablePool(fault);
    for (let healings = 1; healings <= 3; healings++) {
      await pool.sampleMemory();
      // The pool itself replaces the first thread; when the second breaks as well, it waits to be healed.
      await until(() => state.workerRestarts === 2 * healings, `2 restarts in healing ${healings}`);
      assert.equal(threadsLoaded(), 2 * healings);
      pool.heal();
    }
    assert.match(String(failures[0]), reason);
    assert.equal(pool.warm, false);
  });

  test(`a worker that broke at load (${fault}) works after the next healing`, async () => {
    const { pool, state, breakBy, threadsLoaded } = createBreakablePool(fault);
    await pool.sampleMemory();
    await until(() => state.workerRestarts === 2, 'both tries have failed');
    breakBy('none');
    pool.heal();
    assert.match(String(await pool.renderMetrics()), /^llm_mock_worker_restarts_total 2$/m);
    assert.equal(threadsLoaded(), 3);
    pool.heal();
    assert.equal(state.workerRestarts, 2, 'what is whole is not healed');
  });
}

test('a worker that hangs at load is given up after three samples in a row, and works once it can', async () => {
  const { pool, state, breakBy, failures, threadsLoaded, deadlines } = createBreakablePool('loop at load');
  for (let misses = 1; misses <= 3; misses++) {
    const sampled = pool.sampleMemory();
    await until(() => threadsLoaded() === Math.min(misses, 2), 'a thread hangs');
    deadlines.pass();
    await sampled;
    assert.equal(failures.length, misses);
    if (misses < 3) pool.heal();
  }
  assert.equal(state.workerRestarts, 1, 'the first miss ended the first thread');
  assert.equal(threadsLoaded(), 2);
  breakBy('none');
  pool.heal();
  await pool.sampleMemory();
  assert.equal(failures.length, 3);
  assert.equal(state.workerRestarts, 2);
  assert.equal(threadsLoaded(), 3);
});

test('healing a pool that lost one of two threads counts each thread that ended once', async () => {
  const threads = watchThreads();
  const { pool, state, breakBy, threadsLoaded } = createBreakablePool('none', 2);
  await pool.sampleMemory();
  await until(() => threads.started === 2, 'both threads have started');
  // A thread that has started is not yet one that is loaded, and would break as well.
  await until(() => threadsLoaded() === 2, 'both threads are loaded');
  breakBy('exit everywhere');
  await assert.rejects(pool.renderMetrics(), { message: 'worker exited with code: 7' });
  await until(() => state.workerRestarts === 2, 'a thread and its replacement have ended');
  breakBy('none');
  pool.heal();
  assert.equal(state.workerRestarts, 3, 'the one that was whole was replaced with the rest');
  assert.match(String(await pool.renderMetrics()), /^llm_mock_worker_restarts_total 3$/m);
  await until(() => threads.alive === 2, 'the old threads are gone');
  assert.equal(threads.started, 5);
});
