/**
 * What is said to a request that is not answered in words (embeddings, a count of tokens): nothing. Pure.
 */
import type { PlannedText } from './planned-text.js';

export const NO_TEXT: PlannedText = Object.freeze({
  length: 0,
  keptBytes: 0,
  bytes: () => 0,
  join: () => '',
  copy: () => {},
  pieces: () => ({
    next(): string {
      throw new Error('nothing is said, so there is no next piece');
    },
  }),
});
