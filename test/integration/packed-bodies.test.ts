/**
 * Bodies with a Content-Encoding: they are unpacked, up to MAX_BODY_BYTES, and what cannot be unpacked is refused in the shape of
 * the API.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as zlib from 'node:zlib';
import { request } from 'undici';
import { startTestServer, type TestServer } from '../support/in-process.js';
import { until } from '../support/until.js';

const MIB = 1_048_576;
const PACKERS: Readonly<Record<string, (body: string) => Buffer>> = {
  gzip: zlib.gzipSync,
  'x-gzip': zlib.gzipSync,
  GZIP: zlib.gzipSync,
  deflate: zlib.deflateSync,
  'deflate ': zlib.deflateRawSync,
  br: zlib.brotliCompressSync,
};
const { zstdCompressSync } = zlib as { zstdCompressSync?: (body: string) => Buffer };

const chatOf = (content: string, more: object = {}) =>
  JSON.stringify({ model: 'm', messages: [{ role: 'user', content }], ...more });

interface Asked {
  readonly status: number;
  readonly json: {
    readonly usage: { readonly prompt_tokens: number };
    readonly error: { readonly code: unknown; readonly type?: unknown; readonly message: string };
    readonly request_id?: unknown;
  };
}

async function ask(
  url: string,
  encoding: string,
  body: Buffer | string,
  path = '/v1/chat/completions',
): Promise<Asked> {
  const headers = { 'content-encoding': encoding, 'content-type': 'application/json' };
  const reply = await request(`${url}${path}`, { method: 'POST', body, headers });
  return { status: reply.statusCode, json: (await reply.body.json()) as Asked['json'] };
}

/** An answer may be here before the thread that gave it has freed its slot. */
const isAtRest = ({ state }: TestServer) =>
  until(() => state.active === 0 && state.bufferedBytes === 0, 'no slot is taken, and no byte held');

/** Packed before there is a server: that takes seconds, in which a connection that is kept would be given up. */
const TOO_LONG = Object.entries(PACKERS).flatMap(([encoding, pack]) =>
  [
    { isSmall: true, length: 16_385 },
    { isSmall: false, length: 4 * MIB },
    { isSmall: false, length: 200 * MIB },
  ].map(({ isSmall, length }) => ({ encoding, isSmall, body: pack(chatOf('a'.repeat(length))) })),
);

const large = await startTestServer({ MAX_BODY_BYTES: '4MiB', HTTP10_PORT: '0' });
const small = await startTestServer({ HTTP10_PORT: '0' });

for (const [encoding, pack] of Object.entries(PACKERS)) {
  test(`a body that is packed as "${encoding}" is read as if it were not, small or large, on both ports`, async () => {
    for (const [server, length] of [
      [small, 4_000],
      [large, 4_000],
      [large, 3 * MIB],
    ] as const) {
      const content = 'word '.repeat(length / 5);
      for (const url of [server.url, `http://127.0.0.1:${server.http10Port}`]) {
        const { status, json } = await ask(url, encoding, pack(chatOf(content)));
        assert.equal(status, 200, JSON.stringify(json));
        assert.equal(json.usage.prompt_tokens, 6 + Math.ceil(content.length / 4));
      }
      await isAtRest(server);
    }
  });
}

test('one that does not get smaller is read as well, however long it is', async () => {
  const random = Array.from({ length: 90_000 }, (_, index) => ((index * 7_919) % 99_991).toString(36));
  const body = zlib.gzipSync(chatOf(random.join('')));
  assert.ok(body.length > 65_536);
  assert.equal((await ask(large.url, 'gzip', body)).status, 200);
  const middling = zlib.gzipSync(chatOf(random.slice(0, 12_000).join('')));
  assert.ok(middling.length > 16_384 && middling.length < 65_536);
  assert.equal((await ask(large.url, 'gzip', middling)).status, 200);
  await isAtRest(large);
});

test('identity is no packing', async () => {
  for (const encoding of ['identity', 'Identity']) {
    assert.equal((await ask(small.url, encoding, chatOf('hello'))).status, 200);
  }
});

test('a body that is longer than MAX_BODY_BYTES once it is unpacked gets 413, and a bomb is not unpacked to its end', async () => {
  const message =
    /^The request body is longer than MAX_BODY_BYTES, which is (16KiB; 4|4MiB; 16)MiB may do\.$/;
  for (const { encoding, isSmall, body } of TOO_LONG) {
    const server = isSmall ? small : large;
    const { status, json } = await ask(server.url, encoding, body);
    assert.deepEqual([status, json.error.code], [413, 'request_too_large']);
    assert.match(json.error.message, message);
    await isAtRest(server);
  }
  assert.equal(large.state.internalErrors + small.state.internalErrors, 0);
});

test('what is not packed as it says is refused with 400, which names the encoding', async () => {
  for (const [server, body] of [
    [small, chatOf('hello')],
    [large, chatOf('x'.repeat(300_000))],
    [small, zlib.gzipSync(chatOf('hello')).subarray(0, 40)],
  ] as const) {
    for (const encoding of ['gzip', 'deflate', 'br']) {
      const { status, json } = await ask(server.url, encoding, body);
      assert.deepEqual([status, json.error.code], [400, null]);
      assert.match(json.error.message, new RegExp(`could not be unpacked as ${encoding},`));
    }
    await isAtRest(server);
  }
});

test('an encoding that is unknown, or more than one, gets 415 in the shape of each API', async () => {
  for (const encoding of ['compress', 'gzip, br', 'gzip,gzip', 'x'.repeat(2_000)]) {
    const { status, json } = await ask(small.url, encoding, chatOf('hello'));
    assert.deepEqual([status, json.error.code], [415, 'unsupported_content_encoding']);
    assert.match(json.error.message, /^The Content-Encoding '.{1,65}' is not supported; gzip, /);
  }
  const anthropic = await ask(small.url, 'compress', '{}', '/v1/messages');
  assert.deepEqual([anthropic.status, anthropic.json.error.type], [415, 'invalid_request_error']);
  const google = await ask(small.url, 'compress', '{}', '/v1beta/models/m:generateContent');
  assert.deepEqual([google.status, google.json.error.code], [415, 415]);
  const dashScope = await ask(small.url, 'compress', '{}', '/compatible-mode/v1/chat/completions');
  assert.deepEqual([dashScope.status, typeof dashScope.json.request_id], [415, 'string']);
  await isAtRest(small);
});

test('zstd is unpacked where Node.js can, and gets 415 that says so elsewhere', async () => {
  if (zstdCompressSync === undefined) {
    const { status, json } = await ask(large.url, 'zstd', '(\xb5/\xfd');
    assert.equal(status, 415);
    assert.match(json.error.message, /^The Content-Encoding 'zstd' needs Node\.js 22\.15 or newer, /);
    return;
  }
  for (const length of [4_000, 3 * MIB]) {
    const { status } = await ask(large.url, 'zstd', zstdCompressSync(chatOf('a'.repeat(length))));
    assert.equal(status, 200);
  }
  const { status } = await ask(large.url, 'zstd', zstdCompressSync(chatOf('a'.repeat(5 * MIB))));
  assert.equal(status, 413);
});

test('a packed body counts in the memory of all as if it were as long as one may be', async () => {
  const server = await startTestServer({ MAX_BODY_BYTES: '4MiB', MAX_BUFFERED_BYTES: '16MiB' });
  const body = chatOf('a'.repeat(100_000));
  const packed = await ask(server.url, 'gzip', zlib.gzipSync(body));
  assert.deepEqual([packed.status, packed.json.error.code], [503, 'memory_exceeded']);
  assert.equal((await ask(server.url, 'identity', body)).status, 200);
  await isAtRest(server);
});
