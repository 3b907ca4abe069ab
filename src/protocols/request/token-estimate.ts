/**
 * How many tokens a text is about. Pure, and cheap enough for the hot path: no tokeniser runs there.
 */

/** English runs at about four bytes of UTF-8 a token; Chinese, at three bytes a character, at a little over one. */
export const BYTES_PER_TOKEN = 4;

/** What a chat format adds to every message and to the whole, in tokens (OpenAI's cookbook counts 3 and 3). */
export const TOKENS_PER_MESSAGE = 3;
export const TOKENS_PER_PROMPT = 3;

/** Estimated tokens of a text; 0 for an empty one, else at least 1. */
export function estimateTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text, 'utf8') / BYTES_PER_TOKEN);
}
