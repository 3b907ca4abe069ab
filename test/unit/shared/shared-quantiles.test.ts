import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { QUANTILE_ERROR, Quantiles } from '../../../dist/shared/figures/quantiles.js';

test('nothing counted has no percentiles', () => {
  assert.deepEqual(new Quantiles().read(), { count: 0, p50: null, p90: null, p99: null, max: null });
});

test('a percentile is never too short and at most a bucket too long, and the longest is exact', () => {
  const durations = fc.array(fc.double({ min: 0.1, max: 86_400_000, noNaN: true }), {
    minLength: 1,
    maxLength: 300,
  });
  fc.assert(
    fc.property(durations, (all) => {
      const quantiles = new Quantiles();
      for (const ms of all) quantiles.add(ms);
      const { count, p50, p90, p99, max } = quantiles.read();
      const sorted = all.toSorted((one, other) => one - other);
      assert.equal(count, all.length);
      for (const [share, shown] of [
        [0.5, p50],
        [0.9, p90],
        [0.99, p99],
      ] as const) {
        const exact = sorted[Math.ceil(share * count) - 1] as number;
        assert.ok((shown as number) >= exact - 0.001, `${shown} below ${exact}`);
        assert.ok((shown as number) <= exact * (1 + QUANTILE_ERROR) + 0.001, `${shown} above ${exact}`);
      }
      assert.ok(Math.abs((max as number) - (sorted.at(-1) as number)) <= 0.001);
    }),
  );
});

test('no duration is too short or too long for it', () => {
  const quantiles = new Quantiles();
  for (const ms of [0, 1e-9, 1e12]) quantiles.add(ms);
  assert.deepEqual([quantiles.read().count, quantiles.read().max], [3, 1e12]);
});

test('what is added from another is as if it had been added one by one, and cleared it is as new', () => {
  const [one, other, both] = [new Quantiles(), new Quantiles(), new Quantiles()];
  for (const ms of [1, 2, 400]) {
    one.add(ms);
    both.add(ms);
  }
  for (const ms of [3, 5_000]) {
    other.add(ms);
    both.add(ms);
  }
  one.addAll(other);
  assert.deepEqual(one.read(), both.read());
  one.clear();
  assert.deepEqual(one.read(), new Quantiles().read());
  one.addAll(other);
  assert.deepEqual(one.read(), other.read());
});
