import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { normalCdf, normalDensity, normalQuantile } from '../../../../dist/behavior/random/normal.js';

function assertClose(actual: number, expected: number, tolerance: number): void {
  const error = Math.abs(actual - expected);
  assert.ok(error <= tolerance, `${actual} is not ${expected}: off by ${error}`);
}

test('the quantile function is AS 241, by the values that its paper prints', () => {
  assertClose(normalQuantile(0.25), -0.6744897501960817, 1e-15);
  assertClose(normalQuantile(0.001), -3.0902323061678136, 1e-14);
  assertClose(normalQuantile(1e-20), -9.262340089798409, 1e-14);
});

test('the quantile function is right in the middle, in the tails, and far out in them', () => {
  // By mpmath with 40 digits, the last one by SciPy.
  for (const [p, expected] of [
    [0.3, -0.5244005127080408],
    [0.6, 0.2533471031357998],
    [0.05, -1.6448536269514726],
    [0.02, -2.053748910631823],
    [1e-5, -4.264890793922825],
    [1e-9, -5.997807015007687],
    [1e-15, -7.941345326170997],
    [1e-100, -21.273453560965322],
  ] as const) {
    assertClose(normalQuantile(p), expected, 2e-15 * Math.abs(expected));
  }
});

test('the quantile function is symmetric, and infinite at its ends', () => {
  assert.equal(normalQuantile(0.5), 0);
  assertClose(normalQuantile(0.99), 2.3263478740408408, 1e-14);
  assertClose(normalQuantile(0.01), -2.3263478740408408, 1e-14);
  assert.equal(normalQuantile(0), Number.NEGATIVE_INFINITY);
  assert.equal(normalQuantile(1), Number.POSITIVE_INFINITY);
});

test('the cumulative distribution has the values of the complementary error function', () => {
  for (const [x, expected] of [
    [-6, 9.865876450377012e-10],
    [-3, 0.0013498980316300957],
    [-1, 0.15865525393145707],
    [-0.5, 0.3085375387259869],
    [0, 0.5],
    [0.5, 0.6914624612740131],
    [2, 0.9772498680518208],
    [5, 0.9999997133484281],
    [8.2, 0.9999999999999999],
  ] as const) {
    assertClose(normalCdf(x), expected, 2e-15);
  }
  assert.equal(normalCdf(-10), 0);
  assert.equal(normalCdf(10), 1);
  assert.equal(normalCdf(Number.NEGATIVE_INFINITY), 0);
  assert.equal(normalCdf(Number.POSITIVE_INFINITY), 1);
});

test('the density at 0 is one over the square root of two pi', () => {
  assertClose(normalDensity(0), 1 / Math.sqrt(2 * Math.PI), 1e-16);
  assertClose(normalDensity(-2), normalDensity(2), 0);
  assertClose(normalDensity(2), 0.05399096651318806, 1e-16);
});

test('the cumulative distribution undoes the quantile function', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true }), (p) => {
      assertClose(normalCdf(normalQuantile(p)), p, 1e-14);
    }),
    { seed: 3, numRuns: 2000 },
  );
});
