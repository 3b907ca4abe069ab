import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { emptyMemorySnapshot } from '../../dist/shared/memory-snapshot.js';
import type { Fault } from '../fixtures/breakable-worker.js';
import { type BreakablePool, createBreakablePool, heapFaultSkipped } from '../support/breakable-workers.js';
import { until } from '../support/until.js';

interface Case {
  readonly name: string;
  readonly fault: Fault;
  readonly reason: RegExp;
  readonly restarts: number;
}

const CASES: readonly Case[] = [
  { name: 'exits in a task', fault: 'exit', reason: /^worker exited with code: 7$/, restarts: 1 },
  { name: 'throws in a task', fault: 'throw', reason: /^broken in the task$/, restarts: 0 },
  { name: 'rejects in a task', fault: 'reject', reason: /^rejected in the task$/, restarts: 0 },
  { name: 'throws behind a task', fault: 'throw later', reason: /^broken behind the task$/, restarts: 1 },
  { name: 'runs out of heap', fault: 'heap', reason: /memory limit/, restarts: 1 },
  { name: 'loops in a task', fault: 'loop', reason: /^The task has been aborted$/, restarts: 1 },
];

/** A task that loops ends at its deadline alone, which passes as soon as it loops. */
async function passWhenLooping({ strikes, deadlines }: BreakablePool, fault: Fault): Promise<void> {
  if (fault !== 'loop') return;
  await until(() => strikes() === 1, 'it loops');
  deadlines.pass();
}

describe('a pool whose worker', { concurrency: 3 }, () => {
  for (const { name, fault, reason, restarts } of CASES) {
    const skip = fault === 'heap' && heapFaultSkipped;
    test(`${name} says why, counts ${restarts} restarts, and takes the next task`, { skip }, async () => {
      const breakable = createBreakablePool();
      const { pool, state, breakBy, threadsLoaded } = breakable;
      await pool.sampleMemory();
      breakBy(fault);
      const rejected = assert.rejects(pool.renderMetrics(), { message: reason });
      await passWhenLooping(breakable, fault);
      await rejected;
      assert.equal(state.workerRestarts, restarts);
      breakBy('none');
      assert.match(String(await pool.renderMetrics()), /^llm_mock_worker_restarts_total \d+$/m);
      assert.equal(threadsLoaded(), 1 + restarts);
      assert.equal(state.workerRestarts, restarts);
    });

    test(`${name}, in its first task of all, does the same`, { skip }, async () => {
      const breakable = createBreakablePool(fault);
      const { pool, state, failures, breakBy, threadsLoaded } = breakable;
      const sampled = pool.sampleMemory();
      await passWhenLooping(breakable, fault);
      await sampled;
      assert.equal(failures.length, 1);
      assert.match(String(failures[0]), reason);
      assert.equal(pool.warm, false);
      breakBy('none');
      await pool.sampleMemory();
      assert.equal(failures.length, 1);
      assert.equal(pool.warm, true);
      assert.equal(state.workerRestarts, restarts);
      assert.equal(threadsLoaded(), 1 + restarts);
    });
  }
});

test('a sample and a scrape have two seconds each', async () => {
  const { pool, deadlines } = createBreakablePool();
  await pool.sampleMemory();
  await pool.renderMetrics();
  assert.deepEqual(deadlines.asked, [2_000, 2_000]);
});

test('while one thread hangs, the other takes the tasks', async () => {
  const { pool, state, breakBy, failures, strikes, deadlines } = createBreakablePool('none', 2);
  await pool.sampleMemory();
  breakBy('loop');
  const hanging = pool.sampleMemory();
  await until(() => strikes() === 1, 'the fault strikes');
  breakBy('none');
  assert.match(String(await pool.renderMetrics()), /^llm_mock_active_requests 0$/m);
  assert.deepEqual(failures, [], 'the other thread still hangs');
  deadlines.pass();
  await hanging;
  assert.deepEqual(failures, ['The task has been aborted']);
  assert.equal(state.workerRestarts, 1);
});

test('the memory sample keeps its age while the worker is broken and is fresh again when it has healed', async () => {
  const { pool, state, breakBy } = createBreakablePool();
  const sampledAt = (): number => state.readMemory(emptyMemorySnapshot()).sampledAtMs;
  await pool.sampleMemory();
  const before = sampledAt();
  assert.ok(before > 0);
  breakBy('exit');
  await pool.sampleMemory();
  assert.equal(sampledAt(), before);
  breakBy('none');
  await pool.sampleMemory();
  assert.ok(sampledAt() > before);
});
