import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createRandom, Random } from '../../../../dist/behavior/random/random.js';

function words(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => random.nextWord());
}

test('the generator is xoroshiro64**, by the words that its reference implementation gives', () => {
  // State 1, 2; as the crate rand_xoshiro states them.
  assert.deepEqual(
    words(new Random(1, 2), 10),
    [
      3802928447, 813792938, 1618621494, 2955957307, 3252880261, 1129983909, 2539651700, 1327610908,
      1757650787, 2763843748,
    ],
  );
});

test('the same seed and stream give these words in every version, on every machine', () => {
  // From an independent C program: MurmurHash3_x86_32 of the key, with seeds 0 and 1, as state of xoroshiro64**.
  assert.deepEqual(words(createRandom(42, 7), 4), [146192211, 251084129, 443110207, 3291186384]);
  assert.deepEqual(
    words(createRandom(Number.MIN_SAFE_INTEGER, 0xffffffff), 4),
    [2534592894, 3463666748, 3056821120, 98742395],
  );
});

test('a generator is not disturbed by others that draw in between', () => {
  const seeds = fc.maxSafeInteger();
  const streams = fc.integer({ min: 0, max: 0xffffffff });
  const order = fc.array(fc.boolean(), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(seeds, streams, streams, order, (seed, left, right, leftFirst) => {
      const [a, b] = [createRandom(seed, left), createRandom(seed, right)];
      const mixed: { left: number[]; right: number[] } = { left: [], right: [] };
      for (const isLeft of leftFirst) (isLeft ? mixed.left : mixed.right).push((isLeft ? a : b).nextWord());
      assert.deepEqual(mixed.left, words(createRandom(seed, left), mixed.left.length));
      assert.deepEqual(mixed.right, words(createRandom(seed, right), mixed.right.length));
    }),
    { seed: 2, numRuns: 200 },
  );
});

test('100,000 streams of one seed all start differently', () => {
  const starts = new Set<number>();
  // The first word is a bijection of the first half of the state, and that one of the stream.
  for (let stream = 0; stream < 100_000; stream++) starts.add(createRandom(42, stream).nextWord());
  assert.equal(starts.size, 100_000);
});

test('seeds that differ in any bit, above the thirty-second or in the sign, give different words', () => {
  const seeds = [0, 1, -1, 2 ** 31, 2 ** 32, 2 ** 32 + 1, -(2 ** 32), 2 ** 52, Number.MAX_SAFE_INTEGER];
  const starts = new Set(seeds.map((seed) => words(createRandom(seed, 0), 2).join()));
  assert.equal(starts.size, seeds.length);
});

test('a state of zeros is not kept', () => {
  assert.deepEqual(words(new Random(0, 0), 3), words(new Random(0, 1), 3));
  assert.notEqual(words(new Random(0, 0), 3).at(-1), 0);
});

test('a draw is the middle of its interval: never 0, never 1', () => {
  const [random, same] = [new Random(1, 2), new Random(1, 2)];
  for (let i = 0; i < 1000; i++) assert.equal(random.next() * 2 ** 32, same.nextWord() + 0.5);
});

test('the first draws of many streams fill 100 intervals evenly', () => {
  const counts = new Array<number>(100).fill(0);
  for (let i = 0; i < 100_000; i++) {
    const interval = Math.floor(createRandom(42, i).next() * 100);
    counts[interval] = (counts[interval] ?? 0) + 1;
  }
  const chiSquare = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  // 99 degrees of freedom: between these lie 99.9 % of all outcomes.
  assert.ok(chiSquare > 57 && chiSquare < 152, `${chiSquare}`);
});

test('draws of one stream do not depend on the one before, nor on those of the next stream', () => {
  const count = 100_000;
  const [a, b] = [createRandom(42, 1), createRandom(42, 2)];
  let previous = 0;
  let serial = 0;
  let across = 0;
  for (let i = 0; i < count; i++) {
    const draw = a.next() - 0.5;
    serial += draw * previous;
    across += draw * (b.next() - 0.5);
    previous = draw;
  }
  // A correlation of independent draws has the standard deviation 1/√n; the variance of a draw is 1/12.
  const bound = 4 / Math.sqrt(count);
  assert.ok(Math.abs((12 * serial) / count) < bound, `${serial}`);
  assert.ok(Math.abs((12 * across) / count) < bound, `${across}`);
});

test('normal deviates have mean 0, standard deviation 1, and the shares of the curve', () => {
  const count = 20_000;
  const random = createRandom(42, 0);
  const deviates = Array.from({ length: count }, () => random.nextNormal());
  const mean = deviates.reduce((sum, x) => sum + x, 0) / count;
  const variance = deviates.reduce((sum, x) => sum + x * x, 0) / count;
  // Four standard errors: of the mean 1/√n, of the mean square √(2/n), of a share p √(p(1−p)/n).
  assert.ok(Math.abs(mean) < 4 / Math.sqrt(count), `${mean}`);
  assert.ok(Math.abs(variance - 1) < 4 * Math.sqrt(2 / count), `${variance}`);
  for (const [x, p] of [
    [-2, 0.0227501319481792],
    [0, 0.5],
    [1, 0.8413447460685429],
    [2.3263478740408408, 0.99],
  ] as const) {
    const share = deviates.filter((deviate) => deviate <= x).length / count;
    assert.ok(Math.abs(share - p) < 4 * Math.sqrt((p * (1 - p)) / count), `${x}: ${share}`);
  }
});
