/**
 * What is wrong with a field, in the words of Google's API, which names a field by its path in snake case
 * (`contents[0].parts[0].text`) and tells the type that it wanted. Pure.
 */
import { type ApiError, apiError, ERROR_KINDS, shortened } from '../../shared/errors.js';
import type { Expected } from '../validation/rules.js';
import type { Wording } from '../validation/wording.js';

/** Of the fields' types as protocol buffers name them. */
const TYPES: Readonly<Record<Expected, string>> = {
  'a boolean': 'TYPE_BOOL',
  'a number': 'TYPE_FLOAT',
  'an integer': 'TYPE_INT32',
  'a string': 'TYPE_STRING',
  'an object': 'TYPE_MESSAGE',
  'a list': 'a list',
  'a list of objects': 'a list of TYPE_MESSAGE',
  'a string or a list of strings': 'a list of TYPE_STRING',
  'a string or a list of objects': 'a list of TYPE_MESSAGE',
  'a string or a list of parts': 'a list of TYPE_MESSAGE',
  'a string or an object': 'TYPE_MESSAGE',
};

/** `maxOutputTokens` as `max_output_tokens`. */
export function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function notTaken(param: string, why: string): ApiError {
  return apiError(ERROR_KINDS.wrongValue, `* GenerateContentRequest.${snake(param)}: ${why}`, snake(param));
}

export const GOOGLE_WORDING: Wording = {
  at: (param, place) => (typeof place === 'number' ? `${param}[${place}]` : `${param}.${snake(place)}`),

  missing(param) {
    const name = param.slice(param.lastIndexOf('.') + 1);
    const message = `* GenerateContentRequest.${snake(param)}: ${snake(name)} is not specified`;
    return apiError(ERROR_KINDS.missingField, message, snake(param));
  },

  wrongType(param, expected, value) {
    const shown = shortened(JSON.stringify(value));
    const message = `Invalid value at '${snake(param)}' (${TYPES[expected]}), ${shown}`;
    return apiError(ERROR_KINDS.wrongType, message, snake(param));
  },

  outOfBounds: (param, _kind, min, max, value) =>
    notTaken(
      param,
      max === Number.MAX_SAFE_INTEGER
        ? `must be ${value < min ? `at least ${min}` : `at most ${max}`}, but is ${value}`
        : `must be in the range [${min}, ${max}], but is ${value}`,
    ),

  emptyList: (param) => notTaken(param, 'must not be empty'),
  listTooLong: (param, max, length) => notTaken(param, `at most ${max} are allowed, but there are ${length}`),

  notOneOf(param, values) {
    const message = param.endsWith('role')
      ? `Please use a valid role: ${values.join(', ')}.`
      : `* GenerateContentRequest.${snake(param)}: must be one of ${values.join(', ')}`;
    return apiError(ERROR_KINDS.wrongValue, message, param);
  },

  wrongLength: (param, min, max, length) =>
    notTaken(param, `must have ${min} to ${max} characters, but has ${length}`),
  blankText: (param) => notTaken(param, 'must not be empty'),
  tooManyCharacters: (param, max, count) =>
    notTaken(param, `has ${count} characters, at most ${max} are supported`),
};
