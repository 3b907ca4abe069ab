/**
 * What is wrong with a field, in the words of Ollama's API: those of Go's JSON reader, which names a field by its path
 * (`messages.content`) and the type that it wanted. Pure.
 */
import { type ApiError, apiError, ERROR_KINDS, shortened } from '../../shared/errors.js';
import type { Expected } from '../validation/rules.js';
import type { Wording } from '../validation/wording.js';

/** Of the fields' types in Go. */
const TYPES: Readonly<Partial<Record<Expected, string>>> = {
  'a boolean': 'bool',
  'a number': 'float32',
  'an integer': 'int',
  'a string': 'string',
  'an object': 'map[string]interface {}',
};

/** As Go calls the kinds of JSON values. */
function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function notTaken(param: string, why: string): ApiError {
  return apiError(ERROR_KINDS.wrongValue, `invalid ${param}: ${why}`, param);
}

export const OLLAMA_WORDING: Wording = {
  // Go names no places in a list.
  at: (param, place) => (typeof place === 'number' ? param : `${param}.${place}`),
  missing: (param) => apiError(ERROR_KINDS.missingField, `${param} is required`, param),

  wrongType(param, expected, value) {
    const type = TYPES[expected] ?? '[]string';
    const message = `json: cannot unmarshal ${kindOf(value)} into Go struct field .${param} of type ${type}`;
    return apiError(ERROR_KINDS.wrongType, message, param);
  },

  outOfBounds: (param, _kind, min, max, value) =>
    notTaken(
      param,
      max === Number.MAX_SAFE_INTEGER
        ? `${value} is ${value < min ? `less than ${min}` : `greater than ${max}`}`
        : `${value} is not in [${min}, ${max}]`,
    ),

  emptyList: (param) => notTaken(param, 'is empty'),
  listTooLong: (param, max, length) => notTaken(param, `has ${length} items, at most ${max} are supported`),

  notOneOf: (param, values, value) =>
    notTaken(param, `"${shortened(String(value))}", must be one of [${values.join(', ')}]`),

  wrongLength: (param, min, max, length) =>
    notTaken(param, `must have ${min} to ${max} characters, has ${length}`),
  blankText: (param) => notTaken(param, 'is empty'),
  tooManyCharacters: (param, max, count) =>
    notTaken(param, `has ${count} characters, at most ${max} are supported`),
};
