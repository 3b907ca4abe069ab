/**
 * The names of the grammar's functions, and what somebody meant who wrote another one. Pure.
 */

import { closestMatch } from 'leven';

/** The functions of the grammar. */
export const NAMES: readonly string[] = [
  'uniform',
  'normal',
  'lognormal',
  'exponential',
  'percentiles',
  'mix',
];

/** Those that read a file: only where somebody may name one. */
export const FILE_NAMES: readonly string[] = ['empirical', 'trace'];

/** As a hint at the end of a message: ` (did you mean uniform?)`, or nothing where a guess would be noise. */
export function hintFor(word: string, names: readonly string[]): string {
  // No name is longer, and the work of comparing grows with the length.
  const typed = word.slice(0, 20).toLowerCase();
  const distanceMax = typed.length < 4 ? 1 : Math.max(2, Math.floor(typed.length / 3));
  const begun = typed.length >= 3 ? names.find((name) => name.startsWith(typed)) : undefined;
  const meant = begun ?? closestMatch(typed, names, { maxDistance: distanceMax });
  return meant === undefined ? '' : ` (did you mean ${meant}?)`;
}
