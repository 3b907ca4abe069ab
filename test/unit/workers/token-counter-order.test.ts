/**
 * Who is counted, in which order, and how many may wait for it.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Budget, counterOf, PLAIN, PLAN, promptOf, REQUEST, SlowPool } from '../../support/counting-pool.js';

test('when too many wait the estimate stays at once', async () => {
  const pool = new SlowPool(1);
  const counter = counterOf(pool);
  const usages = Array.from({ length: 8_200 }, () => counter.count(REQUEST, promptOf('x'), PLAN));
  await nextTurn();
  for (let index = 0; index < 128; index++) await pool.finish(index);
  assert.equal(pool.tasks.length, 128);
  assert.equal(usages.filter(({ isEstimate }) => isEstimate).length, 8);
});

test('the texts that wait and are counted come to 64 MiB at the most, and what was counted makes room', async () => {
  const pool = new SlowPool(1);
  const budget = new Budget();
  const counter = counterOf(pool, budget);
  // Each takes eight megabytes and a little more: two bytes a character, as soon as one of them needs two.
  const ask = () => counter.count(REQUEST, promptOf(`中${'x'.repeat(4_194_304)}`), PLAN);
  const usages = Array.from({ length: 9 }, ask);
  await nextTurn();
  for (let index = 0; index < 7; index++) await pool.finish(index);
  assert.equal(pool.tasks.length, 7);
  assert.deepEqual(
    usages.map(({ isEstimate }) => isEstimate),
    Array.from({ length: 9 }, (_, index) => index >= 7),
  );
  assert.equal(budget.heldBytes, 0);
  const later = ask();
  await nextTurn();
  await pool.finish(7);
  assert.equal(later.isEstimate, false);
});

test('where the budget of all texts has no room, the estimate stays', async () => {
  const pool = new SlowPool(1);
  const budget = new Budget(1_000);
  const counter = counterOf(pool, budget);
  const usages = [700, 700].map((length) => counter.count(REQUEST, promptOf('x'.repeat(length)), PLAN));
  await nextTurn();
  assert.ok(budget.heldBytes > 700);
  await pool.finish(0);
  assert.deepEqual(
    usages.map(({ isEstimate }) => isEstimate),
    [false, true],
  );
  assert.equal(budget.heldBytes, 0);
});

test('whoever needs its count first is counted first: a stream with its first token, a whole answer with its end', async () => {
  const pool = new SlowPool(1);
  const counter = counterOf(pool);
  const ask = (text: string, request: object, totalMs: number) =>
    counter.count({ ...REQUEST, ...request }, promptOf(text), { ...PLAN, totalMs });
  counter.count(REQUEST, promptOf('x'.repeat(600_000)), PLAN);
  await nextTurn();
  ask('late', {}, 500);
  ask('soon', {}, 50);
  ask('also late', {}, 500);
  ask('stream', { stream: true }, 500);
  await nextTurn();
  await pool.finish(0);
  assert.deepEqual(
    pool.tasks[1]?.jobs.map(({ texts }) => texts[0]),
    ['soon', 'stream', 'late', 'also late'],
  );
});

test('whoever was answered while it waited is not counted any more; a stream is counted up to its end', async () => {
  const pool = new SlowPool(1);
  const budget = new Budget();
  let nowMs = 0;
  const counter = counterOf(pool, budget, () => nowMs);
  counter.count(REQUEST, promptOf('first'), PLAN);
  await nextTurn();
  const answered = counter.count(REQUEST, promptOf('answered'), PLAN);
  const stream = counter.count({ ...REQUEST, stream: true }, promptOf('stream'), PLAN);
  await nextTurn();
  nowMs = 500;
  await pool.finish(0);
  assert.deepEqual(
    pool.tasks[1]?.jobs.map(({ texts }) => texts[0]),
    ['stream'],
  );
  await pool.finish(1);
  assert.deepEqual([answered.isEstimate, stream.isEstimate, budget.heldBytes], [true, false, 0]);
});

test('who cannot be counted in time by the pace of those before is not counted', async () => {
  const pool = new SlowPool(1);
  const budget = new Budget();
  let nowMs = 0;
  const counter = counterOf(pool, budget, () => nowMs);
  const ask = (characters: number) => counter.count(REQUEST, promptOf('x'.repeat(characters)), PLAN);
  ask(100_000);
  await nextTurn();
  const [long, short] = [ask(100_000), ask(10_000)];
  // As slow as counts: a hundredth of a millisecond a character, of which a quarter is believed, twice.
  nowMs = 1_000;
  const [slow, quick] = [ask(100_001), ask(50_000)];
  await pool.finish(0);
  assert.deepEqual(
    pool.tasks[1]?.jobs.map(({ texts }) => texts[0]?.length),
    [50_000],
  );
  await pool.finish(1);
  assert.deepEqual(
    [long, short, slow, quick].map(({ isEstimate }) => isEstimate),
    [true, true, true, false],
  );
  assert.equal(budget.heldBytes, 0);
});

test('what is known of prompt and answer needs no worker', async () => {
  const pool = new SlowPool(1);
  const counter = counterOf(pool);
  counter.count(REQUEST, promptOf('x'), PLAN);
  await nextTurn();
  await pool.finish(0);
  const known = counter.count(REQUEST, 1_234, PLAN);
  await nextTurn();
  assert.deepEqual({ ...known }, { isEstimate: false, promptTokens: 1_234, completionTokens: 13, ...PLAIN });
  assert.equal(pool.tasks.length, 1);
});
