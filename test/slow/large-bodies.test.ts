/**
 * A body of 32 MiB does not hold the loop for more than 10 ms. Takes a minute, and wants a machine to itself: what is over the
 * limit is measured again, for another process may have held the machine.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LARGE_CASES } from '../chaos/worst/large-cases.js';
import { type Measured, measureAll } from '../chaos/worst/measure.js';
import { rowOf } from '../chaos/worst/table.js';

const ATTEMPTS = 3;
const HOLD_MS_MAX = 10;

test(`no body of 32 MiB holds the loop for more than ${HOLD_MS_MAX} ms`, async (context) => {
  let cases = LARGE_CASES;
  let over: readonly Measured[] = [];
  for (let attempt = 1; attempt <= ATTEMPTS && cases.length > 0; attempt++) {
    const all = await measureAll(cases, (measured) => context.diagnostic(rowOf(measured)));
    // Not a number, where the server ended, is not within the limit.
    over = all.filter(({ holdMs }) => !(holdMs <= HOLD_MS_MAX));
    cases = over.map(({ of }) => of);
  }
  assert.deepEqual(over.map(rowOf), [], `longer than ${HOLD_MS_MAX} ms in each of ${ATTEMPTS} attempts`);
});
