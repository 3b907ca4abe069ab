/**
 * The one rule of how long an answer is.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lengthOf } from '../../../../dist/behavior/plan/lengths.js';
import { NO_ASK } from '../../../../dist/behavior/plan/wish.js';

const SERVER_MAX = 1_000;

/** What is planned, the request's limit, min_tokens, ignore_eos: how many tokens there are, and why it ends. */
const CASES: readonly (readonly [number, number | null, number, boolean, number, 'stop' | 'length'])[] = [
  // Nothing asked for: what is planned, up to a limit.
  [16, null, 0, false, 16, 'stop'],
  [0, null, 0, false, 0, 'stop'],
  [16, 17, 0, false, 16, 'stop'],
  [16, 16, 0, false, 16, 'stop'],
  [16, 15, 0, false, 15, 'length'],
  [1_000, null, 0, false, 1_000, 'stop'],
  [1_001, null, 0, false, 1_000, 'length'],
  [1_001, 5_000, 0, false, 1_000, 'length'],
  // A least length.
  [16, null, 128, false, 128, 'stop'],
  [16, 129, 128, false, 128, 'stop'],
  [16, 128, 128, false, 128, 'length'],
  [16, 127, 128, false, 127, 'length'],
  [200, 300, 128, false, 200, 'stop'],
  [200, 150, 128, false, 150, 'length'],
  [16, null, 2_000, false, 1_000, 'length'],
  // To the limit.
  [16, 128, 0, true, 128, 'length'],
  [200, 128, 0, true, 128, 'length'],
  [16, 5_000, 0, true, 1_000, 'length'],
  [16, 128, 20, true, 128, 'length'],
  // Without a limit of its own there is nothing to go on to.
  [16, null, 0, true, 16, 'stop'],
  [16, null, 20, true, 20, 'stop'],
];

test('an answer has what is planned, no fewer than are wanted, and never more than a limit', () => {
  for (const [planned, tokensMax, tokensMin, isEndless, tokens, finish] of CASES) {
    const ask = tokensMin === 0 && !isEndless ? null : { ...NO_ASK, tokensMin, isEndless };
    const row = JSON.stringify({ planned, tokensMax, tokensMin, isEndless });
    assert.deepEqual(lengthOf(planned, { tokensMax, ask }, SERVER_MAX), { tokens, finish }, row);
  }
});
