/**
 * What a rate limit says: of whom what is counted, and how much of it there may be. Plain data and its words; pure.
 */

/** What may be counted over time, in the words of the setting. */
export const RATES = ['requests', 'tokens', 'input_tokens', 'output_tokens'] as const;

export type Rate = (typeof RATES)[number];

/** The periods of rates, in milliseconds. */
export const PERIODS = { s: 1_000, min: 60_000, h: 3_600_000, day: 86_400_000 } as const;

export type Period = keyof typeof PERIODS;

/** Each key by itself, each model by itself, or everything together. */
export type Scope = 'key' | 'model' | 'all';

interface Scoped {
  readonly scope: Scope;
  /** Only models whose name fits this pattern, each by itself; null for all. */
  readonly pattern: string | null;
}

/** `amount` in each period; `burst` is what may come at once after a quiet time. */
export interface RateLimit extends Scoped {
  readonly counts: Rate;
  readonly amount: number;
  readonly period: Period;
  readonly burst: number;
}

/** At most `amount` requests at once. */
export interface ConcurrencyLimit extends Scoped {
  readonly counts: 'concurrent';
  readonly amount: number;
}

export type Limit = RateLimit | ConcurrencyLimit;

/**
 * The most that an amount or a burst may be: the amount times the longest period, in milliseconds, is a whole number that a
 * float holds exactly (see Bucket).
 */
export const AMOUNT_MAX = 100_000_000;

/** In the grammar of the setting. */
export function formatLimits(limits: readonly Limit[]): string {
  return limits.length === 0 ? 'none' : limits.map(formatLimit).join(', ');
}

export function formatLimit(limit: Limit): string {
  const scope = limit.pattern === null ? limit.scope : `${limit.scope}(${limit.pattern})`;
  if (limit.counts === 'concurrent') return `${scope}: ${limit.amount} concurrent`;
  const { amount, counts, period, burst } = limit;
  return `${scope}: ${amount} ${counts}/${period}${burst === amount ? '' : ` burst ${burst}`}`;
}
