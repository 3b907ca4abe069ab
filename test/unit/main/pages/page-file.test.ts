import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { createPageFile, isKnown, variantFor } from '../../../../dist/main/pages/page-file.js';

const BODY = Buffer.from('let answer = 42; '.repeat(500));
const file = createPageFile(BODY);
const codingFor = (header: string) => variantFor(file, header).coding;

test('each variant is the file, and the compressed ones are shorter and say how', () => {
  const [brotli, gzip, plain] = ['br', 'gzip', ''].map((header) => variantFor(file, header));
  assert.deepEqual(plain?.body, BODY);
  assert.deepEqual(brotliDecompressSync(brotli?.body as Buffer), BODY);
  assert.deepEqual(gunzipSync(gzip?.body as Buffer), BODY);
  for (const variant of [brotli, gzip]) {
    assert.equal((variant?.body.length ?? Number.NaN) < BODY.length / 10, true);
    assert.deepEqual(variant?.headers[0], ['content-encoding', variant?.coding]);
  }
  assert.deepEqual(plain?.headers[0], ['etag', plain?.tag]);
  for (const variant of file) assert.deepEqual(variant.headers.at(-1), ['vary', 'accept-encoding']);
});

test('Brotli goes before gzip, and gzip before nothing, as far as the client takes them', () => {
  assert.equal(codingFor('gzip, deflate, br, zstd'), 'br');
  assert.equal(codingFor('gzip, deflate'), 'gzip');
  assert.equal(codingFor('GZIP;q=0.5'), 'gzip');
  for (const none of ['', 'identity', 'deflate', '*', 'brx', 'br;q=0, gzip;q=0.000', 'gzip; q=0']) {
    assert.equal(codingFor(none), null, none);
  }
  assert.equal(codingFor('br;q=0, gzip'), 'gzip');
  assert.equal(codingFor(`${'x,'.repeat(600)}br`), null, 'no browser says so much');
});

test('a client has a variant when it names its tag, in a list or weakened by a proxy, and no other variant', () => {
  const [brotli, gzip, plain] = ['br', 'gzip', ''].map((header) => variantFor(file, header));
  assert.equal(new Set([brotli, gzip, plain].map((variant) => variant?.tag)).size, 3);
  for (const variant of file) {
    const { tag } = variant;
    for (const header of [tag, `W/${tag}`, `"other", ${tag}`, '*'])
      assert.equal(isKnown(variant, header), true);
    for (const header of ['', '"other"', tag.slice(1, -1), `"x${tag}`]) {
      assert.equal(isKnown(variant, header), false, header);
    }
  }
  assert.equal(isKnown(file[0] as (typeof file)[number], file.at(-1)?.tag as string), false);
});

test('another file has another tag, the same file the same', () => {
  const tags = (body: Buffer) => createPageFile(body).map(({ tag }) => tag);
  assert.deepEqual(tags(BODY), tags(Buffer.from(BODY)));
  assert.notDeepEqual(tags(BODY), tags(BODY.subarray(1)));
});
