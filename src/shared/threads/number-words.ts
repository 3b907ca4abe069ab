/**
 * Numbers in Int32 words that threads count together: turns that are taken, and things that are left. Any thread.
 */

/** Takes the next turn, and gives back which one it is, from 0. */
export function takeTurn(words: Int32Array): number {
  return Atomics.add(words, 0, 1) >>> 0;
}

export function numberAt(words: Int32Array, at: number): number {
  return Atomics.load(words, at);
}

export function setNumber(words: Int32Array, at: number, number: number): void {
  Atomics.store(words, at, number);
}

/** Takes one of what is left at a place, and gives back how many there were; 0 where another thread has had the last. */
export function takeOneLeft(words: Int32Array, at: number): number {
  for (;;) {
    const left = Atomics.load(words, at);
    if (left <= 0) return 0;
    if (Atomics.compareExchange(words, at, left, left - 1) === left) return left;
  }
}
