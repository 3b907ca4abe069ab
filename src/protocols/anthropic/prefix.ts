/**
 * How Anthropic caches what prompts have in common: up to the blocks that are marked with `cache_control`. Pure data.
 * Source: Anthropic's guide "Prompt caching" (the least length by model, up to four marks).
 */
import type { PrefixRule } from '../contract/prompt-prefix.js';

const TOKENS_MIN = 1_024;
/** The first that fits counts. */
const OTHER_MODELS: readonly (readonly [model: RegExp, tokensMin: number])[] = [
  [/^claude-(?:haiku-4-5|opus-4-[56])/, 4_096],
  [/^claude-3(?:-5)?-haiku/, 2_048],
];

export const ANTHROPIC_PREFIX: PrefixRule = {
  byMarks: true,
  tokensMin: (model) => OTHER_MODELS.find(([pattern]) => pattern.test(model))?.[1] ?? TOKENS_MIN,
};
