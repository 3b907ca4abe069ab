/**
 * What is wrong with a field, in words like those of Cohere's API, which tells a sentence and nothing else. Pure.
 */
import { type ApiError, apiError, ERROR_KINDS, type ErrorKind, shortened } from '../../shared/errors.js';
import { kindOf, type Wording } from '../validation/wording.js';

function invalid(why: string, param: string, kind: ErrorKind = ERROR_KINDS.wrongValue): ApiError {
  return apiError(kind, `invalid request: ${why}`, param);
}

export const COHERE_WORDING: Wording = {
  at: (param, place) => (typeof place === 'number' ? `${param}[${place}]` : `${param}.${place}`),
  missing: (param) => invalid(`${param} is required`, param, ERROR_KINDS.missingField),
  wrongType: (param, expected, value) =>
    invalid(`${param} must be ${expected}, but is ${kindOf(value)}`, param, ERROR_KINDS.wrongType),
  outOfBounds: (param, _kind, min, max, value) =>
    invalid(
      max === Number.MAX_SAFE_INTEGER
        ? `${param} must be ${value < min ? `at least ${min}` : `at most ${max}`}, but is ${value}`
        : `${param} must be between ${min} and ${max}, but is ${value}`,
      param,
    ),
  emptyList: (param) => invalid(`list of ${param} must not be empty`, param),
  listTooLong: (param, max, length) =>
    invalid(`too many ${param}: received ${length}, maximum allowed is ${max}`, param),
  notOneOf: (param, values, value) =>
    invalid(
      `${param} must be one of ${values.join(', ')}, but is ${shortened(JSON.stringify(value))}`,
      param,
    ),
  wrongLength: (param, min, max, length) =>
    invalid(`${param} must have ${min} to ${max} characters, but has ${length}`, param),
  blankText: (param) => invalid(`${param} must not be empty`, param),
  tooManyCharacters: (param, max, count) =>
    invalid(`${param} has ${count} characters, maximum allowed is ${max}`, param),
};
