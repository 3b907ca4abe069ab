/**
 * Whether an answer is to be thought over, in any of the ways in which that is asked for in a chat completion. Pure.
 */
import type { ReasoningAsk } from '../../../behavior/plan/wish.js';
import { isObject, type JsonObject } from '../../request/body/json-body.js';
import { numberOrNull } from '../../request/read-request.js';

/** null where nothing is said: then the model's custom holds. */
export function readReasoning(root: JsonObject): ReasoningAsk | null {
  const isWanted = readSwitch(root);
  const { thinking_budget: budget, thinking } = root;
  const ofBlock = isObject(thinking) ? thinking.budget_tokens : undefined;
  const tokensMax = numberOrNull(budget) ?? numberOrNull(ofBlock);
  if (isWanted !== null) return { isWanted, tokensMax };
  return tokensMax === null ? null : { isWanted: tokensMax > 0, tokensMax };
}

function readSwitch(root: JsonObject): boolean | null {
  const { enable_thinking: dashScope, thinking, chat_template_kwargs: template, reasoning } = root;
  if (typeof dashScope === 'boolean') return dashScope;
  if (isObject(template)) {
    const { enable_thinking: qwen, thinking: deepSeek } = template;
    if (typeof qwen === 'boolean') return qwen;
    if (typeof deepSeek === 'boolean') return deepSeek;
  }
  if (isObject(thinking) && typeof thinking.type === 'string') return thinking.type !== 'disabled';
  const effort = isObject(reasoning) ? reasoning.effort : root.reasoning_effort;
  return readEffort(effort);
}

/** Of `reasoning_effort`; null where nothing is said. */
export function readEffort(effort: unknown): boolean | null {
  return typeof effort === 'string' ? effort !== 'none' : null;
}
