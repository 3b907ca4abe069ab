/**
 * How long things took, as counts in buckets that grow by the same factor: percentiles of any number of durations in a fixed
 * amount of memory. Main thread, hot path: adding one is a logarithm and three stores.
 */

/** Shorter ones count as this. */
const MS_MIN = 1 / 16;
const OCTAVES = 32;
const BUCKETS_PER_OCTAVE = 32;
/** What a percentile may be too long by, as a ratio: a bucket's width. */
export const QUANTILE_ERROR = 2 ** (1 / BUCKETS_PER_OCTAVE) - 1;

/** In milliseconds; null where nothing was counted. */
export interface Percentiles {
  readonly count: number;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
  readonly max: number | null;
}

export const BUCKETS = OCTAVES * BUCKETS_PER_OCTAVE;
/** Counts can be added where these are the same. */
export const BUCKET_SCHEME = { from_ms: MS_MIN, per_octave: BUCKETS_PER_OCTAVE, buckets: BUCKETS } as const;
const SHARES = [0.5, 0.9, 0.99] as const;

/** What has been counted, as plain data that may go from one thread to another. */
export interface QuantilesDump {
  /** From the bucket `lowest` on. */
  readonly counts: Uint32Array;
  readonly lowest: number;
  readonly count: number;
  readonly maxMs: number;
}

export class Quantiles {
  readonly #counts = new Uint32Array(BUCKETS);
  #count = 0;
  #maxMs = 0;
  #lastMs = 0;
  #lastBucket = 0;
  /** Counts are from here to there: most of the buckets are empty, and need not be looked at. */
  #lowest = BUCKETS;
  #highest = -1;

  add(ms: number): void {
    // What was planned is often the same as for the one before.
    const bucket = ms === this.#lastMs ? this.#lastBucket : bucketOf(ms);
    this.#lastMs = ms;
    this.#lastBucket = bucket;
    this.#counts[bucket] = (this.#counts[bucket] as number) + 1;
    this.#count++;
    if (ms > this.#maxMs) this.#maxMs = ms;
    if (bucket < this.#lowest) this.#lowest = bucket;
    if (bucket > this.#highest) this.#highest = bucket;
  }

  /** As if all that another one has had been added. */
  addAll(other: Quantiles): void {
    const counts = this.#counts;
    for (let bucket = other.#lowest; bucket <= other.#highest; bucket++) {
      counts[bucket] = (counts[bucket] as number) + (other.#counts[bucket] as number);
    }
    this.#count += other.#count;
    this.#maxMs = Math.max(this.#maxMs, other.#maxMs);
    this.#lowest = Math.min(this.#lowest, other.#lowest);
    this.#highest = Math.max(this.#highest, other.#highest);
  }

  dump(): QuantilesDump {
    const counts = this.#counts.slice(this.#lowest, this.#highest + 1);
    return { counts, lowest: this.#lowest, count: this.#count, maxMs: this.#maxMs };
  }

  /** As `addAll`, of what another thread has counted. */
  addDump({ counts, lowest, count, maxMs }: QuantilesDump): void {
    if (count === 0) return;
    for (const [at, added] of counts.entries()) {
      this.#counts[lowest + at] = (this.#counts[lowest + at] as number) + added;
    }
    this.#count += count;
    this.#maxMs = Math.max(this.#maxMs, maxMs);
    this.#lowest = Math.min(this.#lowest, lowest);
    this.#highest = Math.max(this.#highest, lowest + counts.length - 1);
  }

  /** Begins anew. */
  clear(): void {
    if (this.#count > 0) this.#counts.fill(0, this.#lowest, this.#highest + 1);
    this.#count = 0;
    this.#maxMs = 0;
    this.#lowest = BUCKETS;
    this.#highest = -1;
  }

  /** Never too short, and too long by no more than QUANTILE_ERROR; `max` is exact. */
  read(): Percentiles {
    const count = this.#count;
    if (count === 0) return { count, p50: null, p90: null, p99: null, max: null };
    const [p50, p90, p99] = this.#at(SHARES.map((share) => Math.ceil(share * count)));
    return { count, p50: p50 as number, p90: p90 as number, p99: p99 as number, max: rounded(this.#maxMs) };
  }

  /** Of the shortest ones, so many: the end of the bucket that the last of them is in. `ranks` rise. */
  #at(ranks: readonly number[]): readonly number[] {
    const found: number[] = [];
    let seen = 0;
    for (let bucket = this.#lowest; bucket <= this.#highest && found.length < ranks.length; bucket++) {
      seen += this.#counts[bucket] as number;
      while (found.length < ranks.length && seen >= (ranks[found.length] as number)) {
        found.push(rounded(Math.min(this.#maxMs, MS_MIN * 2 ** ((bucket + 1) / BUCKETS_PER_OCTAVE))));
      }
    }
    return found;
  }
}

function bucketOf(ms: number): number {
  const at = ms <= MS_MIN ? 0 : Math.floor(Math.log2(ms / MS_MIN) * BUCKETS_PER_OCTAVE);
  return at < BUCKETS ? at : BUCKETS - 1;
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
