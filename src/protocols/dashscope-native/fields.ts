/**
 * Fields of DashScope's own text and multimodal generation, as data. Pure.
 * Source of names, types and bounds: Alibaba Cloud's public API reference of Qwen (DashScope).
 */
import { isObject, type JsonObject } from '../request/body/json-body.js';
import {
  BOOLEAN,
  COUNT,
  integer,
  LIST,
  number,
  OBJECT,
  type Rule,
  rules,
  STRING,
} from '../validation/rules.js';

const CHOICES_MAX = 4;
const TOP_LOGPROBS_MAX = 5;
const STOP_TEXTS_MAX = 16;
const INT31_MAX = 2 ** 31 - 1;
const STRING_OR_OBJECT: Rule = { is: 'string or object' };

export const PARAMETER_FIELDS = rules({
  result_format: { is: 'one of', values: ['text', 'message'] },
  incremental_output: BOOLEAN,
  max_tokens: COUNT,
  n: integer(1, CHOICES_MAX),
  stop: { is: 'stop texts', orOne: true, textsMax: STOP_TEXTS_MAX, blank: true },
  seed: integer(0, INT31_MAX),
  temperature: number(0, 2),
  top_p: number(0, 1),
  top_k: integer(0, INT31_MAX),
  repetition_penalty: number(0, Number.MAX_SAFE_INTEGER),
  presence_penalty: number(-2, 2),
  logprobs: BOOLEAN,
  top_logprobs: integer(0, TOP_LOGPROBS_MAX),
  tools: LIST,
  tool_choice: STRING_OR_OBJECT,
  parallel_tool_calls: BOOLEAN,
  response_format: OBJECT,
  enable_thinking: BOOLEAN,
  thinking_budget: COUNT,
  enable_search: BOOLEAN,
  search_options: OBJECT,
  vl_high_resolution_images: BOOLEAN,
});

export const GENERATION_FIELDS = rules({
  input: { is: 'record', fields: rules({ prompt: STRING, history: LIST }) },
  parameters: { is: 'record', fields: PARAMETER_FIELDS },
});

/** An object within another one; an empty one where it is absent. */
export function objectIn(root: JsonObject, name: string): JsonObject {
  const value = root[name];
  return isObject(value) ? value : {};
}
