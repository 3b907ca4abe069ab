/**
 * The one rule of how long an answer is, for all APIs. Pure.
 *
 * It has as many tokens as were planned for it, but no fewer than the request wants at the least, and never more than a limit: the
 * request's own or the server's. It ends with `length` where a limit cut it off, or was to be met.
 */
import type { Finish } from './plan.js';
import type { Wish } from './wish.js';

export interface Length {
  readonly tokens: number;
  readonly finish: Extract<Finish, 'stop' | 'length'>;
}

/** `plannedTokens` is what it would have by itself, `serverMax` what no answer passes. */
export function lengthOf(
  plannedTokens: number,
  { tokensMax, ask }: Pick<Wish, 'tokensMax' | 'ask'>,
  serverMax: number,
): Length {
  const limit = Math.min(tokensMax ?? serverMax, serverMax);
  const least = ask === null ? 0 : leastOf(ask.tokensMin, ask.isEndless, tokensMax);
  const wanted = Math.max(plannedTokens, least);
  return { tokens: Math.min(wanted, limit), finish: wanted > limit || least >= limit ? 'length' : 'stop' };
}

/** Without a limit of its own, an answer that only a limit may end has nothing to go on to. */
function leastOf(tokensMin: number, isEndless: boolean, tokensMax: number | null): number {
  return isEndless && tokensMax !== null ? tokensMax : tokensMin;
}
