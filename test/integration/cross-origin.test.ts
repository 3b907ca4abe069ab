/**
 * Pages of other origins: with CORS_ORIGIN browsers are told that they may call the APIs, and nothing else.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Dispatcher, request } from 'undici';
import { CHAT_BODY } from '../support/chat.js';
import { ADMIN_KEY, control } from '../support/control-client.js';
import { startTestServer } from '../support/in-process.js';
import { until } from '../support/until.js';

const HERE = 'https://app.example';
const CHAT = '/v1/chat/completions';
const STREAM = CHAT_BODY.replace('{', '{"stream":true,');
const PREFLIGHT = {
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'authorization,content-type',
};

interface Told {
  readonly status: number;
  readonly origin: unknown;
  readonly vary: unknown;
  readonly exposed: unknown;
  readonly headers: Dispatcher.ResponseData['headers'];
}

async function ask(
  url: string,
  method: Dispatcher.HttpMethod,
  path: string,
  { body, origin = HERE, more = {} }: { body?: string; origin?: string; more?: Record<string, string> } = {},
): Promise<Told> {
  // Of any other type it would be refused (cross-site-posts.test.ts).
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const headers = { ...type, ...more, ...(origin === '' ? {} : { origin }) };
  const reply = await request(`${url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
  await reply.body.dump();
  const { headers: got, statusCode: status } = reply;
  return {
    status,
    origin: got['access-control-allow-origin'],
    vary: got.vary,
    exposed: got['access-control-expose-headers'],
    headers: got,
  };
}

const KEYS = { API_KEY: 'sk-right', ADMIN_KEY: 'admin', HTTP10_PORT: '0' };
const KEY = { authorization: 'Bearer sk-right' };
const open = await startTestServer({ ...KEYS, CORS_ORIGIN: '*' });
const listed = await startTestServer({ ...KEYS, CORS_ORIGIN: `http://localhost:3000, ${HERE}` });
const closed = await startTestServer({ HTTP10_PORT: '0' });

test('answers, streams and errors of the APIs say that any page may read them', async () => {
  for (const url of [open.url, `http://127.0.0.1:${open.http10Port}`]) {
    const replies = [
      [200, await ask(url, 'POST', CHAT, { body: CHAT_BODY, more: KEY })],
      [200, await ask(url, 'POST', CHAT, { body: STREAM, more: KEY })],
      [200, await ask(url, 'POST', '/openai/deployments/a/chat/completions', { body: CHAT_BODY, more: KEY })],
      [200, await ask(url, 'GET', '/v1/models', { more: KEY })],
      [401, await ask(url, 'POST', CHAT, { body: CHAT_BODY })],
      [401, await ask(url, 'GET', '/v1/models')],
      [400, await ask(url, 'POST', CHAT, { body: '{', more: KEY })],
      [413, await ask(url, 'POST', CHAT, { body: 'x'.repeat(20_000), more: KEY })],
      [405, await ask(url, 'GET', CHAT, { more: KEY })],
    ] as const;
    for (const [status, told] of replies) {
      assert.equal(told.status, status);
      assert.deepEqual([told.origin, told.exposed, told.vary], ['*', '*', undefined], String(status));
    }
  }
});

test('of a list the origin that asks is named, and others and whoever has none are told nothing but that it varies', async () => {
  for (const origin of [HERE, 'http://localhost:3000']) {
    const told = await ask(listed.url, 'POST', CHAT, { body: CHAT_BODY, origin, more: KEY });
    assert.deepEqual([told.status, told.origin, told.vary], [200, origin, 'origin']);
  }
  for (const origin of ['https://other.example', 'null', '']) {
    const told = await ask(listed.url, 'POST', CHAT, { body: CHAT_BODY, origin, more: KEY });
    assert.deepEqual([told.status, told.origin, told.vary], [200, undefined, 'origin']);
  }
});

test('a preflight gets 204 without a body or a key, and what it asks for is allowed', async () => {
  for (const url of [open.url, listed.url, `http://127.0.0.1:${listed.http10Port}`]) {
    for (const [path, methods] of [
      [CHAT, 'POST'],
      ['/v1/messages', 'POST'],
      ['/v1beta/models/m:generateContent', 'POST'],
      ['/v1/models', 'GET, HEAD'],
    ] as const) {
      const { status, origin, headers } = await ask(url, 'OPTIONS', path, { more: PREFLIGHT });
      assert.deepEqual([status, origin], [204, url === open.url ? '*' : HERE], path);
      assert.equal(headers['access-control-allow-methods'], methods);
      assert.equal(headers['access-control-allow-headers'], 'authorization,content-type');
      assert.equal(headers['access-control-max-age'], '7200');
      assert.equal(headers['content-length'], undefined);
    }
  }
  const other = await ask(listed.url, 'OPTIONS', CHAT, { more: PREFLIGHT, origin: 'https://other.example' });
  assert.deepEqual([other.status, other.origin], [405, undefined]);
});

test('an OPTIONS that is no preflight gets 405, as without CORS', async () => {
  assert.equal((await ask(open.url, 'OPTIONS', CHAT)).status, 405);
});

test('the pages, the metrics and the control API are closed to other origins, whatever the setting', async () => {
  for (const path of ['/', '/health', '/ready', '/metrics', '/admin/v1/config', '/nowhere']) {
    for (const url of [open.url, listed.url]) {
      const more = { ...PREFLIGHT, authorization: 'Bearer admin' };
      const preflight = await ask(url, 'OPTIONS', path, { more });
      assert.notEqual(preflight.status, 204, path);
      for (const told of [
        preflight,
        await ask(url, 'GET', path, { more }),
        await ask(url, 'POST', path, { more }),
      ]) {
        assert.deepEqual([told.origin, told.exposed], [undefined, undefined], path);
        assert.equal(told.headers['access-control-allow-methods'], undefined, path);
      }
    }
  }
});

test('without the setting nothing is said, and a preflight gets 405', async () => {
  const answer = await ask(closed.url, 'POST', CHAT, { body: CHAT_BODY });
  assert.deepEqual(
    [answer.status, answer.origin, answer.vary, answer.exposed],
    [200, undefined, undefined, undefined],
  );
  const preflight = await ask(closed.url, 'OPTIONS', CHAT, { more: PREFLIGHT });
  assert.deepEqual([preflight.status, preflight.origin], [405, undefined]);
});

test('a retry-after that is changed while the server runs reaches pages of other origins as well', async () => {
  const server = await startTestServer({ ADMIN_KEY, CORS_ORIGIN: '*', MAX_CONCURRENT: '1' });
  const changed = await control(server.url, 'PATCH', '/config', { settings: { RETRY_AFTER_SECONDS: 7 } });
  assert.equal(changed.status, 200);
  const slow = CHAT_BODY.replace('qwen-plus', 'qwen-plus;delay=1s');
  const held = ask(server.url, 'POST', CHAT, { body: slow });
  await until(() => server.state.active === 1, 'the slot is taken');
  const { status, headers, origin } = await ask(server.url, 'POST', CHAT, { body: CHAT_BODY });
  assert.deepEqual([status, headers['retry-after'], origin], [503, '7', '*']);
  assert.equal((await held).status, 200);
});
