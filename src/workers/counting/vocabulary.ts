/**
 * The tokens of a byte-pair encoding, found by their bytes. Worker threads only; a few megabytes, where a map of strings takes fifty.
 *
 * A token's rank is its number in the vocabulary: the lower, the earlier two neighbours are merged to it. One hash table in one
 * piece of memory, and nothing is allocated to ask it: most of the work of counting is asking it.
 */
import assert from 'node:assert/strict';

/** Twice as many places as tokens at the least, so that a chain is short. A power of two. */
const PLACES = 524_288;
const TOKENS_MAX = PLACES / 2;
/** What a place holds: the hash, and the rank plus one; zero where the place is free. */
const CELLS = 2;
/** Ranks of what is one byte, or two: those are asked for most. */
const PAIRS = 65_536;

export const NO_RANK = -1;

/** A vocabulary, as far as it is asked. */
export type Ranks = Pick<Vocabulary, 'rankOf'>;

export class Vocabulary {
  readonly #bytes: Uint8Array;
  /** Where each token begins; one more than there are tokens. */
  readonly #starts: Int32Array;
  readonly #places = new Int32Array(CELLS * PLACES);
  readonly #pairs = new Int32Array(PAIRS).fill(NO_RANK);
  readonly #bytesMax: number;

  /** `bytes` are those of all tokens one behind the other, in the order of their ranks; `ends` is where each ends. */
  constructor(bytes: Uint8Array, ends: Int32Array) {
    assert.ok(ends.length <= TOKENS_MAX, `a vocabulary of ${ends.length} tokens`);
    this.#bytes = bytes;
    this.#starts = new Int32Array(ends.length + 1);
    this.#starts.set(ends, 1);
    let bytesMax = 0;
    for (let rank = 0; rank < ends.length; rank++) bytesMax = Math.max(bytesMax, this.#enter(rank));
    this.#bytesMax = bytesMax;
  }

  /** The rank of the token that these bytes are, or NO_RANK. */
  rankOf(text: Uint8Array, start: number, end: number): number {
    const length = end - start;
    if (length === 2)
      return this.#pairs[((text[start] as number) << 8) | (text[start + 1] as number)] as number;
    if (length > this.#bytesMax) return NO_RANK;
    const hash = hashOf(text, start, end);
    for (let place = hash & (PLACES - 1); ; place = (place + 1) & (PLACES - 1)) {
      const rank = (this.#places[CELLS * place + 1] as number) - 1;
      if (rank === NO_RANK) return NO_RANK;
      if (this.#places[CELLS * place] === hash && this.#is(rank, text, start, length)) return rank;
    }
  }

  /** Enters a token, and gives back how long it is. */
  #enter(rank: number): number {
    const start = this.#starts[rank] as number;
    const end = this.#starts[rank + 1] as number;
    if (end - start === 2) {
      this.#pairs[((this.#bytes[start] as number) << 8) | (this.#bytes[start + 1] as number)] = rank;
    }
    const hash = hashOf(this.#bytes, start, end);
    let place = hash & (PLACES - 1);
    while (this.#places[CELLS * place + 1] !== 0) place = (place + 1) & (PLACES - 1);
    this.#places[CELLS * place] = hash;
    this.#places[CELLS * place + 1] = rank + 1;
    return end - start;
  }

  #is(rank: number, text: Uint8Array, start: number, length: number): boolean {
    const from = this.#starts[rank] as number;
    if ((this.#starts[rank + 1] as number) - from !== length) return false;
    for (let at = 0; at < length; at++) if (this.#bytes[from + at] !== text[start + at]) return false;
    return true;
  }
}

/** FNV-1a, and its upper half mixed into the lower one, by which a place is found. */
function hashOf(text: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (text[at] as number), 0x01000193);
  return hash ^ (hash >>> 15);
}
