import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { KEY_BYTES, RecentKeys } from '../../../dist/shared/threads/recent-keys.js';

test('it knows what a list of the most recently used numbers would know', () => {
  // Few of them, and of those many in one bucket.
  const key = fc.oneof(
    fc.nat(12),
    fc.nat(12).map((n) => n * 2 ** 24 + 3),
    fc.maxSafeNat(),
  );
  fc.assert(
    fc.property(fc.array(key, { maxLength: 300 }), fc.integer({ min: 1, max: 8 }), (used, keysMax) => {
      const keys = new RecentKeys(keysMax);
      let recent: number[] = [];
      for (const one of used) {
        assert.equal(keys.has(one), recent.includes(one));
        keys.use(one);
        recent = [one, ...recent.filter((other) => other !== one)].slice(0, keysMax);
        assert.equal(keys.size, recent.length);
        for (const other of recent) assert.ok(keys.has(other));
      }
    }),
  );
});

test('a number takes 28 bytes', () => {
  assert.equal(KEY_BYTES, 28);
});
