/**
 * Holds samples to the definition of their distribution. Seeds are fixed: what passes once passes always, so the bounds
 * only say how far from the definition a right sampler may be, which is four standard errors of 20,000 samples.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sample, sampleCount } from '../../../../dist/behavior/distributions/sample.js';
import { parseCount } from '../../../../dist/behavior/grammar/grammar.js';
import { createRandom } from '../../../../dist/behavior/random/random.js';
import { duration } from '../../../support/parsed.js';

const COUNT = 20_000;
const STANDARD_ERRORS = 4;

type Definition = [text: string, mean: number, p50: number, p90: number, p99: number];

// Worked out apart from the product: closed forms with SciPy's normal quantiles.
const DEFINITIONS: Definition[] = [
  ['2s', 2000, 2000, 2000, 2000],
  ['uniform(1s,3s)', 2000, 2000, 2800, 2980],
  ['normal(2s,300ms)', 2000, 2000, 2384.46546966338, 2697.904362212252],
  // Cut at 0, which a sixth of it is below.
  ['normal(1s,1s)', 1083.3154705876864, 1000, 2281.5515655446006, 3326.347874040841],
  ['lognormal(p50=400ms,p99=3s)', 582.0456793488954, 400, 1213.7203912087668, 3000],
  ['exponential(2s)', 2000, 1386.2943611198905, 4605.170185988091, 9210.340371976183],
  // 0.5 · 0.5 s + 0.4 · 1.5 s + 0.09 · 5 s + 0.01 · 8 s
  ['percentiles(p50=1s,p90=2s,p99=8s)', 1380, 1000, 2000, 8000],
  ['percentiles(p0=500ms,p50=1s,p100=2s)', 1125, 1000, 1800, 1980],
  ['percentiles(p99=1s)', 505, 1000 / 1.98, 90_000 / 99, 1000],
  // 0.7 · 10 s + 0.25 · 60 s + 0.05 · 180 s; of the last part a fifth, 1 % of all, is above 252 s.
  ['mix(70%:10s,25%:60s,5%:uniform(60s,300s))', 31_000, 10_000, 60_000, 252_000],
  ['mix(50%:mix(50%:1s,50%:2s),50%:3s)', 2250, 2000, 3000, 3000],
];

function samplesOf(text: string, seed: number): number[] {
  const distribution = duration(text);
  const random = createRandom(seed, 0);
  return Array.from({ length: COUNT }, () => sample(distribution, random));
}

function shareOf(samples: readonly number[], holds: (value: number) => boolean): number {
  return samples.filter(holds).length / samples.length;
}

for (const [text, mean, p50, p90, p99] of DEFINITIONS) {
  test(`20,000 samples of ${text} have its p50, p90 and p99`, () => {
    const samples = samplesOf(text, 42);
    for (const [rank, quantile] of [
      [0.5, p50],
      [0.9, p90],
      [0.99, p99],
    ] as const) {
      // The share of samples below a quantile is a binomial share. Where many samples are equal it jumps across the
      // rank: then the rank must lie between the share below and the share at or below.
      const error = STANDARD_ERRORS * Math.sqrt((rank * (1 - rank)) / COUNT);
      const slack = quantile * 1e-9;
      const below = shareOf(samples, (value) => value < quantile - slack);
      const atMost = shareOf(samples, (value) => value <= quantile + slack);
      assert.ok(below <= rank + error && atMost >= rank - error, `p${rank}: ${below} to ${atMost}`);
    }
  });

  test(`20,000 samples of ${text} have its mean`, () => {
    const samples = samplesOf(text, 43);
    const average = samples.reduce((sum, value) => sum + value, 0) / COUNT;
    const variance = samples.reduce((sum, value) => sum + (value - average) ** 2, 0) / COUNT;
    // 1e-9 of the mean is for the rounding of 20,000 additions.
    const bound = STANDARD_ERRORS * Math.sqrt(variance / COUNT) + mean * 1e-9;
    assert.ok(Math.abs(average - mean) <= bound, `${average} is not ${mean} ± ${bound}`);
  });
}

test('what the normal curve has below 0 comes as exactly 0', () => {
  const share = shareOf(samplesOf('normal(1s,1s)', 46), (value) => value === 0);
  // One standard deviation below the mean.
  const expected = 0.15865525393145707;
  const error = STANDARD_ERRORS * Math.sqrt((expected * (1 - expected)) / COUNT);
  assert.ok(Math.abs(share - expected) <= error, `${share}`);
});

test('a mix draws each part as often as it weighs', () => {
  const samples = samplesOf('mix(70%:1s,25%:2s,4.9%:3s,0.1%:4s,0%:5s)', 44);
  for (const [value, weight] of [
    [1000, 0.7],
    [2000, 0.25],
    [3000, 0.049],
    [4000, 0.001],
    [5000, 0],
  ] as const) {
    const share = shareOf(samples, (each) => each === value);
    const error = STANDARD_ERRORS * Math.sqrt((weight * (1 - weight)) / COUNT);
    assert.ok(Math.abs(share - weight) <= error, `${value}: ${share}`);
  }
});

test('a count is rounded to the nearest whole number, a half upwards', () => {
  const counts = new Map<number, number>();
  const parsed = parseCount('uniform(1,3)');
  assert.ok(parsed.ok);
  const random = createRandom(45, 0);
  for (let i = 0; i < COUNT; i++) {
    const count = sampleCount(parsed.distribution, random);
    counts.set(count, (counts.get(count) ?? 0) + 1);
  }
  assert.deepEqual([...counts.keys()].sort(), [1, 2, 3]);
  for (const [count, share] of [
    [1, 0.25],
    [2, 0.5],
    [3, 0.25],
  ] as const) {
    const error = STANDARD_ERRORS * Math.sqrt((share * (1 - share)) / COUNT);
    assert.ok(Math.abs((counts.get(count) ?? 0) / COUNT - share) <= error, `${count}: ${counts.get(count)}`);
  }
  for (const [text, whole] of [
    ['2.499', 2],
    ['2.5', 3],
    ['0.499', 0],
    ['200', 200],
  ] as const) {
    const constant = parseCount(text);
    assert.ok(constant.ok);
    assert.equal(sampleCount(constant.distribution, random), whole);
  }
});
