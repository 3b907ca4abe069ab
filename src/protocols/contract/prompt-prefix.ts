/**
 * What prompts begin with, as far as a cache of prefixes knows it: hashes of everything up to some places, and no text. Types, and how
 * much of a prompt was found. Pure; for PREFIX_CACHE=on only.
 */

/** How one API caches what prompts have in common. */
export interface PrefixRule {
  /** A prefix of fewer tokens is not cached. `model` is bare. */
  readonly tokensMin: (model: string) => number;
  /** Whether a prefix ends where the client says so (`cache_control`), or at every so many tokens by itself. */
  readonly byMarks: boolean;
}

/** Where prefixes end by themselves: OpenAI's guide "Prompt caching" counts in steps of 128 tokens. */
export const STEP_TOKENS = 128;

/** Given beside the request, which does not hold it. It may cross threads. */
export interface PromptPrefix {
  /** Of all places in their order: a whole number of 52 bits for everything up to there. */
  readonly keys: Float64Array;
  /** The tokens up to each. */
  readonly tokens: Float64Array;
  /** Indices of the places that the client marked, in their order; null where each place counts. */
  readonly marks: readonly number[] | null;
  readonly tokensMin: number;
  /** Of the whole prompt. */
  readonly totalTokens: number;
}

/** Of an estimated prompt. */
export interface CachedTokens {
  readonly read: number;
  readonly created: number;
  /** Of the prompt that both are of. */
  readonly totalTokens: number;
  /** `read` is a multiple of it. */
  readonly stepTokens: number;
}

const NOTHING = Object.freeze({ read: 0, created: 0 });

/**
 * What the usage tells of a prompt of so many tokens: in proportion where a tokeniser counted others than were estimated. Never more
 * than there are.
 */
export function cachedWithin(
  cached: CachedTokens | null | undefined,
  promptTokens: number,
): { readonly read: number; readonly created: number } {
  if (cached === null || cached === undefined) return NOTHING;
  const { read, created, totalTokens, stepTokens } = cached;
  if (promptTokens === totalTokens) return cached;
  const share = promptTokens / Math.max(1, totalTokens);
  const scaled = Math.floor((read * share) / stepTokens) * stepTokens;
  return { read: scaled, created: Math.floor(created * share) };
}
