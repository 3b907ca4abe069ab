/**
 * How long an answer has to be at the least, in the fields that vLLM added to OpenAI's, and that load tests set. Pure.
 */
import type { Ask } from '../../../behavior/plan/wish.js';
import type { JsonObject } from '../../request/body/json-body.js';
import { numberOrNull } from '../../request/read-request.js';
import { BOOLEAN, integer, type Rule } from '../../validation/rules.js';

export const LENGTH_RULES: Readonly<Record<string, Rule>> = {
  ignore_eos: BOOLEAN,
  min_tokens: integer(0, Number.MAX_SAFE_INTEGER),
};

export const LENGTH_FIELDS = Object.keys(LENGTH_RULES);

/** Of fields that were checked. */
export function readLengths({ ignore_eos, min_tokens }: JsonObject): Pick<Ask, 'tokensMin' | 'isEndless'> {
  return { tokensMin: numberOrNull(min_tokens) ?? 0, isEndless: ignore_eos === true };
}
