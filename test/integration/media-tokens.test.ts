/**
 * Images and their like in prompts, through the server: a body that a worker parses counts them as a small one does.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { request } from 'undici';
import { startTestServer } from '../support/in-process.js';
import { dataUrl, jpegOf } from '../support/media-bytes.js';
import { playCounted, startSteppedServer } from '../support/stepped-server.js';

const SETTINGS = { MAX_BODY_BYTES: '4MiB', HTTP10_PORT: 'off' };
const SMALL = jpegOf(960, 540);
const LARGE = Buffer.concat([SMALL, Buffer.alloc(1_000_000)]);

type Usage = Readonly<Record<string, number>>;

async function usageOf(url: string, path: string, body: object): Promise<Usage> {
  const reply = await request(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) });
  const text = await reply.body.text();
  assert.equal(reply.statusCode, 200, `${path}: ${text}`);
  const { usage, usageMetadata } = JSON.parse(text);
  return usage ?? usageMetadata;
}

function bodies(image: Buffer) {
  const data = image.toString('base64');
  const seen = { type: 'image_url', image_url: { url: dataUrl('image/jpeg', image) } };
  const block = { type: 'image', source: { type: 'base64', media_type: 'image/jpeg', data } };
  const part = { inlineData: { mimeType: 'image/jpeg', data } };
  return [
    ['/v1/chat/completions', { model: 'gpt-4o', messages: [{ role: 'user', content: [seen] }] }],
    ['/compatible-mode/v1/chat/completions', { messages: [{ role: 'user', content: [seen] }] }],
    ['/v1/messages', { model: 'claude', max_tokens: 9, messages: [{ role: 'user', content: [block] }] }],
    ['/v1beta/models/gemini-2.5-flash:generateContent', { contents: [{ parts: [part] }] }],
  ] as const;
}

/** The usage of both bodies, of which one is the other with more behind the image's header. */
async function compare(ask: (path: string, body: object) => Promise<Usage>): Promise<void> {
  const large = bodies(LARGE);
  for (const [index, [path, body]] of bodies(SMALL).entries()) {
    const one = await ask(path, body);
    assert.deepEqual(await ask(path, (large[index] as (typeof large)[number])[1]), one, path);
    const prompt = one.prompt_tokens ?? one.input_tokens ?? one.promptTokenCount ?? 0;
    assert.ok(prompt > 425, `${path}: ${prompt}`);
  }
}

test('an image counts alike in small and in large bodies', async () => {
  const { url } = await startTestServer({ ...SETTINGS, RESPONSE_DELAY: '0' });
  await compare((path, body) => usageOf(url, path, body));
});

test('an image counts alike in small and in large bodies where a tokeniser counts the rest', async () => {
  const server = await startSteppedServer({
    ...SETTINGS,
    USAGE: 'exact',
    WORKER_THREADS: '1',
    RESPONSE_DELAY: '3s',
  });
  await compare((path, body) => playCounted(server, usageOf(server.url, path, body), 3_000));
  assert.equal(server.state.usageEstimates, 0);
});
