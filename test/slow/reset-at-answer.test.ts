/**
 * As test/e2e/reset-at-answer.test.ts, with five times as many rounds.
 */
import { test } from 'node:test';
import { BESIDE, resetAtAnswers } from '../support/reset-at-answer.js';

const ROUNDS_EACH = 20;

for (const [who, requests] of Object.entries(BESIDE)) {
  test(`a client that resets when its answer is sent takes no answer of others with it: ${who}`, () =>
    resetAtAnswers(requests, ROUNDS_EACH));
}
