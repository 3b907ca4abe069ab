/**
 * Finds the bucket of a value in the time of a few comparisons, however many buckets there are, and without a logarithm: the
 * upper bits of a float, its exponent and the first digits behind it, are the index of a table. Hot path; every thread.
 */

/** Bits of the fraction that count: 32 cells of the table to a doubling, so few bounds lie in one. */
const FRACTION_BITS = 5;
/** Of the upper word of a float: the sign, eleven bits of the exponent, twenty of the fraction. */
const SHIFT = 20 - FRACTION_BITS;

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
float[0] = 1;
const UPPER = words[1] === 0 ? 0 : 1;

function keyOf(value: number): number {
  float[0] = value;
  return (words[UPPER] as number) >>> SHIFT;
}

/** By the list of bounds: of the same list there is one. */
const finders = new WeakMap<readonly number[], BucketFinder>();

export class BucketFinder {
  /** By key, from that of the lowest bound on: the first bucket that a value with that key may lie in. */
  readonly #table: Uint16Array;
  readonly #keyMin: number;
  readonly #least: number;
  readonly #most: number;

  /** `bounds` rise, and are above 0. */
  private constructor(private readonly bounds: readonly number[]) {
    this.#least = bounds[0] ?? Number.NEGATIVE_INFINITY;
    this.#most = bounds.at(-1) ?? Number.NEGATIVE_INFINITY;
    this.#keyMin = bounds.length === 0 ? 0 : keyOf(this.#least);
    const size = bounds.length === 0 ? 0 : keyOf(this.#most) - this.#keyMin + 1;
    this.#table = new Uint16Array(size);
    for (let bucket = 0, cell = 0; cell < size; cell++) {
      while (keyOf(bounds[bucket] as number) - this.#keyMin < cell) bucket++;
      this.#table[cell] = bucket;
    }
  }

  static of(bounds: readonly number[]): BucketFinder {
    const known = finders.get(bounds);
    if (known !== undefined) return known;
    const finder = new BucketFinder(bounds);
    finders.set(bounds, finder);
    return finder;
  }

  /** The first bucket whose bound is not below `value`; that behind the last bound where there is none. */
  find(value: number): number {
    const { bounds } = this;
    if (value > this.#most) return bounds.length;
    if (!(value > this.#least)) return 0;
    let bucket = this.#table[keyOf(value) - this.#keyMin] as number;
    while (value > (bounds[bucket] as number)) bucket++;
    return bucket;
  }
}
