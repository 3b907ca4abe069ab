import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TIME_BOUNDS_SECONDS } from '../../../dist/shared/figures/bounds.js';
import { BucketFinder } from '../../../dist/shared/figures/bucket-finder.js';
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

test('of the buckets of all times none between 1 ms and 100 s is wider than 10 %, and all rise', () => {
  const fine = TIME_BOUNDS_SECONDS.filter((bound) => bound >= 0.001 && bound <= 100);
  assert.deepEqual([fine[0], fine.at(-1)], [0.001, 100]);
  for (const [at, bound] of fine.slice(1).entries()) {
    const below = fine[at] as number;
    assert.ok(bound > below && bound <= 1.1 * below, `${below} to ${bound}`);
  }
  assert.deepEqual(
    [...TIME_BOUNDS_SECONDS].sort((a, b) => a - b),
    TIME_BOUNDS_SECONDS,
  );
  assert.equal(TIME_BOUNDS_SECONDS.length, 160);
});

test('for any bounds and any value the bucket is the first whose bound is not below it', () => {
  const positive = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(fc.uniqueArray(positive, { maxLength: 200 }), fc.array(fc.double()), (unsorted, values) => {
      const bounds = unsorted.sort((a, b) => a - b);
      const finder = BucketFinder.of(bounds);
      for (const value of [...values, ...bounds, ...bounds.map((bound) => bound * (1 + Number.EPSILON))]) {
        const bucket = bounds.findIndex((bound) => !(value > bound));
        assert.equal(finder.find(value), bucket === -1 ? bounds.length : bucket, `${value} in ${bounds}`);
      }
    }),
  );
});
