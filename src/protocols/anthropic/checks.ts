/**
 * Checks of single fields in the words of Anthropic's API, which names a field by its path (`messages.0.role`) and says
 * what it should be. Pure. Null counts as absent in every optional field.
 */
import { type ApiError, apiError, ERROR_KINDS } from '../../shared/errors.js';
import { isObject } from '../request/json-body.js';
import {
  countCharacters,
  type FieldCheck,
  MODEL_NAME_CHARACTERS_MAX,
  STOP_CHARACTERS_MAX,
} from '../validation/field-checks.js';

export function required(param: string): ApiError {
  return apiError(ERROR_KINDS.missingField, `${param}: Field required`, param);
}

/** `expected` is `a valid string`, `a valid list` and the like. */
export function shouldBe(param: string, expected: string): ApiError {
  return apiError(ERROR_KINDS.wrongType, `${param}: Input should be ${expected}`, param);
}

/** A value of the right type that is not taken. */
export function notAllowed(param: string, why: string): ApiError {
  return apiError(ERROR_KINDS.wrongValue, `${param}: ${why}`, param);
}

export function checkModelName(model: unknown): ApiError | undefined {
  if (model === null || model === undefined) return undefined;
  if (typeof model !== 'string') return shouldBe('model', 'a valid string');
  if (model.length === 0) return notAllowed('model', 'String should have at least 1 character');
  if (model.length <= MODEL_NAME_CHARACTERS_MAX) return undefined;
  return notAllowed('model', `String should have at most ${MODEL_NAME_CHARACTERS_MAX} characters`);
}

/** The one option that must be there. */
export function checkMaxTokens(value: unknown): ApiError | undefined {
  if (value === undefined) return required('max_tokens');
  return value === null ? shouldBe('max_tokens', 'a valid integer') : COUNT(value, 'max_tokens');
}

function numberFrom(min: number, max: number, kind: 'number' | 'integer'): FieldCheck {
  return (value, param) => {
    if (value === null) return undefined;
    if (typeof value !== 'number' || (kind === 'integer' && !Number.isInteger(value))) {
      return shouldBe(param, `a valid ${kind}`);
    }
    if (value < min) return notAllowed(param, `Input should be greater than or equal to ${min}`);
    if (value > max) return notAllowed(param, `Input should be less than or equal to ${max}`);
    return undefined;
  };
}

function typed(expected: string, isRight: (value: unknown) => boolean): FieldCheck {
  return (value, param) => (value === null || isRight(value) ? undefined : shouldBe(param, expected));
}

/** Texts that would end every answer at once are refused, as there. */
function checkStopSequences(value: unknown, param: string): ApiError | undefined {
  if (value === null) return undefined;
  if (!Array.isArray(value)) return shouldBe(param, 'a valid list');
  for (let index = 0; index < value.length; index++) {
    const text: unknown = value[index];
    if (typeof text !== 'string') return shouldBe(`${param}.${index}`, 'a valid string');
    if (text.trim() === '') {
      return notAllowed(`${param}.${index}`, 'each stop sequence must contain non-whitespace');
    }
  }
  if (countCharacters(value) <= STOP_CHARACTERS_MAX) return undefined;
  return notAllowed(param, `at most ${STOP_CHARACTERS_MAX} characters are supported`);
}

const COUNT = numberFrom(1, Number.MAX_SAFE_INTEGER, 'integer');
const OBJECT = typed('an object', isObject);

export const ANTHROPIC_FIELDS: ReadonlyMap<string, FieldCheck> = new Map([
  ['stream', typed('a valid boolean', (value) => typeof value === 'boolean')],
  ['stop_sequences', checkStopSequences],
  ['temperature', numberFrom(0, 1, 'number')],
  ['top_p', numberFrom(0, 1, 'number')],
  ['top_k', numberFrom(0, Number.MAX_SAFE_INTEGER, 'integer')],
  ['metadata', OBJECT],
  ['thinking', OBJECT],
  ['tool_choice', OBJECT],
  ['tools', typed('a valid list', Array.isArray)],
  ['service_tier', typed('a valid string', (value) => typeof value === 'string')],
]);
