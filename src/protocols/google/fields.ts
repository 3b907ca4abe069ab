/**
 * Fields of Google's requests, which may be spelt in camel case and in snake case (`maxOutputTokens`, `max_output_tokens`), as
 * in the JSON form of protocol buffers. Pure.
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
  type Rules,
  STRING,
} from '../validation/rules.js';
import { snake } from './wording.js';

/** The real API allows more; each candidate costs an event for every piece. */
const CANDIDATES_MAX = 8;
const STOP_TEXTS_MAX = 5;
const INT32_MAX = 2 ** 31 - 1;

/** Rules for both spellings. */
export function eitherSpelling(fields: Readonly<Record<string, Rule>>): Rules {
  const rows = Object.entries(fields);
  return new Map([...rows, ...rows.map(([name, rule]) => [snake(name), rule] as const)]);
}

/** A field by its name in camel case, however it is spelt; undefined where it is absent. */
export function fieldOf(root: JsonObject, name: string): unknown {
  return root[name] ?? root[snake(name)] ?? undefined;
}

/** The same of an object within; an empty one where it is absent. */
export function objectOf(root: JsonObject, name: string): JsonObject {
  const value = fieldOf(root, name);
  return isObject(value) ? value : {};
}

const GENERATION_CONFIG = eitherSpelling({
  candidateCount: integer(1, CANDIDATES_MAX),
  maxOutputTokens: COUNT,
  stopSequences: { is: 'stop texts', orOne: false, textsMax: STOP_TEXTS_MAX, blank: false },
  temperature: number(0, 2),
  topP: number(0, 1),
  topK: integer(1, INT32_MAX),
  seed: integer(-INT32_MAX - 1, INT32_MAX),
  presencePenalty: number(-2, 2),
  frequencyPenalty: number(-2, 2),
  responseMimeType: STRING,
  responseSchema: OBJECT,
  responseLogprobs: BOOLEAN,
  logprobs: integer(0, 20),
  responseModalities: LIST,
  thinkingConfig: OBJECT,
});

export const GENERATE_FIELDS = eitherSpelling({
  generationConfig: { is: 'record', fields: GENERATION_CONFIG },
  safetySettings: LIST,
  tools: LIST,
  toolConfig: OBJECT,
  cachedContent: STRING,
});
