/**
 * What several threads count together: a total in a word of all threads, and each thread's share in a word of its own. Used by
 * SharedState alone. A total is asked for on the hot path, where a sum over all threads would fetch what they write all the time; a
 * share is what is given back when its thread has died.
 */
import * as at from './words.js';

/** Adds `amount` to the total and to the share of the thread whose first word is `own`; see slots.ts for the order. */
export function addOwn(words: Int32Array, own: number, total: number, share: number, amount: number): void {
  Atomics.add(words, total, amount);
  words[own + share] = (words[own + share] as number) + amount;
}

/** Counts one more unless there are `max` already; whether it did. */
export function tryAddOwn(
  words: Int32Array,
  own: number,
  total: number,
  share: number,
  max: number,
): boolean {
  let seen = Atomics.load(words, total);
  while (seen < max) {
    const found = Atomics.compareExchange(words, total, seen, seen + 1);
    if (found === seen) {
      words[own + share] = (words[own + share] as number) + 1;
      return true;
    }
    seen = found;
  }
  return false;
}

const SHARES = [
  [at.ACTIVE, at.OWN_ACTIVE],
  [at.CONNECTIONS, at.OWN_CONNECTIONS],
  [at.QUEUED, at.OWN_QUEUED],
] as const;

/** A thread has died: gives back all that it held. Gives back how many slots those were. */
export function giveBack(words: Int32Array, own: number): number {
  const slots = words[own + at.OWN_ACTIVE] as number;
  for (const [total, share] of SHARES) {
    Atomics.sub(words, total, words[own + share] as number);
    words[own + share] = 0;
  }
  return slots;
}
