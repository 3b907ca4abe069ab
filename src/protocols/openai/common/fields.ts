/**
 * The optional fields that OpenAI's chat and completions have in common, as data, and how those are read that an answer
 * depends on. Pure. Source of names, types and bounds: OpenAI's public OpenAPI description.
 */
import { type ApiError, apiError, ERROR_KINDS } from '../../../shared/errors.js';
import { isObject, type JsonObject } from '../../request/json-body.js';
import { NO_STOP } from '../../request/text-request.js';
import { BOOLEAN, COUNT, integer, number, OBJECT, type Rule, rules, STRING } from '../../validation/rules.js';

const STOP_TEXTS_MAX = 4;
/** The real API allows 128; each choice costs us an event for every piece, on the one thread that serves all. */
const CHOICES_MAX = 8;

/** What both APIs take; each adds its own. */
export const SAMPLING_FIELDS: Readonly<Record<string, Rule>> = {
  stream: BOOLEAN,
  stream_options: { is: 'record', fields: rules({ include_usage: BOOLEAN }) },
  n: integer(1, CHOICES_MAX),
  max_tokens: COUNT,
  temperature: number(0, 2),
  top_p: number(0, 1),
  presence_penalty: number(-2, 2),
  frequency_penalty: number(-2, 2),
  seed: integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  logit_bias: OBJECT,
  stop: { is: 'stop texts', orOne: true, textsMax: STOP_TEXTS_MAX, blank: true },
  user: STRING,
};

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
