import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertRefusal, CHAT_BODY, chatRequest, DASHSCOPE, head, MOUNTS, OPENAI } from '../support/chat.js';
import { startTestServer } from '../support/in-process.js';
import { RawClient } from '../support/raw-client.js';
import { until } from '../support/until.js';

const server = await startTestServer();
await until(async () => (await fetch(`${server.url}/ready`)).ok, 'the workers are warm');

async function ask(request: string) {
  const client = await RawClient.connect(server.port);
  client.write(request);
  const reply = await client.reply();
  client.leave();
  return reply;
}

for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
  for (const mount of MOUNTS) {
    test(`${method} ${mount} is answered with 405 and Allow: POST`, async () => {
      assertRefusal(await ask(head({ method, path: mount })), mount, {
        status: 405,
        message: `Not allowed to ${method} on ${mount}. Allowed: POST.`,
        code: 'method_not_allowed',
        headers: { allow: 'POST' },
      });
    });
  }
}

const PAGES = [
  '/',
  '/dashboard/page.js',
  '/health',
  '/ready',
  '/metrics',
  '/v1/models',
  '/v1/models/qwen-plus',
];

for (const path of PAGES) {
  test(`POST ${path} is answered with 405 and Allow: GET, HEAD`, async () => {
    assertRefusal(await ask(chatRequest({ path })), OPENAI, {
      status: 405,
      message: `Not allowed to POST on ${path}. Allowed: GET, HEAD.`,
      code: 'method_not_allowed',
      headers: { allow: 'GET, HEAD' },
    });
  });
}

const UNKNOWN = [
  { method: 'GET', path: '/index.html', mount: OPENAI },
  { method: 'POST', path: '/v1/chat/completion', mount: OPENAI, meant: `POST ${OPENAI}` },
  { method: 'POST', path: '/v1/chat/completions/', mount: OPENAI, meant: `POST ${OPENAI}` },
  { method: 'GET', path: '/Health', mount: OPENAI, meant: 'GET /health' },
  {
    method: 'POST',
    path: '/compatible-mode/v1/embedding',
    mount: DASHSCOPE,
    meant: 'POST /compatible-mode/v1/embeddings',
  },
  { method: 'GET', path: '/compatible-mode/', mount: DASHSCOPE },
] as const;

for (const { method, path, mount, ...more } of UNKNOWN) {
  const hint = 'meant' in more ? ` Did you mean ${more.meant}?` : '';
  test(`${method} ${path} is answered with 404 in the dialect of its mount`, async () => {
    assertRefusal(await ask(head({ method, path })), mount, {
      status: 404,
      message: `Unknown request URL: ${method} ${path}. Please check the URL for typos.${hint}`,
      code: 'unknown_url',
      headers: { allow: null },
    });
  });
}

test('a query does not hide an endpoint, and is no part of what a 404 says', async () => {
  assert.equal((await ask(chatRequest({ path: `${OPENAI}?api-version=1` }))).status, 200);
  assert.equal((await ask(head({ method: 'GET', path: '/health?verbose' }))).status, 200);
  const { body } = await ask(head({ method: 'GET', path: '/nowhere?key=secret' }));
  assert.equal(body.includes('secret'), false);
});

test('the body of a request that is not routed is read over, and the connection serves the next one', async () => {
  const client = await RawClient.connect(server.port);
  client.write(chatRequest({ path: '/nowhere', body: CHAT_BODY }));
  assert.equal((await client.reply()).status, 404);
  client.write(chatRequest());
  assert.equal((await client.reply()).status, 200);
  client.leave();
});

for (const path of PAGES) {
  test(`HEAD ${path} has the headers of GET, names a length, sends no body and keeps the connection`, async () => {
    const client = await RawClient.connect(server.port);
    client.write(head({ method: 'HEAD', path }));
    const reply = await client.reply(true);
    client.write(head({ method: 'GET', path }));
    // The body of the first reply, had it one, would be read as the start of this one.
    const full = await client.reply();
    assert.deepEqual([reply.status, full.status], [200, 200]);
    assert.deepEqual([...reply.headers.keys()].sort(), [...full.headers.keys()].sort());
    assert.equal(reply.headers.get('content-type'), full.headers.get('content-type'));
    assert.equal(Number(reply.headers.get('content-length')) > 0, true);
    assert.equal(full.protocol, 'HTTP/1.1');
    client.leave();
  });
}

test('HEAD on a chat endpoint is answered with 405 without a body', async () => {
  const client = await RawClient.connect(server.port);
  client.write(head({ method: 'HEAD' }));
  const reply = await client.reply(true);
  assert.deepEqual([reply.status, reply.headers.get('allow')], [405, 'POST']);
  client.write(chatRequest());
  assert.equal((await client.reply()).status, 200);
  client.leave();
});
