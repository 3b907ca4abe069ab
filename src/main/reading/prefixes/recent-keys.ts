/**
 * A set of numbers of which the least recently used go first. Main thread.
 *
 * It lies in typed arrays that are made at the start, 28 bytes a number: it never grows, leaves no garbage, and never moves what it holds.
 * (A Set of as many took 97 bytes each, and 10 ms for 4,096 numbers when it was time to move them; Node.js 20, 2026-11-27.)
 */

/** Of each number: itself, its neighbours in time, the next in its bucket, and two buckets. */
export const KEY_BYTES = 8 + 3 * 4 + 2 * 4;

const NONE = -1;
const LOW_UNIT = 2 ** 20;

export class RecentKeys {
  /** Of places: up to here they are in use. */
  #size = 0;
  #newest = NONE;
  #oldest = NONE;
  readonly #keys: Float64Array;
  readonly #newer: Int32Array;
  readonly #older: Int32Array;
  /** The next place in the same bucket. */
  readonly #next: Int32Array;
  /** The first place of each. */
  readonly #buckets: Int32Array;

  /** Whole numbers from 0 to 2^53 − 1, of which the bits above the lowest 20 are as good as drawn. */
  constructor(private readonly keysMax: number) {
    this.#keys = new Float64Array(keysMax);
    this.#newer = new Int32Array(keysMax);
    this.#older = new Int32Array(keysMax);
    this.#next = new Int32Array(keysMax);
    this.#buckets = new Int32Array(2 ** (1 + Math.ceil(Math.log2(keysMax)))).fill(NONE);
  }

  get size(): number {
    return this.#size;
  }

  has(key: number): boolean {
    return this.#find(key) !== NONE;
  }

  /** It is known from now on, and the most recent one. */
  use(key: number): void {
    const known = this.#find(key);
    const place = known === NONE ? this.#placeFor(key) : known;
    if (known !== NONE) this.#unlink(place);
    this.#older[place] = this.#newest;
    this.#newer[place] = NONE;
    if (this.#newest === NONE) this.#oldest = place;
    else this.#newer[this.#newest] = place;
    this.#newest = place;
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
    const place = this.#size < this.keysMax ? this.#size++ : this.#forgetOldest();
    const bucket = this.#bucketOf(key);
    this.#keys[place] = key;
    this.#next[place] = this.#buckets[bucket] as number;
    this.#buckets[bucket] = place;
    return place;
  }

  #forgetOldest(): number {
    const place = this.#oldest;
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
    if (older === NONE) this.#oldest = newer;
    else this.#newer[older] = newer;
    if (newer === NONE) this.#newest = older;
    else this.#older[newer] = older;
  }
}
