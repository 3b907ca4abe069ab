/**
 * The format that an answer has to have: `response_format` of chat, `text.format` of the Responses API, and vLLM's fields for the
 * same. Pure.
 */
import { type FormatAsk, JSON_OBJECT } from '../../../behavior/plan/wish.js';
import type { ApiError } from '../../../shared/errors.js';
import { isObject, type JsonObject } from '../../request/body/json-body.js';
import { OPENAI_WORDING as WORDING } from '../common/wording.js';

/** The fields in which a chat completion, or a completion, asks for a format. */
export const FORMAT_FIELDS = [
  'response_format',
  'structured_outputs',
  'guided_json',
  'guided_choice',
  'guided_regex',
] as const;

/** Of a chat completion, or of a completion. */
export function readFormat(root: JsonObject): FormatAsk | ApiError | null {
  const { response_format: format } = root;
  if (isObject(format)) {
    const read = readOneFormat(format, 'response_format');
    if (read !== null) return read;
  }
  const { structured_outputs: guided } = root;
  if (isObject(guided)) return readGuided(guided.json, guided.choice, guided.regex, 'structured_outputs.');
  return readGuided(root.guided_json, root.guided_choice, root.guided_regex, 'guided_');
}

/** A text in words gives null. In chat a schema lies in a field of its own, in the Responses API in the format. */
export function readOneFormat(format: JsonObject, param: string): FormatAsk | ApiError | null {
  switch (format.type) {
    case 'json_object':
      return JSON_OBJECT;
    case 'json_schema': {
      const { json_schema: nested } = format;
      const holder = nested === undefined ? format : nested;
      const path = nested === undefined ? param : `${param}.json_schema`;
      if (!isObject(holder)) return WORDING.wrongType(path, 'an object', holder);
      return readSchema(holder.schema, `${path}.schema`);
    }
    case 'text':
      return null;
    case undefined:
      return WORDING.missing(`${param}.type`);
    default:
      return WORDING.notOneOf(`${param}.type`, ['json_object', 'json_schema', 'text'], format.type);
  }
}

function readSchema(schema: unknown, param: string): FormatAsk | ApiError {
  if (schema === undefined || schema === null) return WORDING.missing(param);
  return isObject(schema) ? { is: 'schema', schema } : WORDING.wrongType(param, 'an object', schema);
}

function readGuided(
  json: unknown,
  choice: unknown,
  regex: unknown,
  prefix: string,
): FormatAsk | ApiError | null {
  if (typeof json === 'string') return readSchema(parsedOrSame(json), `${prefix}json`);
  if (json !== undefined && json !== null) return readSchema(json, `${prefix}json`);
  if (Array.isArray(choice)) {
    const choices = choice.filter((one): one is string => typeof one === 'string');
    if (choices.length === choice.length && choices.length > 0) return { is: 'choice', choices };
    return WORDING.wrongType(`${prefix}choice`, 'a string or a list of strings', choice);
  }
  return typeof regex === 'string' ? { is: 'pattern', pattern: regex } : null;
}

/** A schema may come as a text. */
function parsedOrSame(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
