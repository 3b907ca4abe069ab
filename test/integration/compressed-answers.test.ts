/**
 * Answers that go out compressed, where COMPRESS_ANSWERS says so and the client takes it; on both listeners.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { test } from 'node:test';
import { brotliDecompressSync, createGunzip, gunzipSync } from 'node:zlib';
import { startTestServer, type TestServer } from '../support/in-process.js';

const SETTINGS = { RESPONSE_TEXT: 'one two three', HTTP10_PORT: '0', CORS_ORIGIN: '*' };
const off = await startTestServer(SETTINGS);
const auto = await startTestServer({ ...SETTINGS, COMPRESS_ANSWERS: 'auto' });
const gzip = await startTestServer({ ...SETTINGS, COMPRESS_ANSWERS: 'gzip' });
const brotli = await startTestServer({ ...SETTINGS, COMPRESS_ANSWERS: 'br' });

const ALL = 'gzip, deflate, br, zstd';
/** A stream of which all is due at once goes out as a whole answer: this one never is, however busy the machine. */
const APART = '1s';

async function ask(
  server: TestServer,
  acceptEncoding: string | null,
  fields: object = {},
  port = server.port,
  itl = '1ms',
): Promise<IncomingMessage> {
  const paced = 'stream' in fields ? { 'x-mock-itl': itl } : {};
  const headers = { ...paced, ...(acceptEncoding !== null && { 'accept-encoding': acceptEncoding }) };
  const call = request({ port, host: '127.0.0.1', path: '/v1/chat/completions', method: 'POST', headers });
  call.end(JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Hi' }], ...fields }));
  const [reply] = (await once(call, 'response')) as [IncomingMessage];
  return reply;
}

/** How it was packed, and what was in it. */
async function unpacked(
  reply: IncomingMessage,
): Promise<readonly [coding: string | undefined, text: string]> {
  const pieces: Buffer[] = [];
  for await (const piece of reply) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  const { 'content-encoding': coding, 'content-length': length, vary } = reply.headers;
  if (length !== undefined) assert.equal(Number(length), bytes.length);
  if (coding !== undefined) assert.equal(vary, 'accept-encoding');
  if (coding === 'gzip') return [coding, gunzipSync(bytes).toString()];
  return [coding, (coding === 'br' ? brotliDecompressSync(bytes) : bytes).toString()];
}

const contentOf = (text: string): string => JSON.parse(text).choices[0].message.content;

test('without the setting nothing is compressed, and nothing is said of it', async () => {
  const reply = await ask(off, ALL);
  assert.equal(reply.headers.vary, undefined);
  assert.equal((await unpacked(reply))[0], undefined);
});

test('whole answers go out in the coding that setting and client agree on', async () => {
  for (const [server, accepted, coding] of [
    [auto, ALL, 'br'],
    [auto, 'gzip', 'gzip'],
    [auto, 'br;q=0, GZIP;q=0.5', 'gzip'],
    [gzip, ALL, 'gzip'],
    [brotli, ALL, 'br'],
    [brotli, 'gzip', undefined],
    [auto, 'identity', undefined],
    [auto, null, undefined],
  ] as const) {
    for (const port of [server.port, server.http10Port as number]) {
      const reply = await ask(server, accepted, {}, port);
      assert.equal(reply.headers.vary, 'accept-encoding');
      const [got, text] = await unpacked(reply);
      assert.deepEqual([got, contentOf(text)], [coding, 'one two three'], `${accepted}`);
    }
  }
});

test('streams go out in gzip, and otherwise as they are', async () => {
  const cases = [
    [auto, ALL, 'gzip'],
    [brotli, ALL, undefined],
    [auto, 'br', undefined],
  ] as const;
  const asked = cases.flatMap(([server, accepted, coding]) =>
    [server.port, server.http10Port as number].map(async (port) => {
      const reply = await ask(server, accepted, { stream: true }, port, APART);
      const [got, text] = await unpacked(reply);
      assert.equal(got, coding);
      assert.match(text, /^data: \{.*"content":"one".*"content":" three".*data: \[DONE\]\n\n$/s);
    }),
  );
  await Promise.all(asked);
});

test('each event of a stream can be read when it is due', async () => {
  const reply = await ask(auto, 'gzip', { stream: true }, auto.port, APART);
  const seen: string[] = [];
  for await (const piece of reply.pipe(createGunzip())) seen.push(String(piece));
  assert.ok(seen.length >= 3, `${seen.length} pieces`);
  assert.match(seen[0] as string, /"content":"one"/);
  assert.doesNotMatch(seen[0] as string, /three/);
});

test('errors are compressed, too, the same text again and again', async () => {
  for (let round = 0; round < 3; round++) {
    const reply = await ask(auto, 'gzip', { messages: 1 });
    assert.equal(reply.statusCode, 400);
    const [coding, text] = await unpacked(reply);
    assert.equal(coding, 'gzip');
    assert.match(text, /messages/);
  }
});

test('long answers are compressed up to a bound, and go out as they are above it', async () => {
  for (const [tokens, coding] of [
    [8_000, 'gzip'],
    [80_000, undefined],
  ] as const) {
    const server =
      tokens > 10_000
        ? await startTestServer({ COMPRESS_ANSWERS: 'gzip', MAX_OUTPUT_TOKENS: '100000' })
        : gzip;
    const fields = { max_tokens: tokens, ignore_eos: true };
    const [got, text] = await unpacked(await ask(server, 'gzip', fields));
    assert.equal(got, coding);
    assert.equal(JSON.parse(text).usage.completion_tokens, tokens);
  }
});

test('a client that reads a long stream slowly gets all of it', async () => {
  const reply = await ask(gzip, 'gzip', { max_tokens: 1_000, ignore_eos: true, stream: true, n: 32 });
  const texts: string[] = [];
  for await (const piece of reply.pipe(createGunzip({ chunkSize: 1_024 }))) {
    texts.push(String(piece));
    await new Promise(setImmediate);
  }
  const text = texts.join('');
  assert.equal(text.match(/"content":"[^"]/g)?.length, 32_000);
  assert.ok(text.endsWith('data: [DONE]\n\n'));
});

test('pages are left alone', async () => {
  const reply = await fetch(`${auto.url}/v1/models`, { headers: { 'accept-encoding': 'gzip' } });
  assert.equal(reply.headers.get('content-encoding'), null);
});
