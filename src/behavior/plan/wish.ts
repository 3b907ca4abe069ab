/**
 * What a plan depends on, of whatever a request consists otherwise. Types, and the wish of whoever wishes nothing. Pure.
 */

export interface Wish {
  readonly promptTokens: number;
  /** Whether it is answered in words. */
  readonly speaks: boolean;
  readonly tokensMax: number | null;
  readonly stop: readonly string[];
  readonly stream: boolean;
  readonly userText: string | null;
  /** What else it asks for; null of most requests, which want words and no more. */
  readonly ask: Ask | null;
}

/** What a request may ask for beside words. */
export interface Ask {
  /** The answer has at least so many tokens; 0 for no such wish. */
  readonly tokensMin: number;
  /** Whether only a limit may end the answer (`ignore_eos`). */
  readonly isEndless: boolean;
  readonly tools: ToolAsk | null;
  readonly format: FormatAsk | null;
  readonly reasoning: ReasoningAsk | null;
  /** The answer is to be a refusal: asked for by a text that a provider has for tests. */
  readonly isRefused: boolean;
}

export interface Tool {
  readonly name: string;
  /** JSON schema of its arguments, as the client wrote it; undefined where it has none. */
  readonly schema: unknown;
}

/** Tools that the answer may call. */
export interface ToolAsk {
  /** At least one. */
  readonly tools: readonly Tool[];
  /** Left to the model; some call must be made; none may be. One that is named is the only one of `tools`. */
  readonly choice: 'auto' | 'required' | 'none';
  /** Whether an answer may hold more than one call. */
  readonly isParallel: boolean;
  /** How often tools have answered since the user spoke last. */
  readonly turn: number;
  /** A hash of what the user said last: the same in all turns. */
  readonly thread: number;
}

/** What the text of the answer has to look like. */
export type FormatAsk =
  | { readonly is: 'schema'; readonly schema: unknown }
  | { readonly is: 'choice'; readonly choices: readonly string[] }
  | { readonly is: 'pattern'; readonly pattern: string };

/** Thoughts ahead of the answer. */
export interface ReasoningAsk {
  /** Whether they are asked for, or refused. */
  readonly isWanted: boolean;
  readonly tokensMax: number | null;
  /** Whether nobody may read them; absent for no. */
  readonly isRedacted?: boolean;
}

/** Any JSON object. */
export const JSON_OBJECT: FormatAsk = { is: 'schema', schema: { type: 'object' } };

/** Nothing: a start for readers, which set what they find. */
export const NO_ASK: Ask = Object.freeze({
  tokensMin: 0,
  isEndless: false,
  tools: null,
  format: null,
  reasoning: null,
  isRefused: false,
});

/** null where nothing is asked for: most requests share that. */
export function askOrNull(ask: Ask): Ask | null {
  const { tokensMin, isEndless, tools, format, reasoning, isRefused } = ask;
  const isPlain = tokensMin === 0 && !isEndless && !isRefused;
  return isPlain && tools === null && format === null && reasoning === null ? null : ask;
}

/** The wish of a request that wishes nothing. */
export const NO_WISH: Wish = {
  promptTokens: 0,
  speaks: true,
  tokensMax: null,
  stop: [],
  stream: false,
  userText: null,
  ask: null,
};
