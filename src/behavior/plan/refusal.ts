/**
 * What a model says that does not want to answer. Pure. Where it stands is each API's affair: some have a place of their own for
 * it, one has no words at all.
 */
import { JsonText } from '../parts/json-text.js';
import type { Said } from './plan.js';

/** As the real models say it most. */
const REFUSAL = new JsonText("I'm sorry, but I can't assist with that request.");

/** `tokensMax`: the most that the answer may have. */
export function refusal(tokensMax: number): Said {
  const tokens = Math.min(REFUSAL.length, tokensMax);
  return { text: REFUSAL, tokens, parts: null, finish: 'refusal', stopText: null };
}
