/**
 * What is wrong with a field, in the words of DashScope's own API, which names a field by its path (`input.messages.0.role`).
 * Pure. Source: Alibaba Cloud's error messages of Model Studio, and what the service was seen to send.
 */
import { type ApiError, apiError, ERROR_KINDS, type ErrorKind } from '../../shared/errors.js';
import type { Expected } from '../validation/rules.js';
import type { Wording } from '../validation/wording.js';

const TYPES: Readonly<Record<Expected, string>> = {
  'a boolean': 'boolean',
  'a number': 'number',
  'an integer': 'integer',
  'a string': 'string',
  'an object': 'dictionary',
  'a list': 'list',
  'a list of objects': 'list of dictionaries',
  'a string or a list of strings': 'string or list of strings',
  'a string or a list of objects': 'string or list of dictionaries',
  'a string or a list of parts': 'string or list of dictionaries',
  'a string or an object': 'string or dictionary',
};

/** As an error of the model's own checks: `why` is a sentence without its full stop. */
export function notTaken(why: string, param: string, kind: ErrorKind = ERROR_KINDS.wrongValue): ApiError {
  return apiError(kind, `<400> InternalError.Algo.InvalidParameter: ${why}`, param);
}

/** The last name of a path, as bounds are told. */
function nameOf(param: string): string {
  return param.slice(param.lastIndexOf('.') + 1);
}

export const NATIVE_WORDING: Wording = {
  at: (param, place) => `${param}.${place}`,

  missing(param) {
    const message =
      param === 'input'
        ? 'Required input parameter missing from request.'
        : `Required parameter(s) missing or invalid, please check the request parameters: ${param}`;
    return apiError(ERROR_KINDS.missingField, message, param);
  },

  wrongType: (param, expected) =>
    notTaken(`Input should be a valid ${TYPES[expected]}: ${param}`, param, ERROR_KINDS.wrongType),

  outOfBounds(param, _kind, min, max, value) {
    const far = value < min ? `at least ${min}` : `at most ${max}`;
    const bounds = max === Number.MAX_SAFE_INTEGER ? far : `[${min}, ${max}]`;
    return notTaken(`Range of ${nameOf(param)} should be ${bounds}`, param);
  },

  emptyList: (param) => notTaken(`List should have at least 1 item: ${param}`, param),
  listTooLong: (param, max, length) =>
    notTaken(`List should have at most ${max} items, not ${length}: ${param}`, param),
  notOneOf: (param, values) =>
    notTaken(`Input should be ${values.map((value) => `'${value}'`).join(' or ')}: ${param}`, param),
  wrongLength: (param, min, max, length) =>
    notTaken(`Range of ${param} length should be [${min}, ${max}], but it is ${length}`, param),
  blankText: (param) => notTaken(`String should have at least 1 character: ${param}`, param),
  tooManyCharacters: (param, max, count) =>
    notTaken(`${param} has ${count} characters, at most ${max} are supported`, param),
};
