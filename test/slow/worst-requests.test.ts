/**
 * How long one request may hold the loop, whatever a client sends. Takes minutes, and wants a machine to itself.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WORST_CASES } from '../chaos/worst/cases.js';
import { measureAll } from '../chaos/worst/measure.js';
import { rowOf } from '../chaos/worst/table.js';

for (const [limits, holdMsMax] of [
  ['default', 20],
  ['largest', 50],
] as const) {
  test(`no request holds the loop for more than ${holdMsMax} ms under the ${limits} limits`, async (context) => {
    const cases = WORST_CASES.filter((one) => one.limits === limits);
    const all = await measureAll(cases, (measured) => context.diagnostic(rowOf(measured)));
    // Not a number, where the server ended, is not within any limit.
    const over = all.filter(({ holdMs }) => !(holdMs <= holdMsMax));
    assert.deepEqual(over.map(rowOf), []);
  });
}
