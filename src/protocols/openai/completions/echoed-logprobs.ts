/**
 * The prompts that are repeated with how likely each of their tokens was. Pure.
 */
import { firstPieces } from '../../../behavior/parts/json-text.js';
import { ENTRIES_MAX } from '../common/logprobs.js';

/** The pieces of each prompt whose likelihoods are told; `top` others are told with each. All prompts share one bound. */
export function echoedPieces(prompts: readonly string[], top: number): readonly (readonly string[])[] {
  const most = Math.floor(ENTRIES_MAX / Math.max(1, top) / prompts.length);
  return prompts.map((prompt) => firstPieces(prompt, most));
}

/** The prompt of a choice: of so many choices each prompt has as many, in order. */
export function promptOf(choice: number, choices: number, prompts: number): number {
  return Math.floor((choice * prompts) / choices);
}
