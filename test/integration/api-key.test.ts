import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertRefusal, chatRequest, head, MOUNTS } from '../support/chat.js';
import { startTestServer } from '../support/in-process.js';
import { RawClient } from '../support/raw-client.js';

const server = await startTestServer({ API_KEY: 'sk-right' });

async function ask(request: string) {
  const client = await RawClient.connect(server.port);
  client.write(request);
  const reply = await client.reply();
  client.leave();
  return reply;
}

const MISSING =
  'No API key was given. Send it in the header Authorization: Bearer YOUR_KEY, x-api-key or api-key.';
const WRONG = 'Incorrect API key provided.';

const REFUSED: readonly (readonly [title: string, headers: readonly string[], message: string])[] = [
  ['no key', [], MISSING],
  ['another scheme', ['authorization: Basic sk-right'], MISSING],
  ['a bare key', ['authorization: sk-right'], MISSING],
  ['an empty key', ['authorization: Bearer '], MISSING],
  ['a wrong key', ['authorization: Bearer sk-wrong'], WRONG],
  ['the start of the key', ['authorization: Bearer sk-righ'], WRONG],
  ['a key that is too long', ['authorization: Bearer sk-rightx'], WRONG],
  ['the key in capitals', ['authorization: Bearer SK-RIGHT'], WRONG],
];

for (const mount of MOUNTS) {
  for (const [title, headers, message] of REFUSED) {
    test(`${mount} refuses ${title} with 401`, async () => {
      assertRefusal(await ask(chatRequest({ path: mount, headers })), mount, {
        status: 401,
        message,
        code: 'invalid_api_key',
        headers: { 'www-authenticate': 'Bearer', 'retry-after': null },
      });
    });
  }

  test(`${mount} lets the right key in, whatever the case of the scheme`, async () => {
    for (const scheme of ['Bearer', 'bearer', 'BEARER ']) {
      const headers = [`authorization: ${scheme} sk-right`];
      assert.equal((await ask(chatRequest({ path: mount, headers }))).status, 200);
    }
  });
}

test('a request without the key never holds a slot, and its length is not looked at', async () => {
  const { status } = await ask(head({ headers: ['content-length: 99999'] }));
  assert.equal(status, 401);
  assert.equal(server.state.rejectionsFor('unauthorized'), MOUNTS.length * REFUSED.length + 1);
  // Of the requests with the right key, one at a time.
  assert.equal(server.state.peak, 1);
});

test('the pages ask for no key', async () => {
  assert.equal((await ask(head({ method: 'GET', path: '/health' }))).status, 200);
  assert.equal((await ask(head({ method: 'GET', path: '/metrics' }))).status, 200);
});
