/**
 * Quantiles of what a histogram, or all series of one, have observed since it was last asked. Main thread, once a second. Pure but for its memory
 * of the counts before.
 */
import type { Histogram } from '../../shared/figures/histogram.js';

export class RecentQuantiles {
  #before: readonly number[];
  #since: readonly number[];

  /** The series of one figure, at least one: they have the same bounds. */
  constructor(private readonly series: readonly Histogram[]) {
    this.#before = this.#counts();
    this.#since = [];
  }

  /** From here on `quantile` speaks of what was observed between the call before this one and this one. */
  advance(): void {
    const now = this.#counts();
    this.#since = now.map((count, bucket) => count - (this.#before[bucket] as number));
    this.#before = now;
  }

  /**
   * The value that a share `q` (0 to 1) of the observations did not exceed, as Prometheus' histogram_quantile estimates it:
   * evenly spread within a bucket, the last finite bound for what lies above it. NaN when nothing was observed.
   */
  quantile(q: number): number {
    const { bounds } = this.series[0] as Histogram;
    const total = this.#since.reduce((sum, count) => sum + count, 0);
    if (total === 0) return Number.NaN;
    const rank = q * total;
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

  #counts(): readonly number[] {
    const [first, ...others] = this.series.map((histogram) => histogram.counts());
    for (const counts of others) {
      for (const [bucket, count] of counts.entries())
        (first as number[])[bucket] = (first?.[bucket] ?? 0) + count;
    }
    return first ?? [];
  }
}
