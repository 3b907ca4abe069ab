/**
 * WARM_UP: what a server asks itself leaves no trace, and does not keep it from ending.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { request } from 'undici';
import { spawnServer } from '../support/child-process.js';
import { messages } from '../support/in-flight.js';
import { until } from '../support/until.js';

const WARM = 'warm: it has asked itself';

for (const SOCKET_THREADS of ['1', '2']) {
  test(`what ${SOCKET_THREADS} threads ask themselves is counted nowhere, and the server ends as ever`, async () => {
    const server = await spawnServer({ WARM_UP: 'true', LOG_LEVEL: 'debug', SOCKET_THREADS });
    await until(() => messages(server).includes(WARM), 'it is warm');
    assert.equal(server.log.find(({ msg }) => msg === WARM)?.requests, 2_000);
    const metrics = await (await request(`${server.url}/metrics`)).body.text();
    const counted = metrics
      .split('\n')
      .filter((line) => /^llm_mock_(?:peak_requests|tokens_total|unread_seconds_count)\b/.test(line));
    assert.ok(counted.length > 3, metrics);
    for (const line of counted) assert.match(line, / 0$/);
    assert.match(metrics, /^llm_mock_connections 1$/m);
    server.child.kill('SIGTERM');
    assert.equal((await server.exited).code, 0);
  });
}

test('a signal while it asks itself ends the server as ever', async () => {
  const server = await spawnServer({ WARM_UP: 'true', LOG_LEVEL: 'debug', SOCKET_THREADS: '2' });
  server.child.kill('SIGTERM');
  assert.equal((await server.exited).code, 0);
});
