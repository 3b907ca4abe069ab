/** A few of the mixed requests of test/slow/faults-mixed. */
import { test } from 'node:test';
import { startTestServer } from '../support/in-process.js';
import { MIXED, runMixedFaults } from '../support/mixed-faults.js';

test('2,000 mixed requests with every fault, clients that leave and reloads: all is counted once, and the cap is exact again', async () => {
  await runMixedFaults(await startTestServer(MIXED), 2_000, 50);
});
