/**
 * Finds which of several texts comes first in another. Pure. Clients send the texts, so the time it takes is linear, however
 * they repeat themselves: a few are looked for one by one, as Knuth, Morris and Pratt do it (SIAM J. Comput. 6/2, 1977), many at
 * once.
 */
import { type Found, findFirstOfMany } from './word-automaton.js';

/** As many as OpenAI's APIs take. */
const FEW = 4;

/** The first of `words` in `text`; of two at one place the one that is named first. No word is empty. null where none occurs. */
export function findFirst(words: readonly string[], text: string): Found | null {
  if (words.length > FEW) return findFirstOfMany(words, text);
  let first: Found | null = null;
  for (const [index, word] of words.entries()) {
    // What is found later must begin earlier.
    const end = first === null ? text.length : Math.min(text.length, first.place - 1 + word.length);
    const place = findWord(word, text, end);
    if (place !== -1) first = { place, index };
  }
  return first;
}

/** Where `word` begins in the first `end` units of `text`; -1 where it does not occur. */
function findWord(word: string, text: string, end: number): number {
  const { length } = word;
  if (length > end) return -1;
  const borders = bordersOf(word);
  let matched = 0;
  for (let at = 0; at < end; at++) {
    const unit = text.charCodeAt(at);
    while (matched >= 0 && word.charCodeAt(matched) !== unit) matched = borders[matched] as number;
    matched++;
    if (matched === length) return at + 1 - length;
  }
  return -1;
}

/** By length of a start of the word: the longest shorter start that it ends with; -1 for the empty one. */
function bordersOf(word: string): Int32Array {
  const borders = new Int32Array(word.length + 1);
  let border = -1;
  borders[0] = border;
  for (let at = 0; at < word.length; at++) {
    const unit = word.charCodeAt(at);
    while (border >= 0 && word.charCodeAt(border) !== unit) border = borders[border] as number;
    border++;
    borders[at + 1] = border;
  }
  return borders;
}
