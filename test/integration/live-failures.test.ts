/** What the live page is told of requests that were refused, over real sockets. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { request } from 'undici';
import type { LiveFailure } from '../../dist/shared/answers/live-failures.js';
import { CHAT_BODY } from '../support/chat.js';
import { ADMIN_KEY, control } from '../support/control-client.js';
import { startTestServer } from '../support/in-process.js';
import { type LiveViewer, openLive } from '../support/live-viewer.js';
import { until } from '../support/until.js';

const CHAT = '/v1/chat/completions';

async function send(
  url: string,
  method: 'GET' | 'POST',
  path: string,
  body = '',
  headers = {},
): Promise<number> {
  const reply = await request(url + path, { method, headers, body: method === 'GET' ? null : body });
  await reply.body.dump();
  return reply.statusCode;
}

async function told(
  viewer: LiveViewer,
  fits: (line: LiveFailure) => boolean,
  what: string,
): Promise<LiveFailure> {
  const find = () => viewer.refusals.at(-1)?.failures.find(fits);
  await until(() => find() !== undefined, what);
  return find() as LiveFailure;
}

test('every request that was refused is told, also one that never became an exchange, without what it said', async () => {
  const server = await startTestServer({
    ADMIN_KEY,
    API_KEY: 'right',
    RATE_LIMITS: 'key: 1 requests/h',
    MAX_BODY_BYTES: '1024',
  });
  const { url } = server;
  const key = { authorization: 'Bearer right' };
  const viewer = await openLive(url);
  const secret = JSON.stringify({ model: 'hush', messages: 7 });
  const statuses = [
    await send(url, 'POST', '/chat/completions?key=hush', CHAT_BODY),
    await send(url, 'GET', CHAT),
    await send(url, 'POST', CHAT, CHAT_BODY),
    await send(url, 'POST', CHAT, secret, key),
    await send(url, 'POST', CHAT, 'x'.repeat(2_000), key),
    await send(url, 'POST', CHAT, '{', key),
    await send(url, 'POST', '/admin/v1/scenario', 'steps', {
      authorization: `Bearer ${ADMIN_KEY}`,
      'content-type': 'text/plain',
    }),
    await send(url, 'GET', '/admin/v1/nothing?hush'),
  ];
  await send(url, 'POST', CHAT, CHAT_BODY, key);
  statuses.push(await send(url, 'POST', CHAT, CHAT_BODY, key));
  assert.deepEqual(statuses, [404, 405, 401, 400, 413, 400, 415, 401, 429]);
  await told(viewer, ({ status }) => status === 429, 'the last one is told');
  const lines = viewer.refusals.at(-1)?.failures ?? [];
  assert.deepEqual(
    lines.map(({ method, path, status, code, meant }) => [method, path, status, code, meant]).sort(),
    [
      ['GET', '/admin/v1/nothing', 401, null, null],
      ['GET', CHAT, 405, 'method_not_allowed', null],
      ['POST', '/admin/v1/scenario', 415, null, null],
      ['POST', '/chat/completions', 404, 'unknown_url', CHAT],
      ['POST', CHAT, 400, 'invalid_type', null],
      ['POST', CHAT, 400, null, null],
      ['POST', CHAT, 401, 'invalid_api_key', null],
      ['POST', CHAT, 413, 'request_too_large', null],
      ['POST', CHAT, 429, 'rate_limit_exceeded', null],
    ].sort(),
  );
  assert.equal(JSON.stringify(viewer.refusals).includes('hush'), false);
});

test('whoever comes late is told what was refused before, and without news nothing is told', async () => {
  const server = await startTestServer({ MAX_CONCURRENT: '1', RESPONSE_DELAY_SECONDS: '60' });
  const held = request(server.url + CHAT, { method: 'POST', body: CHAT_BODY }).catch(() => {});
  await until(() => server.state.active === 1, 'one is held');
  for (let count = 0; count < 30; count++) assert.equal(await send(server.url, 'POST', CHAT, CHAT_BODY), 503);
  const viewer = await openLive(server.url);
  const line = await told(viewer, ({ status }) => status === 503, 'it is told');
  assert.deepEqual([line.reason, line.count], ['capacity', 30]);
  await viewer.row(() => true, 'a row');
  const before = viewer.refusals.length;
  for (let rows = 0; rows < 2; rows++) await viewer.row(() => true, 'a row');
  assert.equal(viewer.refusals.length, before);
  await server.close();
  await held;
});

test('whoever looks is told the settings in force anew when they change', async () => {
  const { url } = await startTestServer({ ADMIN_KEY });
  const viewer = await openLive(url);
  assert.equal((await control(url, 'PATCH', '/config', { settings: { MAX_CONCURRENT: 77 } })).status, 200);
  await until(() => viewer.hellos.length > 0, 'the hello comes again');
  assert.equal(viewer.hellos[0]?.settings.find(([name]) => name === 'MAX_CONCURRENT')?.[1], '77 requests');
});

test('the journal tells method and path, of a request to an API as its endpoint has it', async () => {
  const { url } = await startTestServer({ ADMIN_KEY });
  await send(url, 'POST', CHAT, CHAT_BODY);
  await send(url, 'GET', '/chat/completions?key=secret');
  const { body } = await control(url, 'GET', '/journal');
  const lines = body.requests as readonly { method: string; path: string }[];
  assert.deepEqual(
    lines.map(({ method, path }) => [method, path]),
    [
      ['GET', '/chat/completions'],
      ['POST', CHAT],
    ],
  );
});
