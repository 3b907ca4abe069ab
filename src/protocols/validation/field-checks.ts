/**
 * Checks of single fields in the words of OpenAI's API: what is wrong with a value, or undefined. Pure.
 * Null counts as absent in every optional field, as in the real API.
 */
import { type ApiError, apiError, ERROR_KINDS, shortened } from '../../shared/errors.js';

/** Gives back what is wrong with a value, or undefined. */
export type FieldCheck = (value: unknown, param: string) => ApiError | undefined;

/** The optional fields of a request that have a type or a bound, by name. */
export type FieldChecks = ReadonlyMap<string, FieldCheck>;

/** The model is echoed, so a client could make us hold its whole body; no real name comes near. */
export const MODEL_NAME_CHARACTERS_MAX = 256;

/**
 * Of all stop texts together: the longest answer text of the settings has as many. They are looked for in an answer, which must
 * never take long.
 */
export const STOP_CHARACTERS_MAX = 131_072;

/** Of texts, together. */
export function countCharacters(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0);
}

/** The kind of a JSON value, with its article, as error messages name it. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  switch (typeof value) {
    case 'object':
      return 'an object';
    case 'number':
      return Number.isInteger(value) ? 'an integer' : 'a decimal number';
    case 'boolean':
      return 'a boolean';
    default:
      return 'a string';
  }
}

export function wrongType(param: string, expected: string, value: unknown): ApiError {
  const message = `Invalid type for '${param}': expected ${expected}, but got ${kindOf(value)} instead.`;
  return apiError(ERROR_KINDS.wrongType, message, param);
}

export function missing(param: string): ApiError {
  return apiError(ERROR_KINDS.missingField, `Missing required parameter: '${param}'.`, param);
}

export function emptyArray(param: string): ApiError {
  const message = `Invalid '${param}': empty array. Expected an array with minimum length 1, but got length 0.`;
  return apiError(ERROR_KINDS.wrongValue, message, param);
}

export function arrayTooLong(param: string, max: number, length: number): ApiError {
  const message = `Invalid '${param}': array too long. Expected an array with maximum length ${max}, but got length ${length}.`;
  return apiError(ERROR_KINDS.wrongValue, message, param);
}

/** `supported` is the list as the message names it: quoted, with an `and`. */
export function unknownValue(param: string, value: string, supported: string): ApiError {
  const message = `Invalid value: '${shortened(value)}'. Supported values are: ${supported}.`;
  return apiError(ERROR_KINDS.wrongValue, message, param);
}

/** The model as the client wrote it; null and absent are the default's turn. */
export function checkModel(model: unknown): ApiError | undefined {
  if (model === null || model === undefined) return undefined;
  if (typeof model !== 'string') return wrongType('model', 'a string', model);
  if (model.length >= 1 && model.length <= MODEL_NAME_CHARACTERS_MAX) return undefined;
  const message = `Invalid 'model': expected 1 to ${MODEL_NAME_CHARACTERS_MAX} characters, but got ${model.length}.`;
  return apiError(ERROR_KINDS.wrongValue, message, 'model');
}

/** The first field that is wrong, in the order of the body. */
export function checkFields(root: object, checks: FieldChecks): ApiError | undefined {
  for (const name in root) {
    const problem = checks.get(name)?.((root as Record<string, unknown>)[name], name);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

export function numberBetween(min: number, max: number, kind: 'a number' | 'an integer'): FieldCheck {
  return (value, param) => {
    if (value === null) return undefined;
    if (typeof value !== 'number' || (kind === 'an integer' && !Number.isInteger(value))) {
      return wrongType(param, kind, value);
    }
    if (value >= min && value <= max) return undefined;
    // The largest safe integer is no bound that anyone would want to hear of, unless it was passed.
    const far = value < min ? `at least ${min}` : `at most ${max}`;
    const bounds = max === Number.MAX_SAFE_INTEGER ? far : `between ${min} and ${max}`;
    const message = `Invalid '${param}': expected ${kind} ${bounds}, but got ${value}.`;
    return apiError(ERROR_KINDS.wrongValue, message, param);
  };
}

export function oneOfKinds(expected: string, ...kinds: readonly string[]): FieldCheck {
  return (value, param) =>
    value === null || kinds.includes(kindOf(value)) ? undefined : wrongType(param, expected, value);
}

export const COUNT = numberBetween(1, Number.MAX_SAFE_INTEGER, 'an integer');
export const BOOLEAN = oneOfKinds('a boolean', 'a boolean');
export const OBJECT = oneOfKinds('an object', 'an object');
export const ARRAY = oneOfKinds('an array', 'an array');
export const STRING = oneOfKinds('a string', 'a string');
