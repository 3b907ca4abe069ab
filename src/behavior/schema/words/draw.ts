/**
 * Small draws that texts are made of. Pure.
 */
import { TOKEN_WORDS } from '../../content/token-words.js';
import type { Random } from '../../random/random.js';

export function drawFrom<T>(random: Random, values: readonly T[]): T {
  return values[random.nextWord() % values.length] as T;
}

/** A whole number from `min` to `max`, both of which may come. */
export function drawWhole(random: Random, min: number, max: number): number {
  return min + (random.nextWord() % (max - min + 1));
}

export function drawDigits(random: Random, count: number): string {
  let digits = '';
  for (let left = count; left > 0; left--) digits += random.nextWord() % 10;
  return digits;
}

export function drawHex(random: Random, count: number): string {
  let digits = '';
  while (digits.length < count) digits += random.nextWord().toString(16).padStart(8, '0');
  return digits.slice(0, count);
}

/** A common word, which is one token. */
export function drawWord(random: Random): string {
  return drawFrom(random, TOKEN_WORDS);
}

export function drawWords(random: Random, count: number): string {
  let text = drawWord(random);
  for (let left = count - 1; left > 0; left--) text += ` ${drawWord(random)}`;
  return text;
}

export function two(value: number): string {
  return String(value).padStart(2, '0');
}
