/**
 * Reads the messages of a chat in OpenAI's words: chat completions send them as `messages`, the Responses API as `input`.
 * Pure. Texts count and are kept for an echo; images, audio and files are accepted and not estimated.
 */
import type { ApiError } from '../../shared/errors.js';
import { isObject, type JsonObject } from '../request/json-body.js';
import type { PromptTally } from '../request/prompt-tally.js';
import { emptyArray, missing, unknownValue, wrongType } from '../validation/field-checks.js';

/** What differs between the two APIs. */
export interface MessageRules {
  readonly roles: readonly string[];
  /** The types of content parts that carry a `text`. */
  readonly textParts: readonly string[];
  /** Whether an item may be something else than a message: one that has a `type` of its own. */
  readonly otherItems: boolean;
}

export const CHAT_MESSAGES: MessageRules = {
  roles: ['system', 'assistant', 'user', 'function', 'tool', 'developer'],
  textParts: ['text'],
  otherItems: false,
};

export const RESPONSE_ITEMS: MessageRules = {
  roles: ['assistant', 'system', 'developer', 'user'],
  textParts: ['input_text', 'output_text'],
  otherItems: true,
};

/** Reads all messages into the tally; gives back the first thing that is wrong with them. */
export function readMessages(
  messages: unknown,
  param: string,
  rules: MessageRules,
  tally: PromptTally,
): ApiError | undefined {
  if (messages === undefined) return missing(param);
  if (!Array.isArray(messages)) return wrongType(param, 'an array of objects', messages);
  if (messages.length === 0) return emptyArray(param);
  for (let index = 0; index < messages.length; index++) {
    const message: unknown = messages[index];
    if (!isObject(message)) return wrongType(`${param}[${index}]`, 'an object', message);
    if (rules.otherItems && typeof message.type === 'string' && message.type !== 'message') continue;
    const problem = readMessage(message, param, index, rules, tally);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function readMessage(
  { role, content }: JsonObject,
  param: string,
  index: number,
  rules: MessageRules,
  tally: PromptTally,
): ApiError | undefined {
  if (role === undefined) return missing(`${param}[${index}].role`);
  if (typeof role !== 'string') return wrongType(`${param}[${index}].role`, 'a string', role);
  if (!rules.roles.includes(role)) {
    return unknownValue(`${param}[${index}].role`, role, quoteList(rules.roles));
  }
  tally.startMessage(role);
  if (typeof content === 'string') tally.addText(content);
  else if (Array.isArray(content)) return readParts(content, `${param}[${index}].content`, rules, tally);
  else if (content !== null && content !== undefined) {
    return wrongType(`${param}[${index}].content`, 'a string or an array of content parts', content);
  }
  return undefined;
}

function readParts(
  parts: readonly unknown[],
  param: string,
  rules: MessageRules,
  tally: PromptTally,
): ApiError | undefined {
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index];
    if (!isObject(part)) return wrongType(`${param}[${index}]`, 'an object', part);
    const { type, text } = part;
    if (type === undefined) return missing(`${param}[${index}].type`);
    if (typeof type !== 'string') return wrongType(`${param}[${index}].type`, 'a string', type);
    if (!rules.textParts.includes(type)) continue;
    if (text === undefined) return missing(`${param}[${index}].text`);
    if (typeof text !== 'string') return wrongType(`${param}[${index}].text`, 'a string', text);
    tally.addText(text);
  }
  return undefined;
}

/** As the real API lists what it takes: `'a', 'b', and 'c'`. */
function quoteList(values: readonly string[]): string {
  return values.map((value, index) => `${index === values.length - 1 ? 'and ' : ''}'${value}'`).join(', ');
}
