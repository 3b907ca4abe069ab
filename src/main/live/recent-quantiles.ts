/**
 * Quantiles of what a histogram, or all series of one, have observed since it was last asked. Main thread, once a second. Pure but for its memory
 * of the counts before.
 */
import type { Histogram } from '../../shared/figures/histogram.js';

export class RecentQuantiles {
  #before: Float64Array;
  #now: Float64Array;
  /** What came between them. */
  readonly #since: Float64Array;
  #total = 0;

  /** The series of one figure, at least one: they have the same bounds. */
  constructor(private readonly series: readonly Histogram[]) {
    const buckets = (series[0] as Histogram).bounds.length + 1;
    this.#before = new Float64Array(buckets);
    this.#now = new Float64Array(buckets);
    this.#since = new Float64Array(buckets);
    this.advance();
    this.#total = 0;
  }

  /** From here on `quantile` speaks of what was observed between the call before this one and this one. */
  advance(): void {
    const [before, now] = [this.#now, this.#before];
    now.fill(0);
    for (const histogram of this.series) histogram.addCountsTo(now);
    this.#total = 0;
    for (let bucket = 0; bucket < now.length; bucket++) {
      const count = (now[bucket] as number) - (before[bucket] as number);
      this.#since[bucket] = count;
      this.#total += count;
    }
    this.#before = before;
    this.#now = now;
  }

  /**
   * The value that a share `q` (0 to 1) of the observations did not exceed, as Prometheus' histogram_quantile estimates it:
   * evenly spread within a bucket, the last finite bound for what lies above it. NaN when nothing was observed.
   */
  quantile(q: number): number {
    const { bounds } = this.series[0] as Histogram;
    if (this.#total === 0) return Number.NaN;
    const rank = q * this.#total;
    let below = 0;
    for (const [bucket, upper] of bounds.entries()) {
      const count = this.#since[bucket] as number;
      if (count > 0 && below + count >= rank) {
        const lower = bounds[bucket - 1] ?? 0;
        return lower + ((upper - lower) * (rank - below)) / count;
      }
      below += count;
    }
    return bounds.at(-1) as number;
  }
}
