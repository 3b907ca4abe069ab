/**
 * How long things took, as counts in buckets that grow by the same factor: percentiles of any number of durations in a fixed
 * amount of memory. Main thread, hot path: adding one is a logarithm and three stores.
 */
import type { Percentiles } from '../../shared/answers/control-answers.js';

/** Shorter ones count as this. */
const MS_MIN = 1 / 16;
const OCTAVES = 32;
const BUCKETS_PER_OCTAVE = 32;
/** What a percentile may be too long by, as a ratio: a bucket's width. */
export const QUANTILE_ERROR = 2 ** (1 / BUCKETS_PER_OCTAVE) - 1;

export class Quantiles {
  readonly #counts = new Uint32Array(OCTAVES * BUCKETS_PER_OCTAVE);
  #count = 0;
  #maxMs = 0;

  add(ms: number): void {
    const at = ms <= MS_MIN ? 0 : Math.floor(Math.log2(ms / MS_MIN) * BUCKETS_PER_OCTAVE);
    const bucket = Math.min(at, this.#counts.length - 1);
    this.#counts[bucket] = (this.#counts[bucket] as number) + 1;
    this.#count++;
    if (ms > this.#maxMs) this.#maxMs = ms;
  }

  /** Never too short, and too long by no more than QUANTILE_ERROR; `max` is exact. */
  read(): Percentiles {
    const count = this.#count;
    if (count === 0) return { count, p50: null, p90: null, p99: null, max: null };
    const [p50, p90, p99] = [0.5, 0.9, 0.99].map((share) => rounded(this.#at(Math.ceil(share * count))));
    return { count, p50: p50 as number, p90: p90 as number, p99: p99 as number, max: rounded(this.#maxMs) };
  }

  /** Of the shortest ones, so many: the end of the bucket that the last of them is in. */
  #at(rank: number): number {
    let seen = 0;
    for (const [bucket, count] of this.#counts.entries()) {
      seen += count;
      if (seen >= rank) return Math.min(this.#maxMs, MS_MIN * 2 ** ((bucket + 1) / BUCKETS_PER_OCTAVE));
    }
    return this.#maxMs;
  }
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
