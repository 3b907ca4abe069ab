import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Bucket } from '../../../../dist/behavior/limits/bucket.js';
import { AMOUNT_MAX, PERIODS, type Period, type RateLimit } from '../../../../dist/behavior/limits/limit.js';

function rate(amount: number, period: Period, burst = amount): RateLimit {
  return { scope: 'key', pattern: null, counts: 'requests', amount, period, burst };
}

const PERIOD_NAMES = Object.keys(PERIODS) as Period[];

test('for any takes at any times, what is let through is what exact fractions allow, to one', () => {
  const steps = fc.array(
    fc.record({ afterMs: fc.nat({ max: 200_000 }), units: fc.integer({ min: 1, max: 40 }) }),
    {
      maxLength: 60,
    },
  );
  const amounts = fc.integer({ min: 1, max: 100 });
  fc.assert(
    fc.property(amounts, amounts, fc.constantFrom(...PERIOD_NAMES), steps, (amount, burst, period, all) => {
      const bucket = new Bucket(rate(amount, period, burst), 5);
      const unit = BigInt(PERIODS[period]);
      const full = BigInt(burst) * unit;
      let level = full;
      let nowMs = 5;
      for (const { afterMs, units } of all) {
        nowMs += afterMs;
        level += BigInt(afterMs) * BigInt(amount);
        if (level > full) level = full;
        const fits = level >= BigInt(units) * unit;
        assert.equal(bucket.remaining(nowMs), Number(level / unit));
        assert.equal(bucket.waitMs(units, nowMs) === 0, fits);
        if (fits) {
          bucket.take(units);
          level -= BigInt(units) * unit;
        }
      }
    }),
    { numRuns: 1_000 },
  );
});

test('after the time that it says, and not a millisecond before, it has what was asked for', () => {
  const bucket = new Bucket(rate(7, 'min', 10), 0);
  bucket.take(10);
  const waitMs = bucket.waitMs(3, 0);
  assert.equal(waitMs, Math.ceil((3 * 60_000) / 7));
  assert.equal(bucket.waitMs(3, waitMs - 1), 1);
  assert.equal(bucket.waitMs(3, waitMs), 0);
  assert.equal(bucket.fullInMs(waitMs), Math.ceil((10 * 60_000) / 7) - waitMs);
});

test('more than the bucket holds is never let through', () => {
  const bucket = new Bucket(rate(5, 's'), 0);
  assert.equal(bucket.waitMs(6, 0), Number.POSITIVE_INFINITY);
  assert.equal(bucket.waitMs(6, 1e12), Number.POSITIVE_INFINITY);
});

test('the greatest amount in the longest period is exact, even after years', () => {
  const bucket = new Bucket(rate(AMOUNT_MAX, 'day'), 0);
  bucket.take(AMOUNT_MAX);
  assert.equal(bucket.remaining(0), 0);
  assert.equal(bucket.remaining(1), Math.floor(AMOUNT_MAX / PERIODS.day));
  assert.equal(bucket.remaining(PERIODS.day - 1), AMOUNT_MAX - 2);
  assert.equal(bucket.remaining(1e15), AMOUNT_MAX);
});
