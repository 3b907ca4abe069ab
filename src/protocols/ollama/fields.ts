/**
 * Fields that Ollama's ways to ask for a text have in common, and their options. Pure.
 * Source: Ollama's public API reference (generate, chat; Modelfile parameters).
 */
import type { JsonObject } from '../request/body/json-body.js';
import { numberOrNull } from '../request/read-request.js';
import { NO_STOP, PLAIN_STYLE, type TextOptions } from '../request/text-request.js';
import { BOOLEAN, integer, LIST, number, type Rule, rules } from '../validation/rules.js';

const INT = integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
const FLOAT = number(-Number.MAX_VALUE, Number.MAX_VALUE);

export const OPTIONS: Rule = {
  is: 'record',
  fields: rules({
    num_predict: INT,
    num_ctx: INT,
    seed: INT,
    stop: { is: 'stop texts', orOne: true, textsMax: Number.MAX_SAFE_INTEGER, blank: true },
    temperature: FLOAT,
    top_k: INT,
    top_p: FLOAT,
    min_p: FLOAT,
    repeat_penalty: FLOAT,
    presence_penalty: FLOAT,
    frequency_penalty: FLOAT,
  }),
};

export const COMMON_FIELDS = { stream: BOOLEAN, options: OPTIONS, logprobs: BOOLEAN } as const;
export const CHAT_FIELDS = rules({ ...COMMON_FIELDS, tools: LIST });

/** A request is answered as a stream unless it says otherwise. `speaks`: whether there is something to be answered. */
export function textOptions(
  root: JsonObject,
  speaks: boolean,
  userText: string | null,
): Omit<TextOptions, 'ask' | 'media'> {
  const { num_predict: most, stop } = (root.options ?? {}) as JsonObject;
  const tokensMax = numberOrNull(most);
  return {
    speaks,
    // What is not positive is no limit, or that of the context.
    tokensMax: tokensMax !== null && tokensMax > 0 ? tokensMax : null,
    stop: stopTexts(stop),
    stream: root.stream !== false,
    choices: 1,
    includeUsage: true,
    userText,
    style: PLAIN_STYLE,
  };
}

function stopTexts(stop: unknown): readonly string[] {
  const texts = typeof stop === 'string' ? [stop] : ((stop ?? []) as readonly string[]);
  const kept = texts.filter((text) => text !== '');
  return kept.length === 0 ? NO_STOP : kept;
}
