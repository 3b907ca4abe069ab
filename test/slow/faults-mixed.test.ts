/** Every fault under load: see test/support/mixed-faults. */
import { test } from 'node:test';
import { startTestServer } from '../support/in-process.js';
import { MIXED, runMixedFaults } from '../support/mixed-faults.js';

test('100,000 mixed requests with every fault, clients that leave and two reloads a second: all is counted once, and the cap is exact again', async () => {
  await runMixedFaults(await startTestServer(MIXED), 100_000, 500);
});
