/**
 * The tokeniser against another one, of the package that ships the vocabulary: with texts of all kinds of characters, and of all lengths.
 *
 * Left out are three characters that JavaScript's regular expressions and decoders see otherwise than those of OpenAI's own tokeniser,
 * after which the product goes: the byte order mark, the next line (U+0085) and ſ. Their counts are below, by tiktoken 1.0.22.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { readVocabulary } from '../../../../dist/workers/counting/read-vocabulary.js';
import { TextCounter } from '../../../../dist/workers/counting/text-counter.js';

const vocabulary = readVocabulary();
const counter = new TextCounter(vocabulary);
const theirs = (text: string): number => encode(text, { disallowedSpecial: new Set() }).length;

/** Characters of every kind that the rule tells apart, and those that it names. */
const CHARACTERS = [
  ...'aAbzZéÉñÑǅǆʰªλΛ中文字한กि①²½٣9012   \n\r\t\u00a0\u3000\u2028\u0301\u0300़',
  ..."'''sSreREllLvVedDmMtT/\\.,!?-_{}()[]\"#$%&*+=<>😀👨‍👩‍👧𝐀𝐚𠀀𐐀\u0001\u007f\ufffd",
];
const piece = fc.tuple(fc.constantFrom(...CHARACTERS), fc.constantFrom(1, 1, 1, 2, 3, 8));
const mixed = (piecesMax: number) =>
  fc
    .array(piece, { maxLength: piecesMax, size: 'max' })
    .map((pieces) => pieces.map(([character, times]) => character.repeat(times)).join(''));
const told = (text: string): string => text.replaceAll(/[\ufeff\u0085\u017f]/g, '');

test('a text of any characters has the tokens that another tokeniser counts', () => {
  fc.assert(
    fc.property(mixed(30), (text) => assert.equal(counter.count(text), theirs(text))),
    { numRuns: 2_000 },
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 20 }).map(told), (text) =>
      assert.equal(counter.count(text), theirs(text)),
    ),
    { numRuns: 1_000 },
  );
});

test('a text that is counted in chunks has the tokens that it has as a whole', () => {
  fc.assert(
    fc.property(mixed(6_000), (text) => assert.equal(counter.count(text), theirs(text))),
    { numRuns: 25 },
  );
});

test('words of all lengths that nobody has heard of have their tokens', () => {
  const letters = fc.string({
    unit: fc.constantFrom(...'abcdeghijlmnoprstuvyzé中'),
    maxLength: 600,
    size: 'max',
  });
  fc.assert(
    fc.property(letters, (text) => assert.equal(counter.count(text), theirs(text))),
    { numRuns: 300 },
  );
});

test('what JavaScript sees otherwise is counted as OpenAI’s own tokeniser counts it', () => {
  for (const [text, tokens] of [
    ['\ufeffa', 2],
    ['a\ufeff b', 3],
    ['x\u0085\u0085y', 6],
    ["it’ſ it'ſ", 6],
  ] as const) {
    assert.equal(counter.count(text), tokens, JSON.stringify(text));
  }
});

test('halves of surrogate pairs count as what they are sent as', () => {
  assert.equal(counter.count('a\ud800b\udc00'), counter.count('a\ufffdb\ufffd'));
});

test('a text that goes on where another one ended is counted only where it is new', () => {
  let asked = 0;
  const counting = new TextCounter({
    rankOf(text: Uint8Array, start: number, end: number): number {
      asked++;
      return vocabulary.rankOf(text, start, end);
    },
  });
  const words = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => `word${from + index}`).join(' ');
  const long = words(0, 5_000);
  const askedFor = (text: string): number => {
    const before = asked;
    assert.equal(counting.count(text), theirs(text));
    return asked - before;
  };
  const first = askedFor(long);
  assert.equal(askedFor(long), 0);
  const grown = askedFor(`${long} ${words(5_000, 5_100)}`);
  assert.ok(grown < first / 5, `${grown} questions for a fiftieth more, ${first} for the whole`);
});

test('a bounded number of chunks is remembered, and what was asked for last stays', () => {
  let asked = 0;
  const counting = new TextCounter({
    rankOf(text: Uint8Array, start: number, end: number): number {
      asked++;
      return vocabulary.rankOf(text, start, end);
    },
  });
  const textOf = (index: number) => `${index} ${'of many words '.repeat(8)}`;
  const isRemembered = (index: number): boolean => {
    const before = asked;
    counting.count(textOf(index));
    return asked === before;
  };
  for (let index = 0; index < 1_024; index++) counting.count(textOf(index));
  assert.equal(isRemembered(0), true);
  counting.count(textOf(1_024));
  assert.deepEqual([isRemembered(0), isRemembered(1)], [true, false]);
});
