/**
 * POSTs that a page of another origin may send without asking its browser's leave: none of them is work, on both ports and in any API.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { request } from 'undici';
import { CHAT_BODY } from '../support/chat.js';
import { startTestServer } from '../support/in-process.js';

const SETTINGS = { HTTP10_PORT: '0' };
const server = await startTestServer(SETTINGS);
const allowing = await startTestServer({ CORS_ORIGIN: 'https://app.example' });
const SITE = { 'sec-fetch-site': 'cross-site' };
const ORIGIN = { origin: 'https://app.example' };
/** As browsers send, whose heads are too long to be looked at as a whole. */
const LONG = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`sec-ch-ua-${at}`, 'x']));

async function post(url: string, headers: Record<string, string>, path = '/v1/chat/completions') {
  const {
    statusCode,
    headers: told,
    body,
  } = await request(`${url}${path}`, { method: 'POST', headers, body: CHAT_BODY });
  return { status: statusCode, headers: told, body: (await body.json()) as never };
}

test('a body of text or of a form from a page of another origin gets 415, whichever header tells of the page', async () => {
  for (const port of [server.port, server.http10Port]) {
    const url = `http://127.0.0.1:${port}`;
    for (const sign of [SITE, ORIGIN, { ...SITE, ...ORIGIN }, { origin: 'null' }]) {
      for (const more of [{}, LONG]) {
        const headers = { ...sign, ...more };
        assert.equal((await post(url, { ...headers, 'content-type': 'text/plain' })).status, 415);
        assert.equal((await post(url, headers)).status, 415);
        assert.equal((await post(url, { ...headers, 'content-type': 'application/json' })).status, 200);
      }
    }
    assert.equal((await post(url, { 'content-type': 'text/plain' })).status, 200);
    assert.equal((await post(url, { ...LONG, 'content-type': 'text/plain' })).status, 200);
    assert.equal((await post(url, { 'sec-fetch-site': 'same-origin' })).status, 200);
    assert.equal((await post(url, { origin: url })).status, 200);
  }
  assert.equal(server.state.active, 0);
});

test('the refusal is in the shape of the API that was spoken, and browsers are not to guess what it is', async () => {
  const shapes = [
    [
      '/v1/chat/completions',
      (body: { error: { code: string } }) => body.error.code,
      'unsupported_content_type',
    ],
    ['/v1/messages', (body: { error: { type: string } }) => body.error.type, 'invalid_request_error'],
    [
      '/v1beta/models/a:generateContent',
      (body: { error: { status: string } }) => body.error.status,
      'INVALID_ARGUMENT',
    ],
    [
      '/api/v1/services/aigc/text-generation/generation',
      (body: { code: string }) => body.code,
      'InvalidParameter',
    ],
  ] as const;
  for (const [path, read, expected] of shapes) {
    const { status, headers, body } = await post(server.url, { ...SITE, 'content-type': 'text/plain' }, path);
    assert.deepEqual(
      [status, read(body), headers['x-content-type-options']],
      [415, expected, 'nosniff'],
      path,
    );
  }
  const { body } = await post(server.url, { ...SITE, 'content-type': 'text/plain;x' });
  assert.equal(
    (body as { error: { message: string } }).error.message,
    'A web page of another origin may only send content-type application/json here, got "text/plain;x". See CORS_ORIGIN.',
  );
});

test('a page that CORS_ORIGIN names may send what it wants, another one may not', async () => {
  const text = { 'content-type': 'text/plain', ...SITE };
  assert.equal((await post(allowing.url, { ...text, ...ORIGIN })).status, 200);
  assert.equal((await post(allowing.url, { ...text, origin: 'https://other.example' })).status, 415);
});
