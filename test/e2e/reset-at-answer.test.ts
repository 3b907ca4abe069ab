/**
 * Clients that reset their connection at the very moment at which their answer is sent. Five times as many rounds are in
 * test/slow/reset-at-answer.test.ts.
 */
import { test } from 'node:test';
import { BESIDE, resetAtAnswers } from '../support/reset-at-answer.js';

const ROUNDS_EACH = 4;

for (const [who, requests] of Object.entries(BESIDE)) {
  test(`a client that resets when its answer is sent takes no answer of others with it: ${who}`, () =>
    resetAtAnswers(requests, ROUNDS_EACH));
}
