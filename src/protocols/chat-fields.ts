/**
 * The optional fields of a chat completion request that have a type or a bound, as data. Pure.
 * Source: OpenAI's public OpenAPI description, CreateChatCompletionRequest.
 */
import { type ApiError, apiError, ERROR_KINDS } from '../errors.js';

/** Gives back what is wrong with a value, or undefined. */
export type FieldCheck = (value: unknown, param: string) => ApiError | undefined;

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

function wrongType(param: string, expected: string, value: unknown): ApiError {
  const message = `Invalid type for '${param}': expected ${expected}, but got ${kindOf(value)} instead.`;
  return apiError(ERROR_KINDS.wrongType, message, param);
}

/** A number within bounds; null counts as absent, as in the real API. */
function numberBetween(min: number, max: number, kind: 'a number' | 'an integer'): FieldCheck {
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

function oneOfKinds(expected: string, ...kinds: string[]): FieldCheck {
  return (value, param) =>
    value === null || kinds.includes(kindOf(value)) ? undefined : wrongType(param, expected, value);
}

const COUNT = numberBetween(1, Number.MAX_SAFE_INTEGER, 'an integer');
const PENALTY = numberBetween(-2, 2, 'a number');
const BOOLEAN = oneOfKinds('a boolean', 'a boolean');
const OBJECT = oneOfKinds('an object', 'an object');
const ARRAY = oneOfKinds('an array', 'an array');

/** Streams are not served yet; a client that asks for one must hear so, not get a reply that it cannot read. */
function checkStream(value: unknown, param: string): ApiError | undefined {
  if (value === true) {
    const message = "Streaming is not supported by this server yet: send 'stream': false, or leave it out.";
    return apiError(ERROR_KINDS.unsupported, message, param);
  }
  return BOOLEAN(value, param);
}

/** One choice is what this server answers; asking for more must not be answered with less in silence. */
function checkChoices(value: unknown, param: string): ApiError | undefined {
  if (typeof value === 'number' && Number.isInteger(value) && value > 1) {
    const message = "Only one choice is supported by this server yet: send 'n': 1, or leave it out.";
    return apiError(ERROR_KINDS.unsupported, message, param);
  }
  return COUNT(value, param);
}

export const FIELD_CHECKS: ReadonlyMap<string, FieldCheck> = new Map([
  ['stream', checkStream],
  ['n', checkChoices],
  ['max_tokens', COUNT],
  ['max_completion_tokens', COUNT],
  ['temperature', numberBetween(0, 2, 'a number')],
  ['top_p', numberBetween(0, 1, 'a number')],
  ['presence_penalty', PENALTY],
  ['frequency_penalty', PENALTY],
  ['top_logprobs', numberBetween(0, 20, 'an integer')],
  ['seed', numberBetween(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 'an integer')],
  ['logprobs', BOOLEAN],
  ['parallel_tool_calls', BOOLEAN],
  ['logit_bias', OBJECT],
  ['metadata', OBJECT],
  ['response_format', OBJECT],
  ['stream_options', OBJECT],
  ['tools', ARRAY],
  ['stop', oneOfKinds('a string or an array of strings', 'a string', 'an array')],
  ['user', oneOfKinds('a string', 'a string')],
]);
