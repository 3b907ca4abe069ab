/**
 * Estimates the tokens of JSON text: about what o200k_base counts. Pure.
 */

/** Of a key: a quote with what is ahead of it, and a quote with the colon behind. */
export const PROPERTY_TOKENS = 2;
/** The comma. */
export const ITEM_TOKENS = 1;
/** Of an object or an array: its brackets, of which one joins what stands beside it. */
export const BRACKETS_TOKENS = 1;
/** Of a word that is no common one. */
const CHARACTERS_PER_TOKEN = 8;
const DIGITS_PER_TOKEN = 3;
const MARK = /[^\p{L}\p{N} ]+/gu;

export function textTokens(text: string): number {
  const words = text.split(' ').length;
  return Math.max(words, Math.ceil(text.length / CHARACTERS_PER_TOKEN)) + (text.match(MARK)?.length ?? 0);
}

export function numberTokens(value: number): number {
  const text = String(value);
  return Math.ceil(text.length / DIGITS_PER_TOKEN) + (text.includes('.') ? 1 : 0);
}

/** Counts what was made so far. */
export class Tokens {
  made = 0;
}
