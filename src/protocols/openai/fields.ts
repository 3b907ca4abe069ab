/**
 * The optional fields that OpenAI's chat and completions have in common, as data, and how those are read that an answer
 * depends on. Pure. Source of names, types and bounds: OpenAI's public OpenAPI description.
 */
import { type ApiError, apiError, ERROR_KINDS } from '../../shared/errors.js';
import { isObject, type JsonObject } from '../request/json-body.js';
import { NO_STOP } from '../request/text-request.js';
import {
  arrayTooLong,
  BOOLEAN,
  COUNT,
  countCharacters,
  type FieldCheck,
  numberBetween,
  OBJECT,
  STOP_CHARACTERS_MAX,
  STRING,
  wrongType,
} from '../validation/field-checks.js';

const STOP_TEXTS_MAX = 4;
/** The real API allows 128; each choice costs us an event for every piece, on the one thread that serves all. */
const CHOICES_MAX = 8;

const PENALTY = numberBetween(-2, 2, 'a number');

/** A string, or an array of up to four. The real API names no bound of their length. */
function checkStop(value: unknown, param: string): ApiError | undefined {
  if (value === null) return undefined;
  const texts: unknown = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(texts)) return wrongType(param, 'a string or an array of strings', value);
  if (texts.length > STOP_TEXTS_MAX) return arrayTooLong(param, STOP_TEXTS_MAX, texts.length);
  const wrong = texts.findIndex((text) => typeof text !== 'string');
  if (wrong !== -1) return wrongType(`${param}[${wrong}]`, 'a string', texts[wrong]);
  const characters = countCharacters(texts);
  if (characters <= STOP_CHARACTERS_MAX) return undefined;
  const message = `Invalid '${param}': ${characters} characters, but at most ${STOP_CHARACTERS_MAX} are supported.`;
  return apiError(ERROR_KINDS.wrongValue, message, param);
}

/** Its `include_usage` is read; what else is in it is the client's affair. */
function checkStreamOptions(value: unknown, param: string): ApiError | undefined {
  if (!isObject(value)) return OBJECT(value, param);
  const { include_usage: includeUsage } = value;
  return includeUsage === undefined ? undefined : BOOLEAN(includeUsage, `${param}.include_usage`);
}

/** What both APIs take; each adds its own. */
export const SAMPLING_CHECKS: readonly (readonly [string, FieldCheck])[] = [
  ['stream', BOOLEAN],
  ['stream_options', checkStreamOptions],
  ['n', numberBetween(1, CHOICES_MAX, 'an integer')],
  ['max_tokens', COUNT],
  ['temperature', numberBetween(0, 2, 'a number')],
  ['top_p', numberBetween(0, 1, 'a number')],
  ['presence_penalty', PENALTY],
  ['frequency_penalty', PENALTY],
  ['seed', numberBetween(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 'an integer')],
  ['logit_bias', OBJECT],
  ['stop', checkStop],
  ['user', STRING],
];

/** `stream_options` only goes with a stream, and the real API says so with a code of null. */
export function checkStreamOptionsAlone(root: JsonObject): ApiError | undefined {
  const { stream, stream_options: options } = root;
  if (stream === true || options === undefined || options === null) return undefined;
  const message = "The 'stream_options' parameter is only allowed when 'stream' is enabled.";
  return apiError(ERROR_KINDS.malformedBody, message, 'stream_options');
}

/** Of a value that was checked. An empty text stops nothing. */
export function readStop(stop: unknown): readonly string[] {
  if (typeof stop === 'string') return stop === '' ? NO_STOP : [stop];
  return Array.isArray(stop) ? stop.filter((text) => text !== '') : NO_STOP;
}

/** Of options that were checked. */
export function readIncludeUsage(options: unknown): boolean {
  return isObject(options) && options.include_usage === true;
}

/** A number that was checked, or null. */
export function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
