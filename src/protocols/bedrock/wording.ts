/**
 * What is wrong with a field, in the words of AWS's services, which name it by its path (`messages.1.member.role`) and tell the
 * constraint that it fails. Pure. Source: Smithy's public description of constraint violations.
 */
import { type ApiError, apiError, ERROR_KINDS, type ErrorKind, shortened } from '../../shared/errors.js';
import type { Wording } from '../validation/wording.js';

function violation(kind: ErrorKind, param: string, constraint: string): ApiError {
  const place = `Value at '${param}' failed to satisfy constraint`;
  return apiError(kind, `1 validation error detected: ${place}: Member must ${constraint}`, param);
}

const { wrongValue, wrongType, missingField } = ERROR_KINDS;

export const BEDROCK_WORDING: Wording = {
  at: (param, place) => (typeof place === 'number' ? `${param}.${place + 1}.member` : `${param}.${place}`),
  missing: (param) => violation(missingField, param, 'not be null'),
  wrongType: (param, expected) => violation(wrongType, param, `be ${expected}`),
  outOfBounds: (param, _kind, min, max, value) =>
    value < min
      ? violation(wrongValue, param, `have value greater than or equal to ${min}`)
      : violation(wrongValue, param, `have value less than or equal to ${max}`),
  emptyList: (param) => violation(wrongValue, param, 'have length greater than or equal to 1'),
  listTooLong: (param, max) => violation(wrongValue, param, `have length less than or equal to ${max}`),
  notOneOf: (param, values, value) => {
    const found = violation(wrongValue, param, `satisfy enum value set: [${values.join(', ')}]`);
    return typeof value === 'string'
      ? { ...found, message: found.message.replace('Value at', `Value '${shortened(value)}' at`) }
      : found;
  },
  wrongLength: (param, min, max) => violation(wrongValue, param, `have length between ${min} and ${max}`),
  blankText: (param) => violation(wrongValue, param, 'have length greater than or equal to 1'),
  tooManyCharacters: (param, max) => violation(wrongValue, param, `have length less than or equal to ${max}`),
};
