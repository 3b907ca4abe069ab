/**
 * How many tokens a word has that is none itself: byte-pair encoding. Worker threads only; nothing is allocated for a word.
 *
 * The two neighbours whose bytes together have the lowest rank become one, the leftmost first, until no two do. A word of a few
 * bytes is looked through for each merge; for longer ones that would be a square of their length, so a heap says which is next.
 */
import assert from 'node:assert/strict';
import { NO_RANK, type Ranks } from './vocabulary.js';

/** Bytes of a word; whoever asks cuts longer ones. A power of two. */
export const WORD_BYTES_MAX = 65_536;
const SHORT_BYTES_MAX = 48;
const NONE = 0x7fffffff;
/** A merge makes two new pairs at the most. */
const HEAP_MAX = 3 * WORD_BYTES_MAX;

export class Merger {
  /** Of short words: where each part begins, and the rank of it with its right neighbour. */
  readonly #starts = new Int32Array(SHORT_BYTES_MAX + 1);
  readonly #ranks = new Int32Array(SHORT_BYTES_MAX + 1);
  #long: LongWords | null = null;

  constructor(private readonly vocabulary: Ranks) {}

  /** Tokens of the word from `start` to `end`, which is one byte long at the least. */
  count(text: Uint8Array, start: number, end: number): number {
    const length = end - start;
    assert.ok(length <= WORD_BYTES_MAX, `a word of ${length} bytes`);
    if (length <= SHORT_BYTES_MAX) return this.#countShort(text, start, length);
    this.#long ??= new LongWords(this.vocabulary);
    return this.#long.count(text, start, length);
  }

  #countShort(text: Uint8Array, start: number, length: number): number {
    const starts = this.#starts;
    const ranks = this.#ranks;
    for (let part = 0; part < length; part++) {
      starts[part] = start + part;
      ranks[part] = part + 1 < length ? this.#rank(text, start + part, start + part + 2) : NONE;
    }
    let parts = length;
    starts[parts] = start + length;
    while (parts > 1) {
      let lowest = NONE;
      let left = 0;
      for (let part = 0; part < parts - 1; part++) {
        if ((ranks[part] as number) >= lowest) continue;
        lowest = ranks[part] as number;
        left = part;
      }
      if (lowest === NONE) break;
      for (let part = left + 1; part < parts; part++) {
        starts[part] = starts[part + 1] as number;
        ranks[part] = ranks[part + 1] as number;
      }
      parts--;
      ranks[left] = left + 1 < parts ? this.#pairRank(text, left) : NONE;
      if (left > 0) ranks[left - 1] = this.#pairRank(text, left - 1);
    }
    return parts;
  }

  #pairRank(text: Uint8Array, left: number): number {
    return this.#rank(text, this.#starts[left] as number, this.#starts[left + 2] as number);
  }

  #rank(text: Uint8Array, start: number, end: number): number {
    const rank = this.vocabulary.rankOf(text, start, end);
    return rank === NO_RANK ? NONE : rank;
  }
}

/** The same for long words: parts are linked, and a heap holds their pairs by rank, then by place. */
class LongWords {
  /** By the byte at which a part begins: where the next one begins, where the one ahead did, and its rank with the next one. */
  readonly #next = new Int32Array(WORD_BYTES_MAX);
  readonly #ahead = new Int32Array(WORD_BYTES_MAX);
  readonly #ranks = new Int32Array(WORD_BYTES_MAX);
  /** Rank times WORD_BYTES_MAX, plus the place. What has changed since it was put in has another rank by now. */
  readonly #heap = new Float64Array(HEAP_MAX);
  #size = 0;

  constructor(private readonly vocabulary: Ranks) {}

  count(text: Uint8Array, start: number, length: number): number {
    this.#size = 0;
    for (let at = 0; at < length; at++) {
      this.#next[at] = at + 1;
      this.#ahead[at] = at - 1;
    }
    for (let at = 0; at < length; at++) this.#rate(text, start, length, at);
    let parts = length;
    while (this.#size > 0) {
      const lowest = this.#take();
      const at = lowest % WORD_BYTES_MAX;
      if (this.#ranks[at] !== Math.floor(lowest / WORD_BYTES_MAX)) continue;
      const gone = this.#next[at] as number;
      const next = this.#next[gone] as number;
      this.#next[at] = next;
      if (next < length) this.#ahead[next] = at;
      this.#ranks[gone] = NO_RANK;
      parts--;
      this.#rate(text, start, length, at);
      const ahead = this.#ahead[at] as number;
      if (ahead >= 0) this.#rate(text, start, length, ahead);
    }
    return parts;
  }

  /** Finds the rank of a part with the next one, and puts it into the heap if there is one. */
  #rate(text: Uint8Array, start: number, length: number, at: number): void {
    const next = this.#next[at] as number;
    const rank =
      next < length
        ? this.vocabulary.rankOf(text, start + at, start + (this.#next[next] as number))
        : NO_RANK;
    this.#ranks[at] = rank;
    if (rank !== NO_RANK) this.#put(rank * WORD_BYTES_MAX + at);
  }

  #put(value: number): void {
    const heap = this.#heap;
    let at = this.#size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((heap[parent] as number) <= value) break;
      heap[at] = heap[parent] as number;
      at = parent;
    }
    heap[at] = value;
  }

  #take(): number {
    const heap = this.#heap;
    const first = heap[0] as number;
    const last = heap[--this.#size] as number;
    let at = 0;
    for (let child = 1; child < this.#size; child = 2 * at + 1) {
      if (child + 1 < this.#size && (heap[child + 1] as number) < (heap[child] as number)) child++;
      if (last <= (heap[child] as number)) break;
      heap[at] = heap[child] as number;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}
