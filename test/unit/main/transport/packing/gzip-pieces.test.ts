/**
 * A gzip file that is written piece by piece.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGunzip, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { EMPTY_BLOCK, GzipPieces } from '../../../../../dist/main/transport/packing/gzip-pieces.js';

test('whatever the pieces are, it is one file, and blocks with nothing in it change nothing', () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 9_000, unit: 'grapheme' }),
    fc.constant('data: {"x":1}\n\n'.repeat(99)),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const file = new GzipPieces();
      const bytes = pieces.flatMap((text, index) => {
        const packed = file.pack(index % 2 === 0 ? text : Buffer.from(text));
        return [packed, ...(packed.length > 0 ? [EMPTY_BLOCK] : [])];
      });
      assert.equal(gunzipSync(Buffer.concat([...bytes, file.end()])).toString(), pieces.join(''));
    }),
    { numRuns: 60 },
  );
});

test('each piece can be read as soon as it has come, before there is an end', async () => {
  const file = new GzipPieces();
  const gunzip = createGunzip();
  const reader = gunzip[Symbol.asyncIterator]();
  for (const piece of ['data: {"token":"one"}\n\n', 'data: {"token":"two"}\n\n', 'x']) {
    gunzip.write(file.pack(piece));
    const { value } = await reader.next();
    assert.equal(String(value), piece);
  }
  gunzip.end(file.end());
  assert.equal((await reader.next()).done, true);
});

test('what comes again is packed short, though no compressor is kept', () => {
  const file = new GzipPieces();
  const event = (word: string): string =>
    `data: {"id":"chatcmpl-01234567-89ab-4cde-8f01-23456789abcd","choices":[{"index":0,"delta":{"content":"${word}"}}]}\n\n`;
  const first = file.pack(event('alpha')).length;
  const again = file.pack(event('beta')).length;
  assert.ok(again * 3 < first, `${again} bytes behind ${first}`);
});
