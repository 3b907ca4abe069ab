/**
 * What a duration or a count may be, as data. Pure. Values are milliseconds or counts: nothing here knows which.
 * Objects of these types come from `create*` only, which compute once whatever sampling needs beyond the arguments.
 */

export interface Constant {
  readonly kind: 'constant';
  readonly value: number;
}

export interface Uniform {
  readonly kind: 'uniform';
  readonly min: number;
  readonly max: number;
}

/** Whatever falls below 0 counts as 0: the quantiles stay those of the curve, the mean moves up a little. */
export interface Normal {
  readonly kind: 'normal';
  readonly mean: number;
  readonly sd: number;
}

export interface Lognormal {
  readonly kind: 'lognormal';
  readonly p50: number;
  readonly p99: number;
  /** Standard deviation of the logarithm, so that the two quantiles above come out; its mean is that of p50. */
  readonly sigma: number;
}

export interface Exponential {
  readonly kind: 'exponential';
  readonly mean: number;
}

/** The value that `percent` per cent of the samples do not exceed. */
export interface Percentile {
  readonly percent: number;
  readonly value: number;
}

/**
 * Straight lines between the points of the quantile function. Below the first one a line leads to 0 at p0, as if p0=0
 * had been written: a low percentile is rarely the least that happens. Above the last one its value is held: no sample
 * is larger than the largest value that somebody wrote. Who wants other ends writes p0= or p100=.
 */
export interface Percentiles {
  readonly kind: 'percentiles';
  readonly points: readonly Percentile[];
  /** The knots of the quantile function, 0 to 1 inclusive, and its values there: the points and the two ends. */
  readonly ranks: readonly number[];
  readonly values: readonly number[];
}

/** Where a column of numbers is from, as somebody wrote it. */
export interface ColumnName {
  readonly path: string;
  readonly column: string | null;
  /** Of durations; null for milliseconds, or where there is none. */
  readonly unit: string | null;
}

/** One of the values of a column, each as often as it is there. */
export interface Empirical {
  readonly kind: 'empirical';
  readonly from: ColumnName;
  /** Rising. */
  readonly sorted: Float64Array;
}

/** The values of a column in turn, from its first to its last and round again: whoever draws takes the next one. */
export interface Trace {
  readonly kind: 'trace';
  readonly from: ColumnName;
  /** In the order of the file. */
  readonly rows: Float64Array;
  /** The same, rising. */
  readonly sorted: Float64Array;
  /**
   * The one thing in a distribution that changes: one number, how many turns were taken. It is the same in all threads that a copy
   * of the distribution is given to.
   */
  readonly turn: Int32Array;
}

export interface Part {
  readonly percent: number;
  readonly distribution: Distribution;
}

export interface Mix {
  readonly kind: 'mix';
  readonly parts: readonly Part[];
  /** The share of the parts up to and including each; the last one that weighs anything is exactly 1. */
  readonly cumulative: readonly number[];
}

export type Distribution =
  | Constant
  | Uniform
  | Normal
  | Lognormal
  | Exponential
  | Percentiles
  | Empirical
  | Trace
  | Mix;

/** The one value that all samples have, or undefined when they differ. */
export function constantOf(distribution: Distribution): number | undefined {
  switch (distribution.kind) {
    case 'constant':
      return distribution.value;
    case 'uniform':
      return distribution.min === distribution.max ? distribution.min : undefined;
    case 'normal':
      return distribution.sd === 0 ? distribution.mean : undefined;
    case 'lognormal':
      return distribution.sigma === 0 ? distribution.p50 : undefined;
    case 'exponential':
      return distribution.mean === 0 ? 0 : undefined;
    case 'percentiles': {
      const [value] = distribution.values;
      return value === distribution.values.at(-1) ? value : undefined;
    }
    case 'empirical':
    case 'trace': {
      const [least] = distribution.sorted;
      return least === distribution.sorted.at(-1) ? least : undefined;
    }
    case 'mix': {
      const weighty = distribution.parts.filter(({ percent }) => percent > 0);
      const constants = new Set(weighty.map((part) => constantOf(part.distribution)));
      return constants.size === 1 ? [...constants][0] : undefined;
    }
  }
}

/** Whether all samples are the same, so that nothing needs to be drawn. */
export function isConstant(distribution: Distribution): boolean {
  return constantOf(distribution) !== undefined;
}
