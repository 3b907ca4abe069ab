/** What the journal keeps of what requests say, over real sockets. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { request } from 'undici';
import { ADMIN_KEY, control } from '../support/control-client.js';
import { startTestServer } from '../support/in-process.js';

const CHAT = '/v1/chat/completions';

function chat(content: string, more: object = {}): string {
  return JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content }], ...more });
}

async function send(url: string, body: string): Promise<number> {
  const reply = await request(url + CHAT, { method: 'POST', body });
  await reply.body.dump();
  return reply.statusCode;
}

async function bodies(url: string): Promise<readonly (string | null)[]> {
  const { body } = await control(url, 'GET', '/journal?limit=1000');
  return (body.requests as readonly { body: string | null }[]).map((line) => line.body);
}

test('the journal keeps nothing of what requests say, unless it is asked to', async () => {
  const { url } = await startTestServer({ ADMIN_KEY });
  await send(url, chat('a wish'));
  assert.deepEqual(await bodies(url), [null]);
});

test('with JOURNAL_BODIES it keeps the beginning of each, masked, whatever becomes of the request', async () => {
  const { url } = await startTestServer({ ADMIN_KEY, JOURNAL_BODIES: '2048', MAX_BODY_BYTES: '1000000' });
  const [whole, stream, wrong] = [chat('a wish'), chat('a wish', { stream: true }), '{"messages": 7}'];
  const long = chat('word '.repeat(40_000));
  assert.deepEqual(
    [await send(url, whole), await send(url, stream), await send(url, wrong)],
    [200, 200, 400],
  );
  assert.equal(await send(url, long), 200);
  assert.equal(await send(url, chat('my key is sk-abcdefgh12345678')), 200);
  const [masked, cut = '', ...rest] = await bodies(url);
  assert.deepEqual(rest, [wrong, stream, whole]);
  assert.equal(masked, chat('my key is ***'));
  assert.ok(cut?.startsWith(long.slice(0, 2_000)) && cut.endsWith('…'), String(cut));
  assert.ok(String(cut).length <= 2_048 + 4);
});

test('what a worker unpacks is not kept: its packed bytes say nothing to anybody', async () => {
  const { url } = await startTestServer({ ADMIN_KEY, JOURNAL_BODIES: '2048', MAX_BODY_BYTES: '1000000' });
  // Digits of a generator, which no packing makes short.
  const noise = Array.from({ length: 60_000 }, (_, index) => Math.imul(index + 1, 2_654_435_761) >>> 0).join(
    '',
  );
  const packed = gzipSync(chat(noise.slice(0, 500_000)));
  assert.ok(packed.length > 65_536, `${packed.length}`);
  const headers = { 'content-encoding': 'gzip', 'content-type': 'application/json' };
  const reply = await request(url + CHAT, { method: 'POST', body: packed, headers });
  await reply.body.dump();
  assert.equal(reply.statusCode, 200);
  assert.deepEqual(await bodies(url), [null]);
});
