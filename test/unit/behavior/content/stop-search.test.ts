/**
 * Which of several texts comes first in another, compared with looking for each by itself.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findFirst } from '../../../../dist/behavior/content/stop-search.js';
import type { Found } from '../../../../dist/behavior/content/word-automaton.js';

function plainFirst(words: readonly string[], text: string): Found | null {
  let first: Found | null = null;
  for (const [index, word] of words.entries()) {
    const place = text.indexOf(word);
    if (place !== -1 && (first === null || place < first.place)) first = { place, index };
  }
  return first;
}

/** So few letters that words overlap, contain and repeat one another. */
const LETTERS = fc.constantFrom('a', 'b', '\ud83d', '\ude00');
const wordsUpTo = (count: number) =>
  fc.array(fc.string({ unit: LETTERS, minLength: 1, maxLength: 7 }), { maxLength: count });

for (const [name, words] of [
  ['a few', wordsUpTo(4)],
  ['many', wordsUpTo(30)],
] as const) {
  test(`of ${name} words the one is found that begins first, and of two at one place the one named first`, () => {
    const seen = { found: 0, none: 0 };
    fc.assert(
      fc.property(words, fc.string({ unit: LETTERS, maxLength: 60 }), (looked, text) => {
        const expected = plainFirst(looked, text);
        seen[expected === null ? 'none' : 'found']++;
        assert.deepEqual(findFirst(looked, text), expected);
      }),
      { seed: 1, numRuns: 4_000 },
    );
    assert.equal(seen.found > 500 && seen.none > 50, true, JSON.stringify(seen));
  });
}

test('a longer word that begins earlier goes ahead of a shorter one that ends earlier', () => {
  const others = ['v', 'w', 'x', 'y'];
  for (const more of [[], others]) {
    assert.deepEqual(findFirst(['b', 'abcd', ...more], 'zabcd'), { place: 1, index: 1 });
    assert.deepEqual(findFirst(['b', 'abce', ...more], 'zabcd'), { place: 2, index: 0 });
    assert.deepEqual(findFirst(['abcd', 'ab', ...more], 'zabcd'), { place: 1, index: 0 });
  }
  assert.equal(findFirst([], 'a'), null);
  assert.equal(findFirst(['aa'], 'a'), null);
});

test('words that repeat themselves cost no more than others: 131,072 letters of one kind in twice as many', () => {
  const text = 'a'.repeat(262_144);
  const word = `${'a'.repeat(131_070)}b`;
  // A search that began anew at each letter would take 17,000,000,000 steps, which is minutes.
  assert.equal(findFirst([word], text), null);
  const many = Array.from({ length: 500 }, (_, index) => `${'a'.repeat(index)}b`);
  assert.deepEqual(findFirst([...many, 'c'], `${text}c`), { place: 262_144, index: 500 });
});
