/** Whatever is sent to the control API, it answers what its description says, and serves on. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CONTROL_ROUTES } from '../../dist/main/control/routes.js';
import { ADMIN_KEY, control } from '../support/control-client.js';
import { startTestServer } from '../support/in-process.js';

const RUNS = 400;

const name = fc.oneof(
  fc.constantFrom(
    'settings',
    'models',
    'fault',
    'count',
    'match',
    'model',
    'endpoint',
    'key',
    'name',
    'repeat',
    'steps',
    'at',
    'for',
    'set',
    'ramp',
    'mark',
  ),
  fc.constantFrom(
    'SEED',
    'RESPONSE_DELAY',
    'MAX_CONCURRENT',
    'LOAD_FACTOR',
    'output_tokens',
    'profile',
    '__proto__',
  ),
  fc.string({ maxLength: 300 }),
);
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom('1s', '5', 'uniform(1s,2s)', 'small-hosted', 1e308, -0, '', '\u0000', '429'),
  fc.string({ maxLength: 300, unit: 'binary' }),
);
const body = fc.dictionary(
  name,
  fc.oneof(value, fc.dictionary(name, fc.oneof(value, fc.dictionary(name, value)))),
);
const query = fc.dictionary(
  fc.constantFrom('limit', 'since', 'model', 'status'),
  fc.string({ maxLength: 40 }),
);

test('a request of any content is answered as described, and none is a defect', async () => {
  const { url, faults, state } = await startTestServer({ ADMIN_KEY });
  const routes = CONTROL_ROUTES.filter(({ operation }) => operation !== 'drain');
  const route = fc.constantFrom(...routes);
  const text = fc.oneof(
    body.map((one) => JSON.stringify(one)),
    fc.string({ maxLength: 200, unit: 'binary' }),
  );
  await fc.assert(
    fc.asyncProperty(route, text, query, async ({ method, path }, sent, parameters) => {
      const asked = `${path}?${new URLSearchParams(parameters)}`;
      const hasBody = method === 'post' || method === 'patch';
      const { status } = await control(url, method.toUpperCase(), asked, hasBody ? sent : undefined);
      assert.ok([200, 400].includes(status), `${status}`);
    }),
    { numRuns: RUNS },
  );
  assert.deepEqual(faults, []);
  assert.equal(state.active, 0);
  assert.equal((await control(url, 'GET', '/config')).status, 200);
});
