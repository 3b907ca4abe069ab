/**
 * Owns a distribution of figures with weights, in a bounded number of buckets that grow by the same factor, however long a run
 * is. Browser, pure.
 */

/** A quantile is off by half of this at the most. */
const GROWTH = 1.04;
/** What is less counts as this: a hundredth of a millisecond. */
const LEAST = 1e-5;
/** Up to a day, in seconds. */
const BUCKETS_MAX = Math.ceil(Math.log(86_400 / LEAST) / Math.log(GROWTH));

export class WeightedQuantile {
  readonly #weights = new Map<number, number>();
  #total = 0;

  /** What is not a number is not counted. */
  add(value: number, weight: number): void {
    if (Number.isNaN(value) || !(weight > 0)) return;
    const bucket = Math.round(Math.log(Math.max(LEAST, value) / LEAST) / Math.log(GROWTH));
    const place = Math.min(BUCKETS_MAX, bucket);
    this.#weights.set(place, (this.#weights.get(place) ?? 0) + weight);
    this.#total += weight;
  }

  /** What a share `q` (0 to 1) of the weight did not exceed; NaN where there is none. */
  quantile(q: number): number {
    let below = 0;
    for (const place of [...this.#weights.keys()].sort((one, other) => one - other)) {
      below += this.#weights.get(place) ?? 0;
      if (below >= q * this.#total) return LEAST * GROWTH ** place;
    }
    return Number.NaN;
  }
}
