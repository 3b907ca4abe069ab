import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cdf, meanOf, quantileOf } from '../../../../dist/behavior/distributions/describe.js';
import { durations } from '../../../support/distributions.js';
import { duration } from '../../../support/parsed.js';

function assertClose(actual: number, expected: number, what: string): void {
  assert.ok(
    Math.abs(actual - expected) <= 1e-9 * (1 + Math.abs(expected)),
    `${what}: ${actual}, not ${expected}`,
  );
}

test('mean and quantiles are those of the definition', () => {
  for (const [text, mean, p50, p90, p99] of [
    ['2s', 2000, 2000, 2000, 2000],
    ['uniform(1s,3s)', 2000, 2000, 2800, 2980],
    ['normal(1s,1s)', 1083.3154705876864, 1000, 2281.5515655446006, 3326.347874040841],
    ['normal(1s,0)', 1000, 1000, 1000, 1000],
    ['lognormal(p50=400ms,p99=3s)', 582.0456793488954, 400, 1213.7203912087668, 3000],
    ['exponential(2s)', 2000, 1386.2943611198905, 4605.170185988091, 9210.340371976183],
    ['percentiles(p50=1s,p90=2s,p99=8s)', 1380, 1000, 2000, 8000],
    ['mix(70%:10s,25%:60s,5%:uniform(60s,300s))', 31_000, 10_000, 60_000, 252_000],
  ] as const) {
    const distribution = duration(text);
    assertClose(meanOf(distribution), mean, `mean of ${text}`);
    assertClose(quantileOf(distribution, 0.5), p50, `p50 of ${text}`);
    assertClose(quantileOf(distribution, 0.9), p90, `p90 of ${text}`);
    assertClose(quantileOf(distribution, 0.99), p99, `p99 of ${text}`);
  }
});

test('weights that sum to not quite 100 % count as if they did', () => {
  const thirds = duration('mix(33.33%:1s,33.33%:2s,33.33%:3s)');
  assertClose(meanOf(thirds), 2000, 'mean');
  assertClose(cdf(thirds, 1000), 1 / 3, 'share of the first');
  assert.equal(cdf(thirds, 3000), 1);
});

test('a mix has its step where a part has one', () => {
  const mix = duration('mix(70%:10s,30%:60s)');
  assert.equal(quantileOf(mix, 0.7), 10_000);
  assert.equal(quantileOf(mix, 0.700_001), 60_000);
  assert.equal(cdf(mix, 9_999.999), 0);
  assertClose(cdf(mix, 10_000), 0.7, 'share at the step');
});

test('at least the share asked for lies at or below the quantile, and less than it clearly below', () => {
  const rank = fc.double({ min: 0.001, max: 0.999, noNaN: true });
  fc.assert(
    fc.property(durations, rank, (distribution, p) => {
      const quantile = quantileOf(distribution, p);
      const slack = 1e-9 * (1 + quantile);
      assert.ok(cdf(distribution, quantile + slack) >= p - 1e-6, `${quantile}`);
      assert.ok(cdf(distribution, quantile - slack) <= p + 1e-6, `${quantile}`);
    }),
    { seed: 5, numRuns: 1000 },
  );
});

test('no share lies below 0, nor does the mean', () => {
  fc.assert(
    fc.property(durations, (distribution) => {
      assert.equal(cdf(distribution, -1), 0);
      assert.ok(meanOf(distribution) >= 0);
    }),
    { seed: 6, numRuns: 300 },
  );
});
