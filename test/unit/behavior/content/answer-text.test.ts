import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AnswerText } from '../../../../dist/behavior/content/answer-text.js';
import { splitIntoPieces } from '../../../../dist/behavior/content/text-ring.js';
import { ANY_TEXT } from '../../../support/any-text.js';
import { plainPieces } from '../../../support/plain-answer-text.js';

const PIECE_CHARACTERS_MAX = 96;

/** What a client reads out of a JSON string. */
function unescaped(text: string): string {
  return JSON.parse(`"${text}"`);
}

function pieceOf(text: AnswerText, index: number): string {
  const pieces = text.pieces();
  for (let left = index; left > 0; left--) pieces.next();
  return pieces.next();
}

function assertPieces(table: readonly (readonly [text: string, pieces: readonly string[]])[]): void {
  for (const [text, pieces] of table) assert.deepEqual(splitIntoPieces(text), pieces, JSON.stringify(text));
}

test('a word is a piece, with the white space ahead of it', () => {
  assertPieces([
    ['one two three', ['one', ' two', ' three']],
    ['Hello, wide  world!', ['Hello,', ' wide', '  world!']],
    [' \tone\n\ntwo\u00a0three', [' \tone', '\n\ntwo', '\u00a0three']],
    ['naïve 😀 word', ['naïve', ' 😀', ' word']],
  ]);
});

test('Chinese, Japanese and Korean are cut by character', () => {
  assertPieces([
    ['你好，世界', ['你', '好', '，', '世', '界']],
    ['ひカ 한국', ['ひ', 'カ', ' 한', '국']],
    // Two UTF-16 units each.
    ['𠀀𠀁', ['𠀀', '𠀁']],
    ['GPT很好 yes', ['GPT', '很', '好', ' yes']],
    ['用 2 个', ['用', ' 2', ' 个']],
  ]);
});

test('white space that no word follows is a piece of its own', () => {
  assertPieces([
    ['one \n', ['one', ' \n']],
    ['你 ', ['你', ' ']],
    ['\t\n', ['\t\n']],
  ]);
});

test('a word of more than 64 characters is several pieces', () => {
  const word = (length: number): string => 'x'.repeat(length);
  assertPieces([
    [word(64), [word(64)]],
    [word(65), [word(64), 'x']],
    [` ${word(130)} y`, [` ${word(64)}`, word(64), 'xx', ' y']],
    ['😀'.repeat(65), ['😀'.repeat(64), '😀']],
  ]);
});

test('white space of more than 32 characters is no part of a word, and of more than 64 several pieces', () => {
  const blanks = (length: number): string => ' '.repeat(length);
  assertPieces([
    [`${blanks(32)}x`, [`${blanks(32)}x`]],
    [`${blanks(33)}x`, [blanks(33), 'x']],
    [`${blanks(65)}x`, [blanks(64), ' x']],
    [`x${blanks(130)}`, ['x', blanks(64), blanks(64), blanks(2)]],
  ]);
});

test('an empty text is one blank', () => {
  assertPieces([['', [' ']]]);
  for (const text of [AnswerText.prepare(''), AnswerText.keep('')]) {
    assert.equal(text.length, 1);
    assert.equal(pieceOf(text, 0), ' ');
    assert.equal(text.join(1), ' ');
  }
});

test('the pieces of any text are the text again, none is empty, and none has more than 96 characters', () => {
  fc.assert(
    fc.property(ANY_TEXT, (text) => {
      const pieces = splitIntoPieces(text);
      assert.deepEqual(pieces, plainPieces(text));
      assert.equal(pieces.join(''), text === '' ? ' ' : text);
      for (const piece of pieces) {
        const characters = [...piece].length;
        assert.ok(characters >= 1 && characters <= PIECE_CHARACTERS_MAX, `${characters}`);
      }
    }),
    { seed: 1, numRuns: 2_000 },
  );
});

test('the pieces of an answer together are its text, escaped for a JSON string', () => {
  fc.assert(
    fc.property(ANY_TEXT, (text) => {
      const answer = AnswerText.prepare(text);
      assert.equal(answer.length, splitIntoPieces(text).length);
      assert.equal(answer.join(answer.length), JSON.stringify(text === '' ? ' ' : text).slice(1, -1));
      const pieces = Array.from({ length: answer.length }, (_, index) => pieceOf(answer, index));
      assert.equal(pieces.join(''), answer.join(answer.length));
      for (const piece of pieces) assert.equal(unescaped(piece).length >= 1, true);
    }),
    { seed: 2, numRuns: 500 },
  );
  assert.equal(AnswerText.prepare('say "a\\b"\n').join(3), 'say \\"a\\\\b\\"\\n');
});

test('an answer that is longer than its text begins the text anew, without making two words one', () => {
  assert.equal(AnswerText.prepare('one two').join(5), 'one two one two one');
  assert.equal(AnswerText.prepare('你好').join(4), '你好 你好');
  // White space is there already, in its escaped form too.
  assert.equal(AnswerText.prepare(' one two').join(3), ' one two one');
  assert.equal(AnswerText.prepare('\none two').join(3), '\\none two\\none');
  assert.equal(AnswerText.prepare('\tone two').join(3), '\\tone two\\tone');
  // A backslash or an n is no white space.
  assert.equal(AnswerText.prepare('\\none').join(2), '\\\\none \\\\none');
  assert.equal(pieceOf(AnswerText.prepare('one two'), 1_000_001), ' two');
});

test('a ring that begins elsewhere goes on where its text goes on, and opens without a blank', () => {
  const ring = AnswerText.prepare('one two three');
  assert.equal(ring.from(1).join(5), 'two three one two three');
  assert.equal(ring.from(2).join(2), 'three one');
  assert.deepEqual(
    [0, 1, 2, 3].map((index) => pieceOf(ring.from(2), index)),
    ['three', ' one', ' two', ' three'],
  );
  // Any number is a place in the ring.
  assert.equal(ring.from(3 * 1_000_000_000 + 1).join(3), 'two three one');
  assert.equal(ring.from(1).length, 3);
  // A piece is never empty, nor is one of nothing but white space.
  assert.equal(pieceOf(AnswerText.prepare('one   ').from(1), 0), ' ');
  assert.equal(ring.join(3), 'one two three');
});

test('a ring that is begun anywhere opens without white space, also at the beginning of its text', () => {
  const ring = AnswerText.prepare(' one two');
  assert.equal(ring.join(3), ' one two one');
  // The start is 0, one round, many rounds.
  for (const start of [0, 2, 2_000_000]) {
    assert.equal(ring.from(start).join(3), 'one two one');
    assert.deepEqual(
      [0, 1, 2].map((index) => pieceOf(ring.from(start), index)),
      ['one', ' two', ' one'],
    );
  }
  assert.equal(AnswerText.keep(' one two').from(0).join(2), 'one two');
  assert.equal(AnswerText.prepare('one two').from(0).join(3), 'one two one');
});

test('white space goes ahead of a ring that is begun anywhere in its escaped form too, and nothing else does', () => {
  for (const [text, start, expected] of [
    ['\none\ttwo', 0, 'one\ttwo\none'],
    ['\none\ttwo', 1, 'two\none\ttwo'],
    ['\none\ttwo', 2, 'one\ttwo\none'],
    [' \r\n\t\u000b\f\u00a0one two', 0, 'one two \r\n\t\u000b\f\u00a0one'],
    // A backslash, a backspace and another control character are no white space.
    [' \\none two', 0, '\\none two \\none'],
    ['\b\u001c two', 0, '\b\u001c two \b\u001c'],
  ] as const) {
    assert.equal(unescaped(AnswerText.prepare(text).from(start).join(3)), expected, JSON.stringify(text));
  }
  // What is nothing but white space becomes one blank.
  assert.equal(AnswerText.prepare('\n\t').from(0).join(1), ' ');
});

test('of any text that is begun at any piece, the first piece has no white space ahead of it', () => {
  const space = fc.string({
    unit: fc.constantFrom(' ', '\t', '\n', '\r', '\u000b', '\f', '\ufeff'),
    maxLength: 3,
  });
  fc.assert(
    fc.property(space, ANY_TEXT, fc.nat({ max: 300 }), (white, rest, start) => {
      const ring = AnswerText.prepare(white + rest);
      const whole = unescaped(pieceOf(ring, start % ring.length));
      assert.equal(unescaped(pieceOf(ring.from(start), 0)), whole.trimStart() || ' ');
    }),
    { seed: 4, numRuns: 500 },
  );
});

test('a joined text is remembered by its count and belongs to its own ring', () => {
  const ring = AnswerText.prepare('one two three');
  const other = ring.from(1);
  for (const [count, expected, fromOne] of [
    [2, 'one two', 'two three'],
    [2, 'one two', 'two three'],
    [3, 'one two three', 'two three one'],
    [0, '', ''],
    [2, 'one two', 'two three'],
  ] as const) {
    assert.equal(ring.join(count), expected);
    assert.equal(other.join(count), fromOne);
  }
});

test('a text that is kept is the same as one that is prepared', () => {
  fc.assert(
    fc.property(ANY_TEXT, fc.nat({ max: 300 }), fc.nat({ max: 300 }), (text, start, count) => {
      const [kept, prepared] = [AnswerText.keep(text), AnswerText.prepare(text)];
      assert.equal(kept.length, prepared.length);
      assert.equal(pieceOf(kept, start), pieceOf(prepared, start));
      assert.equal(kept.join(count), prepared.join(count));
      assert.equal(AnswerText.keep(text).join(count), prepared.join(count));
      assert.equal(AnswerText.keep(text).from(start).join(count), prepared.from(start).join(count));
    }),
    { seed: 3, numRuns: 300 },
  );
});
