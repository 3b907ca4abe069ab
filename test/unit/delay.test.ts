import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFixedDelay } from '../../dist/behavior/delay.js';

test('a fixed delay is the same for every request, fractions included', () => {
  for (const delayMs of [0, 0.5, 50, 10_000, 3_600_000]) {
    const plan = createFixedDelay(delayMs);
    assert.deepEqual([plan(), plan(), plan()], [delayMs, delayMs, delayMs]);
  }
});

test('two delays do not share their length', () => {
  const short = createFixedDelay(1);
  const long = createFixedDelay(2);
  assert.deepEqual([short(), long(), short()], [1, 2, 1]);
});
