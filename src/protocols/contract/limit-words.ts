/**
 * What a provider says of its rate limits: in headers, how much is left; in a refusal, what was too much. Types, and what several
 * providers have in common. Pure.
 */
import type { Limit, Rate } from '../../behavior/limits/limit.js';

/** A limit that a request was over. `waitMs` is Infinity where it could never be let through. */
export interface LimitRefusal {
  readonly limit: Limit;
  /** The most units that may be taken at once. */
  readonly most: number;
  readonly used: number;
  readonly requested: number;
  readonly waitMs: number;
}

/** How much is left of a rate. `resetMs`: until all of it is there again. */
export interface Standing {
  readonly limit: number;
  readonly remaining: number;
  readonly resetMs: number;
}

/** By rate; absent where nothing limits it. */
export type Standings = { readonly [One in Rate]?: Standing };

export interface LimitWords {
  /** The message of a 429. */
  refuse(refusal: LimitRefusal, model: string): string;
  /** Headers of every answer, names in lower case. `elapsedMs`: since the request came. */
  headers(standings: Standings, elapsedMs: number): readonly (readonly [name: string, value: string])[];
}

/** The limit on tokens of whatever kind: where only one side is limited, the side of which less is left. */
export function tokenStanding({ tokens, input_tokens, output_tokens }: Standings): Standing | undefined {
  if (tokens !== undefined) return tokens;
  if (input_tokens === undefined || output_tokens === undefined) return input_tokens ?? output_tokens;
  return input_tokens.remaining <= output_tokens.remaining ? input_tokens : output_tokens;
}

const PERIOD_NAMES = { s: 'second', min: 'minute', h: 'hour', day: 'day' } as const;

/** For example `60 requests per minute`. */
export function limitName(limit: Limit): string {
  if (limit.counts === 'concurrent') return `${limit.amount} concurrent requests`;
  const { amount, counts, period } = limit;
  return `${amount} ${counts.replace('_', ' ')} per ${PERIOD_NAMES[period]}`;
}
