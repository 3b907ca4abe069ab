/**
 * The tokeniser takes a square of time for a word without a blank; the product cuts it into slices.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countText } from '../../dist/workers/counting/token-count.js';

const CPU_MS_MAX = 10_000;

test('the time of a long word grows with its length, not with its square', () => {
  const before = process.cpuUsage();
  countText('a'.repeat(1_000_000));
  const ms = process.cpuUsage(before).user / 1_000;
  assert.ok(
    ms < CPU_MS_MAX,
    `${ms} ms of processor time, at most ${CPU_MS_MAX}; at once it takes half a minute`,
  );
});
