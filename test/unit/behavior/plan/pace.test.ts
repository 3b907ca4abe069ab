import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sample } from '../../../../dist/behavior/distributions/sample.js';
import { AT_ONCE, DrawnPace, EvenPace } from '../../../../dist/behavior/plan/pace.js';
import { createRandom } from '../../../../dist/behavior/random/random.js';
import { durations } from '../../../support/distributions.js';
import { duration } from '../../../support/parsed.js';

const NO_LIMIT = Number.POSITIVE_INFINITY;

test('an even pace has one gap, however often it is asked', () => {
  const pace = new EvenPace(12.5);
  assert.deepEqual([pace.nextGapMs(), pace.nextGapMs(), pace.nextGapMs()], [12.5, 12.5, 12.5]);
  assert.equal(pace.sumOfGapsMs(0), 0);
  assert.equal(pace.sumOfGapsMs(1000), 12_500);
  assert.equal(pace.nextGapMs(), 12.5);
});

test('tokens that come at once have no gaps', () => {
  assert.equal(AT_ONCE.nextGapMs(), 0);
  assert.equal(AT_ONCE.sumOfGapsMs(1_000_000), 0);
});

test('a drawn pace gives the samples of its distribution in their order, times its factor', () => {
  const gaps = duration('lognormal(p50=20ms,p99=90ms)');
  const pace = new DrawnPace(gaps, 1.5, createRandom(42, 7));
  const random = createRandom(42, 7);
  for (let i = 0; i < 100; i++) assert.equal(pace.nextGapMs(), sample(gaps, random) * 1.5);
});

test('a drawn pace of a constant draws nothing', () => {
  const random = createRandom(1, 1);
  assert.equal(new DrawnPace(duration('20ms'), 2, random).sumOfGapsMs(5, NO_LIMIT), 200);
  assert.equal(random.nextWord(), createRandom(1, 1).nextWord());
});

test('the sum of gaps is that of the gaps which would have come, and takes them', () => {
  fc.assert(
    fc.property(durations, fc.nat({ max: 50 }), fc.double({ min: 1, max: 10 }), (gaps, count, factor) => {
      const summed = new DrawnPace(gaps, factor, createRandom(9, 9));
      const asked = new DrawnPace(gaps, factor, createRandom(9, 9));
      let sum = 0;
      for (let i = 0; i < count; i++) sum += asked.nextGapMs();
      assert.equal(summed.sumOfGapsMs(count, NO_LIMIT), sum);
      assert.equal(summed.nextGapMs(), asked.nextGapMs());
    }),
    { seed: 1, numRuns: 300 },
  );
});

test('gaps are drawn until their sum has reached the limit, and no further', () => {
  // Each is at least 10 ms and below 30 ms.
  const gaps = duration('uniform(10ms,30ms)');
  const random = createRandom(42, 7);
  const sum = new DrawnPace(gaps, 1, random).sumOfGapsMs(1_000_000_000, 1000);
  const reference = createRandom(42, 7);
  let expected = 0;
  while (expected < 1000) expected += sample(gaps, reference);
  assert.equal(sum, expected);
  assert.equal(sum >= 1000 && sum < 1030, true);
  assert.equal(random.nextWord(), reference.nextWord());
});

test('a sum that reaches the limit exactly takes no gap more', () => {
  const random = createRandom(1, 1);
  const pace = new DrawnPace(duration('mix(50%:10ms,50%:10ms)'), 1, random);
  assert.equal(pace.sumOfGapsMs(100, 30), 30);
  const reference = createRandom(1, 1);
  for (let i = 0; i < 3; i++) reference.nextWord();
  assert.equal(random.nextWord(), reference.nextWord());
});

test('no gap and no limit means no draw', () => {
  const random = createRandom(1, 1);
  const pace = new DrawnPace(duration('exponential(20ms)'), 1, random);
  assert.equal(pace.sumOfGapsMs(0, 1000), 0);
  assert.equal(pace.sumOfGapsMs(10, 0), 0);
  assert.equal(random.nextWord(), createRandom(1, 1).nextWord());
});
