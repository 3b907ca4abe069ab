/**
 * What is wrong with a field, in the words of OpenAI's API, which names a field by its path (`messages[0].role`) and says what
 * it got. Pure.
 */
import { type ApiError, apiError, ERROR_KINDS, shortened } from '../../../shared/errors.js';
import type { Expected } from '../../validation/rules.js';
import { kindOf, type Wording } from '../../validation/wording.js';

const LISTS: Readonly<Partial<Record<Expected, string>>> = {
  'a list': 'an array',
  'a list of objects': 'an array of objects',
  'a string or a list of strings': 'a string or an array of strings',
  'a string or a list of objects': 'a string or an array of objects',
  'a string or a list of parts': 'a string or an array of content parts',
};

/** For what only one API expects; `expected` as the message has it. */
export function wrongType(param: string, expected: string, value: unknown): ApiError {
  const message = `Invalid type for '${param}': expected ${expected}, but got ${kindOf(value)} instead.`;
  return apiError(ERROR_KINDS.wrongType, message, param);
}

/** A value that is not taken; `why` is a sentence without its first letter's case. */
export function invalid(param: string, why: string): ApiError {
  return apiError(ERROR_KINDS.wrongValue, `Invalid '${param}': ${why}.`, param);
}

/** As the real API lists what it takes: `'a' and 'b'`, and with a comma ahead of the `and` where there are more. */
function quoteList(values: readonly string[]): string {
  if (values.length === 1) return `'${values[0]}'`;
  if (values.length === 2) return `'${values[0]}' and '${values[1]}'`;
  return values.map((value, index) => `${index === values.length - 1 ? 'and ' : ''}'${value}'`).join(', ');
}

export const OPENAI_WORDING: Wording = {
  at: (param, place) => (typeof place === 'number' ? `${param}[${place}]` : `${param}.${place}`),

  missing: (param) => apiError(ERROR_KINDS.missingField, `Missing required parameter: '${param}'.`, param),

  wrongType: (param, expected, value) => wrongType(param, LISTS[expected] ?? expected, value),

  outOfBounds(param, kind, min, max, value) {
    // The largest safe integer is no bound that anyone would want to hear of, unless it was passed.
    const far = value < min ? `at least ${min}` : `at most ${max}`;
    const bounds = max === Number.MAX_SAFE_INTEGER ? far : `between ${min} and ${max}`;
    return invalid(
      param,
      `expected ${kind === 'number' ? 'a number' : 'an integer'} ${bounds}, but got ${value}`,
    );
  },

  emptyList: (param) =>
    invalid(param, 'empty array. Expected an array with minimum length 1, but got length 0'),

  listTooLong: (param, max, length) =>
    invalid(param, `array too long. Expected an array with maximum length ${max}, but got length ${length}`),

  notOneOf(param, values, value) {
    if (typeof value !== 'string') return wrongType(param, 'a string', value);
    const message = `Invalid value: '${shortened(value)}'. Supported values are: ${quoteList(values)}.`;
    return apiError(ERROR_KINDS.wrongValue, message, param);
  },

  wrongLength: (param, min, max, length) =>
    invalid(param, `expected ${min} to ${max} characters, but got ${length}`),

  blankText: (param) => invalid(param, 'expected a text with more than white space in it'),

  tooManyCharacters: (param, max, count) =>
    invalid(param, `${count} characters, but at most ${max} are supported`),
};
