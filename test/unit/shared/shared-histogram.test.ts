import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Histogram } from '../../../dist/shared/figures/histogram.js';

const BOUNDS = [0.5, 1, 10];

function histogram(): Histogram {
  return new Histogram(new Float64Array(Histogram.cellsFor(BOUNDS)), 0, BOUNDS);
}

test('a histogram takes a cell a bound, one for +Inf and one for the sum', () => {
  assert.equal(Histogram.cellsFor(BOUNDS), 5);
  assert.equal(Histogram.cellsFor([]), 2);
});

test('a fresh histogram has only zeros', () => {
  assert.deepEqual(histogram().counts(), [0, 0, 0, 0]);
  assert.equal(histogram().sum, 0);
});

test('an upper bound belongs to its bucket, and what is above the last bound to +Inf', () => {
  const seen = histogram();
  for (const value of [0.5, 1, 10]) seen.observe(value);
  assert.deepEqual(seen.counts(), [1, 1, 1, 0]);
  for (const value of [0.500001, 1.000001, 10.000001]) seen.observe(value);
  assert.deepEqual(seen.counts(), [1, 2, 2, 1]);
  for (const value of [0, -1, Number.POSITIVE_INFINITY]) seen.observe(value);
  assert.deepEqual(seen.counts(), [3, 2, 2, 2]);
});

test('the sum is the sum of what was observed', () => {
  const seen = histogram();
  for (const value of [0.25, 4, 100]) seen.observe(value);
  assert.equal(seen.sum, 104.25);
});

test('two histograms in one array do not touch each other, nor the cells around them', () => {
  const cells = new Float64Array(12).fill(-7);
  cells.fill(0, 1, 11);
  const left = new Histogram(cells, 1, BOUNDS);
  const right = new Histogram(cells, 6, BOUNDS);
  left.observe(100);
  right.observe(0.1);
  assert.deepEqual(left.counts(), [0, 0, 0, 1]);
  assert.deepEqual(right.counts(), [1, 0, 0, 0]);
  assert.deepEqual([...cells], [-7, 0, 0, 0, 1, 100, 1, 0, 0, 0, 0.1, -7]);
});

test('for any values, each is counted in the first bucket whose bound is not below it', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 25 })), (halves) => {
      const seen = histogram();
      const expected = [0, 0, 0, 0];
      for (const half of halves) {
        seen.observe(half / 2);
        const bucket = BOUNDS.findIndex((bound) => half / 2 <= bound);
        expected[bucket === -1 ? 3 : bucket] = (expected[bucket === -1 ? 3 : bucket] as number) + 1;
      }
      assert.deepEqual(seen.counts(), expected);
      assert.equal(
        seen.sum,
        halves.reduce((sum, half) => sum + half / 2, 0),
      );
    }),
    { numRuns: 300 },
  );
});
