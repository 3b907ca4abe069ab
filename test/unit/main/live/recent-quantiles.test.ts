import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RecentQuantiles } from '../../../../dist/main/live/recent-quantiles.js';
import { TIME_BOUNDS_SECONDS } from '../../../../dist/shared/figures/bounds.js';
import { Histogram } from '../../../../dist/shared/figures/histogram.js';

const BOUNDS = [1, 2, 4];

function rig() {
  const histogram = new Histogram(new Float64Array(Histogram.cellsFor(BOUNDS)), 0, BOUNDS);
  const recent = new RecentQuantiles([histogram]);
  return {
    quantiles(observed: readonly number[], ...qs: number[]) {
      for (const value of observed) histogram.observe(value);
      recent.advance();
      return qs.map((q) => recent.quantile(q));
    },
  };
}

test('a quantile is spread evenly within its bucket, from 0 in the first one', () => {
  // What Prometheus' histogram_quantile gives for the same counts.
  assert.deepEqual(rig().quantiles([0.1, 0.2, 0.3, 0.4], 0.25, 0.5, 1), [0.25, 0.5, 1]);
  assert.deepEqual(rig().quantiles([0.5, 1.5, 3, 3], 0.25, 0.5, 0.75, 1), [1, 2, 3, 4]);
});

test('what lies above the last bound is the last bound', () => {
  assert.deepEqual(rig().quantiles([0.5, 100], 0.5, 0.99), [1, 4]);
});

test('where nothing was observed there is no quantile', () => {
  assert.deepEqual(rig().quantiles([], 0.5, 0.99), [Number.NaN, Number.NaN]);
});

test('each time it speaks of what came since the time before', () => {
  const { quantiles } = rig();
  assert.deepEqual(quantiles([3, 3], 1), [4]);
  assert.deepEqual(quantiles([0.5, 0.5], 1), [1]);
  assert.deepEqual(quantiles([], 1), [Number.NaN]);
});

test('what was observed before it was made does not count', () => {
  const cells = new Float64Array(Histogram.cellsFor(BOUNDS));
  const histogram = new Histogram(cells, 0, BOUNDS);
  histogram.observe(3);
  const recent = new RecentQuantiles([histogram]);
  histogram.observe(0.5);
  recent.advance();
  assert.equal(recent.quantile(1), 1);
});

test('all series of a figure are one distribution', () => {
  const cells = new Float64Array(3 * Histogram.cellsFor(BOUNDS));
  const series = [0, 1, 2].map((at) => new Histogram(cells, at * Histogram.cellsFor(BOUNDS), BOUNDS));
  series[0]?.observe(3);
  const recent = new RecentQuantiles(series);
  series[1]?.observe(0.5);
  series[2]?.observe(0.5);
  recent.advance();
  assert.deepEqual([recent.quantile(0.5), recent.quantile(1)], [0.5, 1]);
  for (const histogram of series) histogram.observe(1.5);
  recent.advance();
  assert.equal(recent.quantile(1), 2);
});

test('for any time from a millisecond to 100 s its p99 is within 10 % of it, and so is that of what came a little later', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.00101, max: 100, noNaN: true }), (seconds) => {
      const cells = new Float64Array(Histogram.cellsFor(TIME_BOUNDS_SECONDS));
      const histogram = new Histogram(cells, 0, TIME_BOUNDS_SECONDS);
      const recent = new RecentQuantiles([histogram]);
      histogram.observe(seconds, 1_000);
      recent.advance();
      assert.ok(Math.abs(recent.quantile(0.99) / seconds - 1) < 0.1, `${recent.quantile(0.99)}`);
      assert.ok(Math.abs(recent.quantile(0.5) / seconds - 1) < 0.1);
    }),
  );
  for (const [planned, actual] of [
    [0.3, 0.302],
    [1.9, 1.902],
  ] as const) {
    const cells = new Float64Array(Histogram.cellsFor(TIME_BOUNDS_SECONDS));
    const histogram = new Histogram(cells, 0, TIME_BOUNDS_SECONDS);
    const recent = new RecentQuantiles([histogram]);
    histogram.observe(actual, 500);
    recent.advance();
    assert.ok(Math.abs(recent.quantile(0.99) / planned - 1) < 0.1);
  }
});
