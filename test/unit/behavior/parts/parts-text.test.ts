/**
 * Parts as one text: counted, cut and walked as if they were one.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AnswerText } from '../../../../dist/behavior/content/answer-text.js';
import { JsonText } from '../../../../dist/behavior/parts/json-text.js';
import type { Part } from '../../../../dist/behavior/parts/part.js';
import { cutParts, PartCursor, PartsText } from '../../../../dist/behavior/parts/parts-text.js';

const ARGUMENTS = new JsonText('{"a":"é"}');
const PARTS: readonly Part[] = [
  { kind: 'reasoning', text: AnswerText.keep('hm so'), tokens: 2 },
  { kind: 'text', text: AnswerText.keep('one two three'), tokens: 2 },
  { kind: 'call', text: ARGUMENTS, tokens: ARGUMENTS.length, name: 'f' },
];
const ALL = 2 + 2 + ARGUMENTS.length;

test('all pieces come in the order of the parts, and say of which part they are', () => {
  const cursor = new PartCursor(PARTS);
  const seen = Array.from({ length: ALL }, () => {
    const piece = cursor.next();
    return [cursor.index, cursor.part.kind, piece, cursor.isFirst, cursor.isLast] as const;
  });
  assert.deepEqual(seen.slice(0, 5), [
    [0, 'reasoning', 'hm', true, false],
    [0, 'reasoning', ' so', false, true],
    [1, 'text', 'one', true, false],
    [1, 'text', ' two', false, true],
    [2, 'call', seen[4]?.[2], true, false],
  ]);
  assert.equal(seen.at(-1)?.[4], true);
});

test('its pieces, its text and its bytes agree, however many of them are asked for', () => {
  const text = new PartsText(PARTS);
  assert.equal(text.length, ALL);
  for (let count = 0; count <= ALL; count++) {
    const pieces = text.pieces();
    const walked = Array.from({ length: count }, () => pieces.next()).join('');
    assert.equal(text.join(count), walked, `${count}`);
    assert.equal(text.bytes(count), Buffer.byteLength(walked), `${count}`);
  }
  const whole = text.join(ALL);
  const target = Buffer.alloc(Buffer.byteLength(whole));
  text.copy(target, 0, 0, 5);
  text.copy(target, 5, 5, target.length - 5);
  assert.equal(target.toString(), whole);
});

test('what is cut off goes, and parts of which nothing is left', () => {
  const lengths = (tokens: number) => cutParts(PARTS, tokens).map((part) => [part.kind, part.tokens]);
  assert.deepEqual(lengths(0), []);
  assert.deepEqual(lengths(1), [['reasoning', 1]]);
  assert.deepEqual(lengths(2), [['reasoning', 2]]);
  assert.deepEqual(lengths(3), [
    ['reasoning', 2],
    ['text', 1],
  ]);
  assert.deepEqual(lengths(5).at(-1), ['call', 1]);
  assert.deepEqual(cutParts(PARTS, ALL), PARTS);
});
