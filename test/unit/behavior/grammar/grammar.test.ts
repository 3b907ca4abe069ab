import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createConstant,
  createExponential,
  createLognormal,
  createMix,
  createNormal,
  createPercentiles,
  createUniform,
} from '../../../../dist/behavior/distributions/create.js';
import type { Distribution } from '../../../../dist/behavior/distributions/distribution.js';
import { formatDistribution } from '../../../../dist/behavior/distributions/format.js';
import { COUNT } from '../../../../dist/behavior/distributions/quantity.js';
import { type ParseResult, parseCount, parseDuration } from '../../../../dist/behavior/grammar/grammar.js';

type Good = readonly (readonly [text: string, expected: Distribution])[];

function assertAll(parse: (text: string) => ParseResult, table: Good): void {
  for (const [text, distribution] of table) assert.deepEqual(parse(text), { ok: true, distribution }, text);
}

test('a number with a unit is a constant in milliseconds, exact to the nanosecond', () => {
  assertAll(
    parseDuration,
    (
      [
        ['0', 0],
        ['0s', 0],
        ['0.0ms', 0],
        ['1us', 0.001],
        ['0.001us', 0.000_001],
        ['250ms', 250],
        ['2s', 2000],
        ['1.5s', 1500],
        ['0.05s', 50],
        ['0.067s', 67],
        ['1.1s', 1100],
        ['0.123456789s', 123.456_789],
        ['1m', 60_000],
        ['1min', 60_000],
        ['1.5min', 90_000],
        ['2h', 7_200_000],
        ['100h', 360_000_000],
        ['360000s', 360_000_000],
      ] as const
    ).map(([text, value]) => [text, createConstant(value)]),
  );
});

test('a number without a unit is a constant count', () => {
  assertAll(parseCount, [
    ['0', createConstant(0)],
    ['200', createConstant(200)],
    ['12.5', createConstant(12.5)],
    ['0.001', createConstant(0.001)],
    ['10000000', createConstant(10_000_000)],
  ]);
});

test('a share alone is a count: one in so many of 100, else none', () => {
  const shareOf = (percent: number, rest: number): Distribution =>
    createMix([
      { percent, distribution: createConstant(1) },
      { percent: rest, distribution: createConstant(0) },
    ]);
  assertAll(parseCount, [
    ['40%', shareOf(40, 60)],
    [' 0.5% ', shareOf(0.5, 99.5)],
    ['33.333%', shareOf(33.333, 66.667)],
    ['99.999%', shareOf(99.999, 0.001)],
    ['0%', createConstant(0)],
    ['100%', createConstant(1)],
    ['mix(40%:1,60%:0)', shareOf(40, 60)],
  ]);
});

test('a share is written as a mix, or as what it always is, and parses to the same again', () => {
  for (let thousandths = 0; thousandths <= 100_000; thousandths += 37) {
    const result = parseCount(`${thousandths / 1_000}%`);
    assert.ok(result.ok, `${thousandths}`);
    assert.deepEqual(parseCount(formatDistribution(result.distribution, COUNT)), result, `${thousandths}`);
  }
});

test('each function gives its kind of distribution', () => {
  assertAll(parseDuration, [
    ['uniform(1s,3s)', createUniform(1000, 3000)],
    ['uniform(0,3s)', createUniform(0, 3000)],
    ['uniform(2s,2s)', createUniform(2000, 2000)],
    ['normal(2s,300ms)', createNormal(2000, 300)],
    ['normal(0,0)', createNormal(0, 0)],
    ['lognormal(p50=400ms,p99=3s)', createLognormal(400, 3000)],
    ['exponential(2s)', createExponential(2000)],
    [
      'percentiles(p50=1s,p90=2s,p99=8s)',
      createPercentiles([
        { percent: 50, value: 1000 },
        { percent: 90, value: 2000 },
        { percent: 99, value: 8000 },
      ]),
    ],
    [
      'percentiles(p0=0,p99.9=1s,p99.99=1s,p100=2s)',
      createPercentiles([
        { percent: 0, value: 0 },
        { percent: 99.9, value: 1000 },
        { percent: 99.99, value: 1000 },
        { percent: 100, value: 2000 },
      ]),
    ],
    [
      'mix(70%:10s,25%:60s,5%:uniform(60s,300s))',
      createMix([
        { percent: 70, distribution: createConstant(10_000) },
        { percent: 25, distribution: createConstant(60_000) },
        { percent: 5, distribution: createUniform(60_000, 300_000) },
      ]),
    ],
    [
      'mix(50%:mix(100%:exponential(1s)),50%:2s,0%:3s)',
      createMix([
        {
          percent: 50,
          distribution: createMix([{ percent: 100, distribution: createExponential(1000) }]),
        },
        { percent: 50, distribution: createConstant(2000) },
        { percent: 0, distribution: createConstant(3000) },
      ]),
    ],
  ]);
  assertAll(parseCount, [
    ['uniform(100,300)', createUniform(100, 300)],
    ['normal(200,50.5)', createNormal(200, 50.5)],
    ['lognormal(p50=200,p99=1500)', createLognormal(200, 1500)],
    ['exponential(200.5)', createExponential(200.5)],
  ]);
});

test('what sampling needs is computed while parsing', () => {
  // ln 10 by the normal quantile of 0.99.
  const lognormal = parseDuration('lognormal(p50=1s,p99=10s)');
  assert.ok(lognormal.ok && lognormal.distribution.kind === 'lognormal');
  assert.equal(lognormal.distribution.sigma.toFixed(12), (Math.LN10 / 2.3263478740408408).toFixed(12));
  const percentiles = parseDuration('percentiles(p50=1s,p90=2s)');
  assert.ok(percentiles.ok && percentiles.distribution.kind === 'percentiles');
  assert.deepEqual(percentiles.distribution.ranks, [0, 0.5, 0.9, 1]);
  assert.deepEqual(percentiles.distribution.values, [0, 1000, 2000, 2000]);
  const ends = parseDuration('percentiles(p0=1s,p100=2s)');
  assert.ok(ends.ok && ends.distribution.kind === 'percentiles');
  assert.deepEqual(
    [ends.distribution.ranks, ends.distribution.values],
    [
      [0, 1],
      [1000, 2000],
    ],
  );
  const mix = parseDuration('mix(50%:1s,25%:2s,25%:3s)');
  assert.ok(mix.ok && mix.distribution.kind === 'mix');
  assert.deepEqual(mix.distribution.cumulative, [0.5, 0.75, 1]);
  const thirds = parseDuration('mix(33.33%:1s,33.33%:2s,33.33%:3s,0%:4s)');
  assert.ok(thirds.ok && thirds.distribution.kind === 'mix');
  // No draw is left for the part that weighs nothing.
  assert.deepEqual(thirds.distribution.cumulative.slice(2), [1, 1]);
});

test('letters may be small or capital', () => {
  assertAll(parseDuration, [
    ['UNIFORM(1MS,3S)', createUniform(1, 3000)],
    ['LogNormal(P50=1Min,P99=1H)', createLognormal(60_000, 3_600_000)],
  ]);
});

test('blanks may stand around everything but inside a number with its unit', () => {
  assert.deepEqual(parseDuration(' \tuniform ( 1s\t, 3s ) '), parseDuration('uniform(1s,3s)'));
  assert.deepEqual(
    parseDuration(' mix ( 70% : 1s , 30% : percentiles ( p50 = 1s , p90 = 2s ) ) '),
    parseDuration('mix(70%:1s,30%:percentiles(p50=1s,p90=2s))'),
  );
  assert.deepEqual(parseDuration(' 2s '), parseDuration('2s'));
});

test('weights may miss 100 % by a hundredth of a per cent', () => {
  for (const text of ['mix(33.33%:1s,33.33%:2s,33.33%:3s)', 'mix(50%:1s,50.01%:2s)', 'mix(99.99%:1s)']) {
    assert.equal(parseDuration(text).ok, true, text);
  }
  for (const text of ['mix(50%:1s,50.011%:2s)', 'mix(99.989%:1s)']) {
    assert.equal(parseDuration(text).ok, false, text);
  }
});

test('the longest text, the most parts and the deepest mix that are allowed pass', () => {
  assert.equal(parseDuration(`2s${' '.repeat(998)}`).ok, true);
  const parts = Array.from({ length: 32 }, () => '3.125%:1s').join();
  assert.equal(parseDuration(`mix(${parts})`).ok, true);
  const points = Array.from({ length: 32 }, (_, i) => `p${i}=${i}s`).join();
  assert.equal(parseDuration(`percentiles(${points})`).ok, true);
  assert.equal(parseDuration('mix(100%:mix(100%:mix(100%:mix(100%:1s))))').ok, true);
});
