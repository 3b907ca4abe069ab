import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertRefusal, CHAT_BODY, chatRequest, chunk, head, MOUNTS, OPENAI } from '../support/chat.js';
import { type Settings, startTestServer } from '../support/in-process.js';
import { RawClient } from '../support/raw-client.js';
import { until } from '../support/until.js';

const FULL = {
  status: 503,
  message: 'All 1 slots of this mock server are in use (MAX_CONCURRENT=1). Please retry later.',
  type: 'service_unavailable_error',
  code: 'capacity_exceeded',
};

/** A server whose one slot is taken by an upload that does not go on. */
async function startFullServer(settings: Settings = {}) {
  const server = await startTestServer({ MAX_CONCURRENT: '1', ...settings });
  const holder = await RawClient.connect(server.port);
  holder.write(head({ headers: [`content-length: ${CHAT_BODY.length}`] }));
  await until(() => server.state.active === 1, 'the one slot is taken by the headers alone');
  return { server, holder };
}

for (const mount of MOUNTS) {
  test(`${mount} answers 503 at once when full, with Retry-After: 1 and without x-should-retry`, async () => {
    const { server, holder } = await startFullServer();
    const client = await RawClient.connect(server.port);
    client.write(chatRequest({ path: mount }));
    const headers = { 'retry-after': '1', 'x-should-retry': null, connection: null };
    assertRefusal(await client.reply(), mount, { ...FULL, headers });
    assert.deepEqual([server.state.active, server.state.peak], [1, 1]);
    holder.write(CHAT_BODY);
    assert.equal((await holder.reply()).status, 200);
    client.write(chatRequest({ path: mount }));
    assert.equal((await client.reply()).status, 200);
    assert.equal(server.state.rejectionsFor('capacity'), 1);
  });
}

test('RETRY_AFTER_SECONDS and SHOULD_RETRY are what a 503 tells the client', async () => {
  for (const shouldRetry of ['true', 'false']) {
    const { server } = await startFullServer({ RETRY_AFTER_SECONDS: '7', SHOULD_RETRY: shouldRetry });
    const client = await RawClient.connect(server.port);
    client.write(chatRequest());
    const headers = { 'retry-after': '7', 'x-should-retry': shouldRetry };
    assertRefusal(await client.reply(), OPENAI, { ...FULL, headers });
  }
});

test('a 503 does not wait for the body, and the connection serves the next request behind it', async () => {
  const { server, holder } = await startFullServer();
  const client = await RawClient.connect(server.port);
  client.write(head({ headers: ['transfer-encoding: chunked'] }));
  assertRefusal(await client.reply(), OPENAI, FULL);
  client.write(chunk(CHAT_BODY) + chunk(''));
  holder.leave();
  await until(() => server.state.active === 0, 'the client that left has freed its slot');
  client.write(chatRequest());
  assert.equal((await client.reply()).status, 200);
});

test('/health, /ready and /metrics are served when no slot is free', async () => {
  const { server } = await startFullServer();
  await until(async () => (await fetch(`${server.url}/ready`)).ok, 'the workers are warm');
  assert.equal((await fetch(`${server.url}/metrics`)).status, 200);
  assert.equal((await fetch(`${server.url}/health`)).headers.get('content-type'), 'application/json');
  assert.deepEqual([server.state.active, server.state.peak], [1, 1]);
});
