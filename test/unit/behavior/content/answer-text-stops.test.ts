/**
 * Where an answer ends before a stop text. How its pieces come about is in a file of its own.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AnswerText } from '../../../../dist/behavior/content/answer-text.js';

/** What a client reads out of a JSON string. */
function unescaped(text: string): string {
  return JSON.parse(`"${text}"`);
}

/** The text that is left, the number of its pieces, and the stop text. */
function cut(text: AnswerText, stop: readonly string[], count = text.length): readonly unknown[] | null {
  const found = text.cutBefore(stop, count);
  return found && [unescaped(found.text.join(found.tokens)), found.tokens, found.stopText];
}

test('an answer is cut before the stop text that comes first in it, whichever is named first', () => {
  const text = AnswerText.prepare('one two three four');
  assert.deepEqual(cut(text, [' three', ' two']), ['one', 1, ' two']);
  assert.deepEqual(cut(text, [' two', ' three']), ['one', 1, ' two']);
  // The blank ahead of the stop text stays, as a piece.
  assert.deepEqual(cut(text, ['two']), ['one ', 2, 'two']);
  // Of two at one place, the first that is named.
  assert.deepEqual(cut(text, [' two', ' two three']), ['one', 1, ' two']);
  assert.deepEqual(cut(text, [' two three', ' two']), ['one', 1, ' two three']);
});

test('an answer without a stop text, or with one behind its end, is not cut', () => {
  const text = AnswerText.prepare('one two three');
  assert.equal(cut(text, ['four', 'Two']), null);
  assert.equal(cut(text, []), null);
  assert.equal(cut(text, ['three'], 2), null);
  assert.equal(cut(text, ['two three'], 2), null);
  assert.deepEqual(cut(text, [' three'], 3), ['one two', 2, ' three']);
});

test('an answer that begins with a stop text has no pieces', () => {
  assert.deepEqual(cut(AnswerText.prepare('one two'), ['one']), ['', 0, 'one']);
  assert.deepEqual(cut(AnswerText.prepare('one two').from(1), ['two']), ['', 0, 'two']);
});

test('a stop text may lie across pieces, inside a word, and where the ring begins anew', () => {
  const text = AnswerText.prepare('one two 你好');
  assert.deepEqual(cut(text, ['e t']), ['on', 1, 'e t']);
  assert.deepEqual(cut(text, ['wo 你']), ['one t', 2, 'wo 你']);
  assert.deepEqual(cut(text, ['好 one'], 8), ['one two 你', 3, '好 one']);
});

test('a stop text is looked for in the text and not in its escaped form', () => {
  const text = AnswerText.prepare('a\nb "c"');
  assert.equal(cut(text, ['n', '\\']), null);
  assert.deepEqual(cut(text, ['\n']), ['a', 1, '\n']);
  assert.deepEqual(cut(text, ['"c']), ['a\nb ', 3, '"c']);
});
