/** What stands in the query of a request is read alike by both listeners. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ADMIN_KEY, control } from '../support/control-client.js';
import { startTestServer } from '../support/in-process.js';

test('a parameter is what its sender wrote, however it is escaped and however often it is read', async () => {
  const { url, http10Port } = await startTestServer({ ADMIN_KEY, HTTP10_PORT: '0' });
  for (const base of [url, `http://127.0.0.1:${http10Port}`]) {
    for (const [query, status] of [
      ['status=%26', 400],
      ['status=%zz', 400],
      ['status=%32%30%30', 200],
      ['status=2%2B00', 400],
      ['limit=%26&status=200', 400],
    ] as const) {
      assert.equal((await control(base, 'GET', `/journal?${query}`)).status, status, query);
    }
  }
});
