/**
 * Draws from a distribution. Pure but for the generator's state. Called once per token on the hot path: no allocation,
 * no closure. Every kind but mix and trace is sampled by inversion, so a sample costs one draw, and a constant or a trace none.
 */

import { takeTurn } from '../../shared/threads/number-words.js';
import { normalQuantile } from '../random/normal.js';
import type { Random } from '../random/random.js';
import type { Distribution, Mix, Percentiles, Trace } from './distribution.js';

/** One value, at least 0, in the distribution's unit. */
export function sample(distribution: Distribution, random: Random): number {
  let one = distribution;
  while (one.kind === 'mix') one = pickPart(one, random.next());
  if (one.kind === 'constant') return one.value;
  return one.kind === 'trace' ? nextOf(one) : simpleQuantile(one, random.next());
}

function nextOf({ rows, turn }: Trace): number {
  const value = rows[takeTurn(turn) % rows.length] as number;
  return value;
}

/** As `sample`, rounded to the nearest whole number, a half upwards: uniform(1,3) gives 2 twice as often as 1 or 3. */
export function sampleCount(distribution: Distribution, random: Random): number {
  return Math.round(sample(distribution, random));
}

function pickPart({ parts, cumulative }: Mix, rank: number): Distribution {
  let index = 0;
  while (rank >= (cumulative[index] ?? 2)) index++;
  // biome-ignore lint/style/noNonNullAssertion: the last cumulative share is 1, and a rank is below 1
  return parts[index]!.distribution;
}

/**
 * The value that the share `rank` of the samples does not exceed.
 *
 * @param rank above 0 and below 1
 */
export function simpleQuantile(distribution: Exclude<Distribution, Mix>, rank: number): number {
  switch (distribution.kind) {
    case 'constant':
      return distribution.value;
    case 'uniform':
      return distribution.min + (distribution.max - distribution.min) * rank;
    case 'normal':
      return Math.max(0, distribution.mean + distribution.sd * normalQuantile(rank));
    case 'lognormal':
      return distribution.p50 * Math.exp(distribution.sigma * normalQuantile(rank));
    case 'exponential':
      return -distribution.mean * Math.log1p(-rank);
    case 'percentiles':
      return interpolated(distribution, rank);
    case 'empirical':
    case 'trace': {
      const { sorted } = distribution;
      return sorted[Math.min(sorted.length, Math.max(1, Math.ceil(rank * sorted.length))) - 1] as number;
    }
  }
}

function interpolated({ ranks, values }: Percentiles, rank: number): number {
  let upper = 1;
  while (rank > (ranks[upper] ?? 1)) upper++;
  const lowRank = ranks[upper - 1] ?? 0;
  const lowValue = values[upper - 1] ?? 0;
  const share = (rank - lowRank) / ((ranks[upper] ?? 1) - lowRank);
  return lowValue + ((values[upper] ?? lowValue) - lowValue) * share;
}
