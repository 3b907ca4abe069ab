import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertRefusal, chatRequest, head, MOUNTS } from '../support/chat.js';
import { startTestServer } from '../support/in-process.js';
import { RawClient } from '../support/raw-client.js';
import { startSteppedServer } from '../support/stepped-server.js';
import { until } from '../support/until.js';

const DRAINING = {
  status: 503,
  message: 'This mock server is draining and takes no new requests.',
  type: 'service_unavailable_error',
  code: 'server_shutting_down',
  headers: { connection: 'close', 'retry-after': '1', 'x-should-retry': null },
};

test('replies in flight arrive and announce the end of their connection', async () => {
  const server = await startSteppedServer({ RESPONSE_DELAY_SECONDS: '10' });
  const clients = await Promise.all(Array.from({ length: 20 }, () => RawClient.connect(server.port)));
  for (const client of clients) client.write(chatRequest());
  await until(() => server.state.active === 20, 'all are in flight');
  await server.startDraining();
  server.clock.advance(10_000);
  const replies = await Promise.all(clients.map((client) => client.reply()));
  assert.deepEqual(
    replies.map(({ status, headers }) => [status, headers.get('connection')]),
    Array(20).fill([200, 'close']),
  );
  await Promise.all(clients.map((client) => client.closed));
  assert.equal(server.state.active, 0);
});

test('an upload that began before goes on to its reply', async () => {
  const server = await startTestServer();
  const client = await RawClient.connect(server.port);
  const request = chatRequest();
  client.write(request.slice(0, -10));
  await until(() => server.state.active === 1, 'the upload holds a slot');
  await server.startDraining();
  client.write(request.slice(-10));
  const { status, headers } = await client.reply();
  assert.deepEqual([status, headers.get('connection')], [200, 'close']);
  await client.closed;
});

for (const mount of MOUNTS) {
  test(`${mount} refuses a new request on an open connection with 503, and closes it`, async () => {
    const server = await startTestServer();
    const client = await RawClient.connect(server.port);
    client.write(chatRequest({ path: mount }));
    assert.equal((await client.reply()).status, 200);
    await server.startDraining();
    client.write(chatRequest({ path: mount }));
    assertRefusal(await client.reply(), mount, DRAINING);
    await client.closed;
    assert.equal(server.state.rejectionsFor('draining'), 1);
  });
}

test('new connections are refused on both listeners', async () => {
  const server = await startTestServer({ HTTP10_PORT: '0' });
  (await RawClient.connect(server.port)).leave();
  (await RawClient.connect(server.http10Port as number)).leave();
  await server.startDraining();
  await assert.rejects(RawClient.connect(server.port), { code: 'ECONNREFUSED' });
  await assert.rejects(RawClient.connect(server.http10Port as number), { code: 'ECONNREFUSED' });
});

test('/ready says 503 and why, /health says that the server drains', async () => {
  const server = await startTestServer();
  await until(async () => (await fetch(`${server.url}/ready`)).ok, 'the workers are warm');
  const [ready, health] = await Promise.all([RawClient.connect(server.port), RawClient.connect(server.port)]);
  ready.write(head({ method: 'GET', path: '/ready' }));
  assert.equal((await ready.reply()).status, 200);
  health.write(head({ method: 'GET', path: '/health' }));
  assert.equal(JSON.parse((await health.reply()).body).draining, false);
  await server.startDraining();
  ready.write(head({ method: 'GET', path: '/ready' }));
  const reply = await ready.reply();
  assert.deepEqual([reply.status, reply.headers.get('connection')], [503, 'close']);
  assert.deepEqual(JSON.parse(reply.body), { ready: false, reason: 'draining' });
  health.write(head({ method: 'GET', path: '/health' }));
  assert.equal(JSON.parse((await health.reply()).body).draining, true);
  await Promise.all([ready.closed, health.closed]);
});

test('while a shutdown is announced everybody is served, on old connections and new ones, and each answer ends its own', async () => {
  const server = await startTestServer({ HTTP10_PORT: '0' });
  await until(async () => (await fetch(`${server.url}/ready`)).ok, 'the workers are warm');
  const kept = await RawClient.connect(server.port);
  kept.write(chatRequest());
  assert.deepEqual((await kept.reply()).headers.get('connection'), undefined);
  server.announceShutdown();
  assert.equal((await fetch(`${server.url}/ready`)).status, 503);
  assert.equal(
    ((await (await fetch(`${server.url}/health`)).json()) as { draining: boolean }).draining,
    true,
  );
  assert.match(await (await fetch(`${server.url}/metrics`)).text(), /^llm_mock_draining 1$/m);
  const others = [await RawClient.connect(server.port), await RawClient.connect(server.http10Port as number)];
  for (const client of [kept, ...others]) {
    client.write(chatRequest());
    const { status, headers } = await client.reply();
    assert.deepEqual([status, headers.get('connection')], [200, 'close']);
    await client.closed;
  }
  const streaming = await RawClient.connect(server.port);
  streaming.write(chatRequest({ body: '{"stream":true,"messages":[{"role":"user","content":"hello"}]}' }));
  await streaming.closed;
  assert.match(streaming.unread, /^HTTP\/1\.1 200 OK\r\n.*connection: close\r\n.*\[DONE\]/is);
  const wrong = await RawClient.connect(server.port);
  wrong.write(chatRequest({ body: '{' }));
  const refusal = await wrong.reply();
  assert.deepEqual([refusal.status, refusal.headers.get('connection')], [400, 'close']);
  await server.startDraining();
  await assert.rejects(RawClient.connect(server.port), { code: 'ECONNREFUSED' });
});
