/**
 * Images and their like in prompts, through the server: a body that a worker parses counts them as a small one does.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { request } from 'undici';
import { startTestServer } from '../support/in-process.js';
import { dataUrl, jpegOf } from '../support/media-bytes.js';

const SETTINGS = { MAX_BODY_BYTES: '4MiB', HTTP10_PORT: 'off' };
const SMALL = jpegOf(960, 540);
const LARGE = Buffer.concat([SMALL, Buffer.alloc(1_000_000)]);

async function usageOf(url: string, path: string, body: object, USAGE: string) {
  const reply = await request(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) });
  const text = await reply.body.text();
  assert.equal(reply.statusCode, 200, `${path} ${USAGE}: ${text}`);
  const { usage, usageMetadata } = JSON.parse(text);
  return usage ?? usageMetadata;
}

for (const USAGE of ['estimate', 'exact']) {
  test(`an image counts alike in small and in large bodies, USAGE=${USAGE}`, async () => {
    const { url } = await startTestServer({
      ...SETTINGS,
      USAGE,
      RESPONSE_DELAY: USAGE === 'exact' ? '1s' : '0',
    });
    const bodies = (image: Buffer) => {
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
    };
    const large = bodies(LARGE);
    await Promise.all(
      bodies(SMALL).map(async ([path, body], index) => {
        const [one, other] = await Promise.all([
          usageOf(url, path, body, USAGE),
          usageOf(url, path, (large[index] as (typeof large)[number])[1], USAGE),
        ]);
        assert.deepEqual(other, one, path);
        const prompt = one.prompt_tokens ?? one.input_tokens ?? one.promptTokenCount;
        assert.ok(prompt > 425, `${path}: ${prompt}`);
      }),
    );
  });
}
