/**
 * What holds for every distribution: which draws a sample takes, and where it lies.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { constantOf, isConstant } from '../../../../dist/behavior/distributions/distribution.js';
import { sample } from '../../../../dist/behavior/distributions/sample.js';
import { createRandom } from '../../../../dist/behavior/random/random.js';
import { durations } from '../../../support/distributions.js';
import { duration } from '../../../support/parsed.js';

function samples(text: string, seed: number, stream: number): number[] {
  const random = createRandom(seed, stream);
  const distribution = duration(text);
  return Array.from({ length: 20 }, () => sample(distribution, random));
}

const MIXED = 'mix(50%:uniform(1s,3s),50%:lognormal(p50=4s,p99=9s))';

test('the same seed and stream give the same samples, another seed or stream gives others', () => {
  assert.deepEqual(samples(MIXED, 1, 2), samples(MIXED, 1, 2));
  const first = new Set(samples(MIXED, 1, 2));
  for (const other of [samples(MIXED, 1, 3), samples(MIXED, 2, 2)]) {
    assert.deepEqual(
      other.filter((value) => first.has(value)),
      [],
    );
  }
});

test('500 requests get the same delays in whatever order they arrive', () => {
  const distribution = duration(MIXED);
  const requests = Array.from({ length: 500 }, (_, stream) => stream);
  const plan = (order: readonly number[]) => {
    return new Map(order.map((stream) => [stream, sample(distribution, createRandom(42, stream))]));
  };
  const inOrder = plan(requests);
  const shuffle = createRandom(7, 0);
  const shuffled = plan(
    requests
      .map((stream) => ({ stream, key: shuffle.nextWord() }))
      .sort((a, b) => a.key - b.key)
      .map(({ stream }) => stream),
  );
  assert.notDeepEqual([...shuffled.keys()], [...inOrder.keys()]);
  for (const stream of requests) assert.equal(shuffled.get(stream), inOrder.get(stream));
  assert.equal(new Set(inOrder.values()).size, 500);
});

test('a constant takes no draw, every other kind takes one, and a mix one more', () => {
  for (const [text, draws] of [
    ['2s', 0],
    ['uniform(2s,2s)', 1],
    ['normal(2s,1s)', 1],
    ['lognormal(p50=1s,p99=2s)', 1],
    ['exponential(1s)', 1],
    ['percentiles(p50=1s)', 1],
    ['mix(100%:1s)', 1],
    ['mix(100%:exponential(1s))', 2],
    ['mix(100%:mix(100%:exponential(1s)))', 3],
  ] as const) {
    const [used, fresh] = [createRandom(1, 1), createRandom(1, 1)];
    sample(duration(text), used);
    for (let i = 0; i < draws; i++) fresh.nextWord();
    assert.equal(used.nextWord(), fresh.nextWord(), text);
  }
});

test('a sample is never negative, never NaN, never infinite', () => {
  const words = fc.integer({ min: 0, max: 0xffffffff });
  fc.assert(
    fc.property(durations, words, (distribution, stream) => {
      const random = createRandom(1, stream);
      for (let i = 0; i < 10; i++) {
        const value = sample(distribution, random);
        assert.ok(value >= 0 && Number.isFinite(value), `${value}`);
      }
    }),
    { seed: 4, numRuns: 1000 },
  );
});

test('percentiles never give more than the largest value that was written', () => {
  const distribution = duration('percentiles(p50=1s,p90=2s)');
  const random = createRandom(1, 1);
  const drawn = Array.from({ length: 1000 }, () => sample(distribution, random));
  assert.equal(Math.max(...drawn), 2000);
});

test('a distribution is constant when all of its samples are the same', () => {
  for (const [text, value] of [
    ['0', 0],
    ['2s', 2000],
    ['uniform(2s,2s)', 2000],
    ['normal(2s,0)', 2000],
    ['lognormal(p50=2s,p99=2s)', 2000],
    ['exponential(0)', 0],
    ['percentiles(p0=2s)', 2000],
    ['percentiles(p50=0)', 0],
    ['mix(100%:2s)', 2000],
    ['mix(50%:2s,50%:uniform(2s,2s),0%:9s)', 2000],
    ['mix(50%:2s,50%:mix(100%:2s))', 2000],
    ['uniform(1s,2s)', undefined],
    ['normal(2s,1us)', undefined],
    ['lognormal(p50=1s,p99=2s)', undefined],
    ['exponential(1us)', undefined],
    ['percentiles(p50=2s)', undefined],
    ['percentiles(p0=2s,p99=3s)', undefined],
    ['mix(50%:2s,50%:3s)', undefined],
    ['mix(50%:exponential(1s),50%:exponential(1s))', undefined],
  ] as const) {
    const distribution = duration(text);
    assert.equal(constantOf(distribution), value, text);
    assert.equal(isConstant(distribution), value !== undefined, text);
    if (value !== undefined) {
      const random = createRandom(5, 5);
      for (let i = 0; i < 20; i++) assert.equal(sample(distribution, random), value, text);
    }
  }
});
