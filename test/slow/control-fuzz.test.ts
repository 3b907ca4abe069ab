/** The control API under 20,000 requests drawn from its own description: see test/support/fuzz/control-api. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ADMIN_KEY } from '../support/control-client.js';
import { FUZZED, fuzzControlApi } from '../support/fuzz/control-api.js';
import { startTestServer } from '../support/in-process.js';

test('20,000 requests of any content to the control API are answered as described, and the server is as it was', async () => {
  const server = await startTestServer({ ...FUZZED, ADMIN_KEY });
  const seen = await fuzzControlApi(server, 20_000);
  const { paths } = (await import('../../dist/main/control/openapi.js')).describeControl('') as {
    paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
  };
  // Every status that is described was given by every operation, but for what only a shutdown or chance brings.
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, { responses }] of Object.entries(methods)) {
      for (const status of Object.keys(responses)) {
        if (['404', '405', '409', '503'].includes(status)) continue;
        const key = `${method.toUpperCase()} ${path} ${status}`;
        assert.ok(seen.has(key), `${key} was never seen`);
      }
    }
  }
});
