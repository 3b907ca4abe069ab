/**
 * How counts are asked for and handed back, with a pool that answers when the test says so. What is counted, and by whom:
 * token-count.alone.test.ts and the integration tests.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createFixedContent, createLoremContent } from '../../../dist/behavior/content/content.js';
import { createRandom } from '../../../dist/behavior/random/random.js';
import { Defects } from '../../../dist/shared/defects.js';
import { SharedState } from '../../../dist/shared/state.js';
import { TokenCounter } from '../../../dist/workers/token-counter.js';
import { Budget, counterOf, PLAIN, PLAN, promptOf, REQUEST, SlowPool } from '../../support/counting-pool.js';

test('a usage is an estimate until it was counted, and then exact', async () => {
  const pool = new SlowPool(1);
  const usage = counterOf(pool).count(REQUEST, promptOf('user', 'hello'), PLAN);
  assert.deepEqual({ ...usage }, { isEstimate: true, promptTokens: 7, completionTokens: 3, ...PLAIN });
  await nextTurn();
  await pool.finish(0);
  assert.deepEqual({ ...usage }, { isEstimate: false, promptTokens: 6 + 9, completionTokens: 13, ...PLAIN });
});

test('what arrives in one turn of the loop is one task', async () => {
  const pool = new SlowPool(1);
  const counter = counterOf(pool);
  const usages = [1, 2, 3].map((n) => counter.count(REQUEST, promptOf('x'.repeat(n)), PLAN));
  assert.equal(pool.tasks.length, 0);
  await nextTurn();
  assert.deepEqual(
    pool.tasks.map(({ jobs }) => jobs.length),
    [3],
  );
  await pool.finish(0);
  assert.deepEqual(
    usages.map(({ promptTokens }) => promptTokens),
    [7, 8, 9],
  );
});

test('a completion that was counted is not counted again, unless it has another length', async () => {
  const pool = new SlowPool(1);
  const counter = counterOf(pool);
  counter.count(REQUEST, promptOf('x'), PLAN);
  await nextTurn();
  await pool.finish(0);
  const again = counter.count(REQUEST, promptOf('x'), PLAN);
  assert.equal(again.completionTokens, 13);
  counter.count(REQUEST, promptOf('x'), { ...PLAN, tokens: 2 });
  await nextTurn();
  assert.deepEqual(
    pool.tasks[1]?.jobs.map(({ completion }) => completion),
    [null, 'one two'],
  );
});

test('every answer in generated words is counted by itself', async () => {
  const pool = new SlowPool(1);
  const counter = counterOf(pool);
  const lorem = createLoremContent(0);
  for (const stream of [1, 2]) {
    counter.count(REQUEST, promptOf('x'), { ...PLAN, ...lorem.pick(null, createRandom(1, stream)) });
  }
  await nextTurn();
  const [first, second] = pool.tasks[0]?.jobs.map(({ completion }) => completion) ?? [];
  assert.notEqual(first, null);
  assert.notEqual(first, second);
});

test('a completion never has more tokens than its request allows', async () => {
  const pool = new SlowPool(1);
  const usage = counterOf(pool).count({ ...REQUEST, tokensMax: 5 }, promptOf('x'), PLAN);
  await nextTurn();
  await pool.finish(0);
  assert.equal(usage.completionTokens, 5);
});

test('as many tasks are under way as there are threads, and the rest follows', async () => {
  const pool = new SlowPool(2);
  const counter = counterOf(pool);
  const usages = Array.from({ length: 300 }, () => counter.count(REQUEST, promptOf('x'), PLAN));
  await nextTurn();
  assert.equal(pool.tasks.length, 2);
  for (let index = 0; index < 5; index++) await pool.finish(index);
  assert.equal(pool.tasks.length, 5);
  assert.deepEqual(
    pool.tasks.map(({ jobs }) => jobs.length),
    [64, 64, 64, 64, 44],
  );
  assert.equal(usages.filter(({ isEstimate }) => isEstimate).length, 0);
});

test('a task holds no more text than a thread counts in a moment, unless one prompt alone is longer', async () => {
  const pool = new SlowPool(8);
  const counter = counterOf(pool);
  for (const length of [100_000, 30_000, 300_000, 10])
    counter.count(REQUEST, promptOf('x'.repeat(length)), PLAN);
  await nextTurn();
  assert.deepEqual(
    pool.tasks.map(({ jobs }) => jobs.length),
    [2, 1, 1],
  );
});

test('a failed task leaves the estimates, and counting goes on', async () => {
  const pool = new SlowPool(1);
  const counter = counterOf(pool);
  const failed = counter.count(REQUEST, promptOf('x'), PLAN);
  await nextTurn();
  await pool.finish(0, true);
  const next = counter.count(REQUEST, promptOf('x'), PLAN);
  await nextTurn();
  await pool.finish(1);
  assert.deepEqual([failed.isEstimate, next.isEstimate], [true, false]);
});

test('a prompt that a worker has counted is not counted again, nor one that it has left', async () => {
  const pool = new SlowPool(1);
  const counter = counterOf(pool);
  const counted = counter.count(REQUEST, 1_234, PLAN);
  const left = counter.count(REQUEST, null, PLAN);
  await nextTurn();
  assert.deepEqual(
    pool.tasks.map(({ jobs }) => jobs.map(({ texts }) => texts)),
    [[[]]],
  );
  await pool.finish(0);
  assert.deepEqual(
    { ...counted },
    { isEstimate: false, promptTokens: 1_234, completionTokens: 13, ...PLAIN },
  );
  assert.deepEqual({ ...left }, { isEstimate: true, promptTokens: 7, completionTokens: 3, ...PLAIN });
});

test('an answer that is too long to count keeps its estimate', async () => {
  const pool = new SlowPool(1);
  const counter = counterOf(pool);
  const { text } = createFixedContent('\u0001'.repeat(96 * 3_000)).pick(null, createRandom(1, 1));
  const usage = counter.count(REQUEST, promptOf('x'), { ...PLAN, text, tokens: 4_400 });
  await nextTurn();
  assert.deepEqual([usage.isEstimate, pool.tasks.length], [true, 0]);
});

test('what a pool gives that cannot be used is reported, and counting goes on', async () => {
  const state = SharedState.create(1);
  const reported: string[] = [];
  const answers: unknown[] = [new Error('broken'), Int32Array.of(1, 1)];
  const pool = {
    threads: 1,
    countTokens: async () => {
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer as Int32Array;
    },
  };
  const counter = new TokenCounter({
    pool,
    budget: new Budget(),
    defects: new Defects({ state, onDefect: ({ message }) => reported.push(message), now: () => 0 }),
    now: () => 0,
  });
  const broken = counter.count(REQUEST, promptOf('x'), PLAN);
  await nextTurn();
  await nextTurn();
  const next = counter.count(REQUEST, promptOf('x'), PLAN);
  await nextTurn();
  await nextTurn();
  assert.deepEqual([broken.isEstimate, next.isEstimate], [true, false]);
  assert.deepEqual([reported, state.internalErrors], [['broken'], 1]);
});
