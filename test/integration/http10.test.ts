import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertRefusal, CHAT_BODY, chatRequest, head, MOUNTS, OPENAI } from '../support/chat.js';
import { type Settings, startTestServer } from '../support/in-process.js';
import { RawClient } from '../support/raw-client.js';
import { until } from '../support/until.js';

const protocol = 'HTTP/1.0';

async function start(settings: Settings = {}) {
  const server = await startTestServer({ HTTP10_PORT: '0', ...settings });
  return { ...server, state: server.state, http10Port: server.http10Port as number };
}

for (const path of MOUNTS) {
  test(`${path}: without keep-alive the connection ends behind the reply`, async () => {
    const { http10Port } = await start();
    const client = await RawClient.connect(http10Port);
    client.write(chatRequest({ protocol, path }));
    const { status, headers, body } = await client.reply();
    assert.deepEqual([status, headers.get('connection')], [200, 'close']);
    assert.equal(JSON.parse(body).object, 'chat.completion');
    assert.equal(headers.has('transfer-encoding'), false);
    await client.closed;
  });

  test(`${path}: with keep-alive one connection serves many requests`, async () => {
    const { http10Port } = await start();
    const client = await RawClient.connect(http10Port);
    for (let request = 0; request < 5; request++) {
      client.write(chatRequest({ protocol, path, headers: ['connection: Keep-Alive'] }));
      const { status, headers } = await client.reply();
      assert.deepEqual([status, headers.get('connection')], [200, 'keep-alive']);
    }
    client.leave();
  });
}

test('requests of both listeners share the slots', async () => {
  const { port, http10Port, state } = await start({ MAX_CONCURRENT: '2' });
  const upload = [`content-length: ${CHAT_BODY.length}`];
  const new11 = await RawClient.connect(port);
  new11.write(head({ headers: upload }));
  const old10 = await RawClient.connect(http10Port);
  old10.write(head({ protocol, headers: upload }));
  await until(() => state.active === 2, 'both hold a slot');
  for (const target of [port, http10Port]) {
    const client = await RawClient.connect(target);
    client.write(chatRequest(target === port ? {} : { protocol }));
    assertRefusal(await client.reply(), OPENAI, {
      status: 503,
      message: 'All 2 slots of this mock server are in use (MAX_CONCURRENT=2). Please retry later.',
      type: 'service_unavailable_error',
      code: 'capacity_exceeded',
      headers: { 'retry-after': '1' },
    });
  }
  old10.write(CHAT_BODY);
  assert.equal((await old10.reply()).status, 200);
  new11.leave();
  await until(() => state.active === 0, 'both slots are free');
  assert.deepEqual([state.peak, state.disconnects], [2, 1]);
});

test('a client that leaves during the upload or the delay frees its slot', async () => {
  const { http10Port, state } = await start({ RESPONSE_DELAY_SECONDS: '60' });
  for (const [left, bytes] of [chatRequest({ protocol }), chatRequest({ protocol }).slice(0, -5)].entries()) {
    const client = await RawClient.connect(http10Port);
    client.write(bytes);
    await until(() => state.active === 1, 'it holds a slot');
    client.leave();
    await until(() => state.active === 0, 'its slot is free');
    assert.equal(state.disconnects, left + 1);
  }
});

test('a reply is held back for the delay', async () => {
  const { http10Port } = await start({ RESPONSE_DELAY_SECONDS: '0.1' });
  const client = await RawClient.connect(http10Port);
  const writtenAtMs = performance.now();
  client.write(chatRequest({ protocol }));
  assert.equal((await client.reply()).atMs - writtenAtMs >= 100, true);
});

for (const mount of MOUNTS) {
  test(`${mount}: refusals have the shape of the mount`, async () => {
    const { http10Port } = await start();
    const ask = async (request: string) => {
      const client = await RawClient.connect(http10Port);
      client.write(request);
      const reply = await client.reply();
      await client.closed;
      return reply;
    };
    const path = mount;
    assertRefusal(await ask(chatRequest({ protocol, path, body: '{' })), mount, {
      status: 400,
      message: 'The request body could not be parsed as JSON.',
      code: null,
    });
    assertRefusal(await ask(head({ protocol, path, headers: ['content-length: 16385'] })), mount, {
      status: 413,
      message: 'The request body has 16385 bytes, but MAX_BODY_BYTES is 16KiB; 4MiB would do.',
      code: 'request_too_large',
      headers: { connection: 'close' },
    });
    assertRefusal(await ask(head({ protocol, path, method: 'GET' })), mount, {
      status: 405,
      message: `Not allowed to GET on ${mount}. Allowed: POST.`,
      code: 'method_not_allowed',
      headers: { allow: 'POST' },
    });
    assertRefusal(await ask(chatRequest({ protocol, path: `${mount}/x` })), mount, {
      status: 404,
      message: `Unknown request URL: POST ${mount}/x. Please check the URL for typos. Did you mean POST ${mount}?`,
      code: 'unknown_url',
    });
  });
}

test('the pages are served too', async () => {
  const { http10Port } = await start();
  for (const path of ['/health', '/metrics']) {
    const client = await RawClient.connect(http10Port);
    client.write(head({ method: 'GET', protocol, path }));
    assert.equal((await client.reply()).status, 200);
  }
});
