/**
 * A text that is made for one request: cut into pieces, escaped for JSON, or as it is.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { JsonText } from '../../../../dist/behavior/parts/json-text.js';

test('the pieces of any text are short, and make up its text, bytes and parts, escaped and as it is', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string({ unit: 'grapheme' })), (json) => {
      const text = new JsonText(json);
      const cursor = text.pieces();
      let walked = '';
      for (let count = 0; count < text.length; count++) {
        assert.equal(text.join(count), walked);
        assert.equal(JSON.parse(`"${walked}"`), text.raw(count));
        assert.equal(text.bytes(count), Buffer.byteLength(walked));
        const piece = cursor.next();
        assert.ok(piece !== '' && JSON.parse(`"${piece}"`).length <= 17, piece);
        walked += piece;
      }
      assert.equal(text.raw(text.length), json);
      assert.deepEqual(
        [text.join(text.length), text.bytes(text.length)],
        [walked, Buffer.byteLength(walked)],
      );
      assert.equal(cursor.next(), '');
    }),
    { seed: 14, numRuns: 300 },
  );
});

test('any run of its bytes is copied to where it is wanted', () => {
  const text = new JsonText('{"city":"Zürich","n":12345}');
  const bytes = Buffer.from(text.join(text.length));
  for (let from = 0; from < bytes.length; from += 5) {
    const target = Buffer.alloc(bytes.length + 2, '.');
    const length = Math.min(7, bytes.length - from);
    text.copy(target, 2, from, length);
    assert.deepEqual(target.subarray(2, 2 + length), bytes.subarray(from, from + length));
    assert.equal(target.subarray(2 + length).toString(), '.'.repeat(bytes.length - length));
  }
});

test('it is cut as tokenisers cut: words, up to three digits, what stands between', () => {
  const text = new JsonText('{"city":"New York","n":12345}');
  const cursor = text.pieces();
  const pieces = Array.from({ length: text.length }, () => JSON.parse(`"${cursor.next()}"`));
  assert.deepEqual(pieces, ['{"', 'city', '":"', 'New', ' York', '","', 'n', '":', '123', '45', '}']);
});

test('texts whose bytes are asked for in turns do not get those of one another', () => {
  const texts = ['{"a":1}', '{"b":2}'].map((json) => new JsonText(json));
  for (const text of [...texts, ...texts]) {
    const target = Buffer.alloc(text.bytes(text.length));
    text.copy(target, 0, 0, target.length);
    assert.equal(target.toString(), text.join(text.length));
  }
});
