/**
 * What a distribution amounts to, computed and not sampled: mean, share at or below a value, quantiles. Pure; for
 * start-up lines, documentation and tests, not for the hot path.
 */

import { normalCdf, normalDensity } from '../random/normal.js';
import { constantOf, type Distribution, type Mix, type Percentiles } from './distribution.js';
import { simpleQuantile } from './sample.js';

/** The mean of infinitely many samples. */
export function meanOf(distribution: Distribution): number {
  switch (distribution.kind) {
    case 'constant':
      return distribution.value;
    case 'uniform':
      return (distribution.min + distribution.max) / 2;
    case 'normal': {
      const { mean, sd } = distribution;
      if (sd === 0) return mean;
      return mean * normalCdf(mean / sd) + sd * normalDensity(mean / sd);
    }
    case 'lognormal':
      return distribution.p50 * Math.exp(distribution.sigma ** 2 / 2);
    case 'exponential':
      return distribution.mean;
    case 'percentiles':
      return sumOverPieces(distribution, (lowRank, highRank, low, high) => {
        return ((highRank - lowRank) * (low + high)) / 2;
      });
    case 'empirical':
    case 'trace':
      return distribution.sorted.reduce((sum, value) => sum + value, 0) / distribution.sorted.length;
    case 'mix':
      return weighted(distribution, meanOf);
  }
}

/** The share of the samples that are at most x, 0 to 1. */
export function cdf(distribution: Distribution, x: number): number {
  if (x < 0) return 0;
  switch (distribution.kind) {
    case 'constant':
      return x >= distribution.value ? 1 : 0;
    case 'uniform':
      return pieceBelow(distribution.min, distribution.max, x);
    case 'normal': {
      const { mean, sd } = distribution;
      return sd === 0 ? Number(x >= mean) : normalCdf((x - mean) / sd);
    }
    case 'lognormal': {
      const { p50, sigma } = distribution;
      return sigma === 0 ? Number(x >= p50) : normalCdf(Math.log(x / p50) / sigma);
    }
    case 'exponential':
      return distribution.mean === 0 ? 1 : -Math.expm1(-x / distribution.mean);
    case 'percentiles':
      return sumOverPieces(distribution, (lowRank, highRank, low, high) => {
        return (highRank - lowRank) * pieceBelow(low, high, x);
      });
    case 'empirical':
    case 'trace':
      return shareBelow(distribution.sorted, x);
    case 'mix':
      return weighted(distribution, (part) => cdf(part, x));
  }
}

/** The share of rising values that are at most x, by halving. */
function shareBelow(sorted: Float64Array, x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) <= x) low = middle + 1;
    else high = middle;
  }
  return low / sorted.length;
}

/**
 * The least value that at least the share `rank` of the samples does not exceed.
 *
 * @param rank above 0 and below 1
 */
export function quantileOf(distribution: Distribution, rank: number): number {
  if (distribution.kind !== 'mix') return simpleQuantile(distribution, rank);
  const ofParts = distribution.parts.map((part) => quantileOf(part.distribution, rank));
  let low = Math.min(...ofParts);
  let high = Math.max(...ofParts);
  if (cdf(distribution, low) >= rank - ROUNDING) return low;
  // Halved until no double lies between the two, which is after 64 steps or so: a step of the mix is met exactly.
  for (let step = 0; step < BISECTIONS_MAX; step++) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (cdf(distribution, middle) >= rank - ROUNDING) high = middle;
    else low = middle;
  }
  return high;
}

/** More than the error of a cdf, less than the distance of two draws (2^-32): 70 % may come out as 69.999…9 %. */
const ROUNDING = 1e-14;
const BISECTIONS_MAX = 200;

/** The share at or below x of what lies evenly from low to high. */
function pieceBelow(low: number, high: number, x: number): number {
  if (x >= high) return 1;
  return x <= low ? 0 : (x - low) / (high - low);
}

type PieceValue = (lowRank: number, highRank: number, low: number, high: number) => number;

function sumOverPieces({ ranks, values }: Percentiles, termOf: PieceValue): number {
  let sum = 0;
  for (let i = 1; i < ranks.length; i++) {
    sum += termOf(ranks[i - 1] ?? 0, ranks[i] ?? 1, values[i - 1] ?? 0, values[i] ?? 0);
  }
  return sum;
}

function weighted({ parts, cumulative }: Mix, termOf: (part: Distribution) => number): number {
  return parts.reduce((sum, { distribution }, i) => {
    return sum + ((cumulative[i] ?? 1) - (cumulative[i - 1] ?? 0)) * termOf(distribution);
  }, 0);
}

/** The largest value that a sample can have; Infinity where there is none. */
export function maximumOf(distribution: Distribution): number {
  const constant = constantOf(distribution);
  if (constant !== undefined) return constant;
  switch (distribution.kind) {
    case 'uniform':
      return distribution.max;
    case 'percentiles':
      return distribution.values.at(-1) ?? 0;
    case 'empirical':
    case 'trace':
      return distribution.sorted.at(-1) ?? 0;
    case 'mix':
      return Math.max(
        ...distribution.parts
          .filter(({ percent }) => percent > 0)
          .map((part) => maximumOf(part.distribution)),
      );
    default:
      return Number.POSITIVE_INFINITY;
  }
}
