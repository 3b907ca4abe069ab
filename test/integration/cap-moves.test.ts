/**
 * The cap is changed while requests are in flight. The clock stands still until a test moves it, so that how many are in
 * flight is exact on any machine.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { request } from 'undici';
import { chatRequest } from '../support/chat.js';
import { RawClient } from '../support/raw-client.js';
import { type SteppedServer, startSteppedServer } from '../support/stepped-server.js';
import { until } from '../support/until.js';

const DELAY_MS = 10_000;

/** So many requests at once, each on a connection of its own. */
async function ask(server: SteppedServer, count: number): Promise<RawClient[]> {
  const clients = await Promise.all(Array.from({ length: count }, () => RawClient.connect(server.port)));
  for (const client of clients) client.write(chatRequest());
  return clients;
}

test('a cap of 20 that becomes 5 and then 30 ends nobody, and lets in exactly as many as it says', async () => {
  const server = await startSteppedServer({ MAX_CONCURRENT: '20', RESPONSE_DELAY: '10s' });
  const { state, clock } = server;
  const first = await ask(server, 20);
  await until(() => state.active === 20, 'all slots are in use');

  assert.equal(server.setRoom({ ...server.config, slotsMax: 5 }), 5);
  const [refused] = await ask(server, 1);
  const reply = await (refused as RawClient).reply();
  assert.equal(reply.status, 503);
  assert.match(reply.body, /All 5 slots of this mock server are in use \(MAX_CONCURRENT=5\)/);
  const health = await request(`${server.url}/health`);
  const said = (await health.body.json()) as Record<string, unknown>;
  assert.deepEqual(
    [health.statusCode, said.active_requests, said.max_concurrent, said.available_slots],
    [503, 20, 5, 0],
  );

  clock.advance(DELAY_MS);
  for (const client of first) assert.equal((await client.reply()).status, 200);
  const second = await ask(server, 8);
  await until(() => state.rejectionsFor('capacity') === 4, 'three of eight are refused');
  assert.equal(state.active, 5);

  assert.equal(server.setRoom({ ...server.config, slotsMax: 30 }), 30);
  const third = await ask(server, 26);
  await until(() => state.rejectionsFor('capacity') === 5, 'one of 26 is refused');
  assert.equal(state.active, 30);
  clock.advance(DELAY_MS);
  const statuses = await Promise.all(
    [...second, ...third].map(async (client) => (await client.reply()).status),
  );
  assert.equal(statuses.filter((status) => status === 200).length, 30);
  assert.deepEqual([state.active, state.peak, state.disconnects], [0, 30, 0]);
});

test('the cap is never above what the limit on descriptors allows', async () => {
  const server = await startSteppedServer({ MAX_CONCURRENT: '20' });
  const cap = server.setRoom({ ...server.config, slotsMax: 1_000_000_000 });
  assert.ok(cap < 1_000_000_000, `${cap}`);
  assert.equal(server.state.slotsMax, cap);
});

test('a cap of 1,000 that is steered to 200 and then to 1,500 is never passed, and the queue drains as far as it says', async () => {
  const server = await startSteppedServer({
    MAX_CONCURRENT: '1000',
    QUEUE_SIZE: '1500',
    QUEUE_TIMEOUT: '1h',
    RESPONSE_DELAY: '10s',
  });
  const { state, steering, clock } = server;
  const clients = await ask(server, 2_500);
  await until(() => state.active === 1_000 && state.queueLength === 1_500, 'all are in, or wait');
  assert.ok(steering.patch({ MAX_CONCURRENT: '200' }).ok);
  assert.equal(state.active, 1_000);
  clock.advance(DELAY_MS);
  await until(() => state.active === 200, 'as many as the new cap says are let in');
  assert.equal(state.queueLength, 1_300);
  assert.ok(steering.patch({ MAX_CONCURRENT: '1500' }).ok);
  await until(() => state.queueLength === 0, 'nobody waits any more');
  assert.equal(state.active, 1_500);
  clock.advance(DELAY_MS);
  const statuses = await Promise.all(clients.map(async (client) => (await client.reply()).status));
  assert.equal(statuses.filter((status) => status === 200).length, 2_500);
  assert.deepEqual([state.active, state.peak, state.disconnects], [0, 1_500, 0]);
});
