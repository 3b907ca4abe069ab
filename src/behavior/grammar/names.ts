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

/** As a hint at the end of a message: ` (did you mean uniform?)`, or nothing where a guess would be noise. */
export function hintFor(word: string): string {
  // No name is longer, and the work of comparing grows with the length.
  const typed = word.slice(0, 20).toLowerCase();
  const distanceMax = typed.length < 4 ? 1 : Math.max(2, Math.floor(typed.length / 3));
  const begun = typed.length >= 3 ? NAMES.find((name) => name.startsWith(typed)) : undefined;
  const meant = begun ?? closestMatch(typed, NAMES, { maxDistance: distanceMax });
  return meant === undefined ? '' : ` (did you mean ${meant}?)`;
}
