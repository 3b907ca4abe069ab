/**
 * A set of numbers of which the least recently used go first. Any thread; several may share one, each call then under a lock of theirs.
 *
 * It lies in typed arrays that are made at the start, 28 bytes a number: it never grows, leaves no garbage, and never moves what it holds:
 * a number has the same place until it is forgotten, under which others may keep what belongs to it.
 * (A Set of as many took 97 bytes each, and 10 ms for 4,096 numbers when it was time to move them; Node.js 20, 2026-11-27.)
 */

/** Of each number: itself, its neighbours in time, the next in its bucket, and two buckets. */
export const KEY_BYTES = 8 + 3 * 4 + 2 * 4;

/** Places begin at 1, so that memory of zeros is an empty set. */
const NONE = 0;
const LOW_UNIT = 2 ** 20;

/** Words at the start. */
const SIZE = 0;
const NEWEST = 1;
const OLDEST = 2;
const HEAD_BYTES = 16;

const bucketsFor = (keysMax: number): number => 2 ** (1 + Math.ceil(Math.log2(keysMax)));

export class RecentKeys {
  readonly #head: Int32Array;
  readonly #keys: Float64Array;
  readonly #newer: Int32Array;
  readonly #older: Int32Array;
  /** The next place in the same bucket. */
  readonly #next: Int32Array;
  /** The first place of each. */
  readonly #buckets: Int32Array;

  /** Bytes that a set of so many numbers lies in. */
  static bytesFor(keysMax: number): number {
    return HEAD_BYTES + (keysMax + 1) * (8 + 3 * 4) + 4 + bucketsFor(keysMax) * 4;
  }

  /**
   * Whole numbers from 0 to 2^53 − 1, of which the bits above the lowest 20 are as good as drawn. `memory` is where they lie from `start` on, a
   * multiple of 8, zeros at first; the same for all threads that share them.
   */
  constructor(
    private readonly keysMax: number,
    memory: ArrayBufferLike = new ArrayBuffer(RecentKeys.bytesFor(keysMax)),
    start = 0,
  ) {
    const places = keysMax + 1;
    this.#head = new Int32Array(memory, start, HEAD_BYTES / 4);
    this.#keys = new Float64Array(memory, start + HEAD_BYTES, places);
    const links = (from: number, length: number): Int32Array =>
      new Int32Array(memory, start + HEAD_BYTES + places * 8 + from * places * 4, length);
    this.#newer = links(0, places);
    this.#older = links(1, places);
    this.#next = links(2, places);
    this.#buckets = links(3, bucketsFor(keysMax));
  }

  get size(): number {
    return this.#head[SIZE] as number;
  }

  has(key: number): boolean {
    return this.#find(key) !== NONE;
  }

  /** Of a number that is known; it is not used by that. */
  placeOf(key: number): number {
    return this.#find(key);
  }

  /** The number at a place; another one than before says that the place is another's by now. */
  keyAt(place: number): number {
    return this.#keys[place] as number;
  }

  /**
   * It is known from now on, and the most recent one. Gives back its place, 1 to `keysMax`; below 0, the place with its sign changed,
   * where it was not known before.
   */
  use(key: number): number {
    const known = this.#find(key);
    const place = known === NONE ? this.#placeFor(key) : known;
    if (known !== NONE) this.#unlink(place);
    const newest = this.#head[NEWEST] as number;
    this.#older[place] = newest;
    this.#newer[place] = NONE;
    if (newest === NONE) this.#head[OLDEST] = place;
    else this.#newer[newest] = place;
    this.#head[NEWEST] = place;
    return known === NONE ? -place : place;
  }

  /** All places, that of the number that was used the longest ago first. Nothing may be used meanwhile. */
  *places(): Iterable<number> {
    for (let place = this.#head[OLDEST] as number; place !== NONE; place = this.#newer[place] as number) {
      yield place;
    }
  }

  #bucketOf(key: number): number {
    // A remainder of a large double takes half a microsecond.
    return Math.floor(key / LOW_UNIT) & (this.#buckets.length - 1);
  }

  #find(key: number): number {
    let place = this.#buckets[this.#bucketOf(key)] as number;
    while (place !== NONE && this.#keys[place] !== key) place = this.#next[place] as number;
    return place;
  }

  /** A free one, or that of the oldest. */
  #placeFor(key: number): number {
    const size = this.#head[SIZE] as number;
    const isFull = size >= this.keysMax;
    if (!isFull) this.#head[SIZE] = size + 1;
    const place = isFull ? this.#forgetOldest() : size + 1;
    const bucket = this.#bucketOf(key);
    this.#keys[place] = key;
    this.#next[place] = this.#buckets[bucket] as number;
    this.#buckets[bucket] = place;
    return place;
  }

  #forgetOldest(): number {
    const place = this.#head[OLDEST] as number;
    this.#unlink(place);
    const bucket = this.#bucketOf(this.#keys[place] as number);
    if (this.#buckets[bucket] === place) {
      this.#buckets[bucket] = this.#next[place] as number;
      return place;
    }
    let before = this.#buckets[bucket] as number;
    while (this.#next[before] !== place) before = this.#next[before] as number;
    this.#next[before] = this.#next[place] as number;
    return place;
  }

  /** Out of the order in time. */
  #unlink(place: number): void {
    const older = this.#older[place] as number;
    const newer = this.#newer[place] as number;
    if (older === NONE) this.#head[OLDEST] = newer;
    else this.#newer[older] = newer;
    if (newer === NONE) this.#head[NEWEST] = older;
    else this.#older[newer] = older;
  }
}
