// Owns: what OpenAI's own client makes of our pictures: that they are PNGs of the wanted size, in both forms, and streamed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32, inflateSync } from 'node:zlib';
import OpenAI, { BadRequestError, RateLimitError } from 'openai';
import { startTestServer } from '../support/in-process.js';

const server = await startTestServer({ RESPONSE_DELAY_SECONDS: '0' });
const { images } = new OpenAI({ apiKey: 'any', baseURL: `${server.url}/v1`, maxRetries: 0 });
const ASKED = { model: 'gpt-image-1', prompt: 'A cat' } as const;

/** Width and height; fails the test unless all sums are right, and every pixel is there. */
function sizeOf(png: Buffer): [width: number, height: number] {
  assert.equal(png.toString('latin1', 1, 4), 'PNG');
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; ) {
    const dataEnd = at + 8 + png.readUInt32BE(at);
    assert.equal(png.readUInt32BE(dataEnd), crc32(png.subarray(at + 4, dataEnd)));
    chunks.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, dataEnd));
    at = dataEnd + 4;
  }
  assert.deepEqual([...chunks.keys()], ['IHDR', 'IDAT', 'IEND']);
  const head = chunks.get('IHDR') as Buffer;
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const rowBytes = 1 + width / 2;
  const rows = inflateSync(chunks.get('IDAT') as Buffer);
  assert.equal(rows.length, rowBytes * height);
  for (let row = 0; row < height; row++) assert.equal(rows[row * rowBytes], 0);
  return [width, height];
}

test('pictures in Base64: as many as are wanted, of the wanted size', async () => {
  const { data, usage, size } = await images.generate({ ...ASKED, n: 2, size: '1536x1024' });
  assert.deepEqual(
    data?.map(({ b64_json, url }) => [sizeOf(Buffer.from(b64_json ?? '', 'base64')), url]),
    [
      [[1536, 1024], undefined],
      [[1536, 1024], undefined],
    ],
  );
  assert.deepEqual([size, usage?.input_tokens, usage?.output_tokens], ['1536x1024', 2, 2 * 1_584]);
});

test('a picture as a URL, which holds it', async () => {
  const { data } = await images.generate({ model: 'dall-e-3', prompt: 'A cat', size: '256x256' });
  const fetched = await fetch(data?.[0]?.url ?? assert.fail());
  assert.equal(fetched.headers.get('content-type'), 'image/png');
  assert.deepEqual(sizeOf(Buffer.from(await fetched.arrayBuffer())), [256, 256]);
});

test('without a size it is a square, and the same for all', async () => {
  const [one, other] = await Promise.all([
    images.generate(ASKED),
    images.generate({ ...ASKED, size: 'auto' }),
  ]);
  const encoded = one.data?.[0]?.b64_json ?? assert.fail();
  assert.deepEqual(sizeOf(Buffer.from(encoded, 'base64')), [1024, 1024]);
  assert.equal(other.data?.[0]?.b64_json === encoded, true);
});

test('a stream has the picture at its end', async () => {
  const events = [];
  for await (const event of await images.generate({ ...ASKED, stream: true, size: '1024x1024' }))
    events.push(event);
  const [event] = events;
  if (event?.type !== 'image_generation.completed') assert.fail(JSON.stringify(events).slice(0, 200));
  assert.deepEqual(sizeOf(Buffer.from(event.b64_json, 'base64')), [1024, 1024]);
});

test('what is wrong is told, and faults come as to all others', async () => {
  await assert.rejects(images.generate({ ...ASKED, size: '7x7' as never }), BadRequestError);
  await assert.rejects(images.generate({ ...ASKED, prompt: 7 as never }), BadRequestError);
  await assert.rejects(images.generate({ ...ASKED, model: 'gpt-image-1;fault=429' }), RateLimitError);
});
