/**
 * How Gemini caches what prompts have in common by itself ("implicit caching"). Pure data. The steps are not published: OpenAI's stand in.
 * Source: Google's guide "Context caching" (the least length by model).
 */
import type { PrefixRule } from '../contract/prompt-prefix.js';

const TOKENS_MIN = 4_096;
const OLDER_TOKENS_MIN = 2_048;
/** Up to 2.5, and names that are none of Google's. */
const NEWER = /^gemini-(?:[3-9]|\d\d)/;

export const GOOGLE_PREFIX: PrefixRule = {
  byMarks: false,
  tokensMin: (model) => (NEWER.test(model) ? TOKENS_MIN : OLDER_TOKENS_MIN),
};
