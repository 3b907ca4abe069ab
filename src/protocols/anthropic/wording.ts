/**
 * What is wrong with a field, in the words of Anthropic's API, which names a field by its path (`messages.0.role`) and says
 * what it should be. Pure.
 */
import { type ApiError, apiError, ERROR_KINDS } from '../../shared/errors.js';
import type { Expected } from '../validation/rules.js';
import type { Wording } from '../validation/wording.js';

const VALID: Readonly<Partial<Record<Expected, string>>> = {
  'a boolean': 'a valid boolean',
  'a number': 'a valid number',
  'an integer': 'a valid integer',
  'a string': 'a valid string',
  'a list': 'a valid list',
  'a list of objects': 'a valid list',
  'a string or a list of strings': 'a valid string or a valid list',
  'a string or a list of objects': 'a valid string or a valid list',
  'a string or a list of parts': 'a valid string or a valid list',
};

function shouldBe(param: string, expected: string): ApiError {
  return apiError(ERROR_KINDS.wrongType, `${param}: Input should be ${expected}`, param);
}

/** A value of the right type that is not taken. */
function notAllowed(param: string, why: string): ApiError {
  return apiError(ERROR_KINDS.wrongValue, `${param}: ${why}`, param);
}

/** `'a' or 'b'`. */
function quoteList(values: readonly string[]): string {
  return values.map((value) => `'${value}'`).join(' or ');
}

export const ANTHROPIC_WORDING: Wording = {
  at: (param, place) => `${param}.${place}`,
  missing: (param) => apiError(ERROR_KINDS.missingField, `${param}: Field required`, param),
  wrongType: (param, expected) => shouldBe(param, VALID[expected] ?? expected),

  outOfBounds: (param, _kind, min, max, value) =>
    notAllowed(
      param,
      value < min
        ? `Input should be greater than or equal to ${min}`
        : `Input should be less than or equal to ${max}`,
    ),

  emptyList: (param) => notAllowed(param, 'at least one message is required'),
  listTooLong: (param, max) => notAllowed(param, `List should have at most ${max} items`),
  notOneOf: (param, values) => notAllowed(param, `Input should be ${quoteList(values)}`),

  wrongLength: (param, min, max, length) =>
    notAllowed(
      param,
      length < min
        ? `String should have at least ${min} character`
        : `String should have at most ${max} characters`,
    ),

  blankText: (param) => notAllowed(param, 'each stop sequence must contain non-whitespace'),
  tooManyCharacters: (param, max) => notAllowed(param, `at most ${max} characters are supported`),
};
