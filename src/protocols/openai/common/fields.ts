/**
 * The optional fields that OpenAI's chat and completions have in common, as data, and how those are read that an answer
 * depends on. Pure. Source of names, types and bounds: OpenAI's public OpenAPI description.
 */
import { type ApiError, apiError, ERROR_KINDS } from '../../../shared/errors.js';
import { isObject, type JsonObject } from '../../request/body/json-body.js';
import { NO_STOP, PLAIN_STYLE, type ReplyStyle } from '../../request/text-request.js';
import { BOOLEAN, COUNT, integer, number, OBJECT, type Rule, rules, STRING } from '../../validation/rules.js';

const STOP_TEXTS_MAX = 4;
/** As near as a double comes to it. */
const INT64 = 2 ** 63;
const CHOICES_MAX = 128;

/** What both APIs take; each adds its own. */
export const SAMPLING_FIELDS: Readonly<Record<string, Rule>> = {
  stream: BOOLEAN,
  stream_options: {
    is: 'record',
    fields: rules({ include_usage: BOOLEAN, continuous_usage_stats: BOOLEAN }),
  },
  n: integer(1, CHOICES_MAX),
  max_tokens: COUNT,
  temperature: number(0, 2),
  top_p: number(0, 1),
  presence_penalty: number(-2, 2),
  frequency_penalty: number(-2, 2),
  seed: integer(-INT64, INT64),
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

const COUNTING: ReplyStyle = Object.freeze({ ...PLAIN_STYLE, countsAsItGoes: true });

/** Of options that were checked; `style` without the wish to be told the usage as it grows. */
export function readCounting(options: unknown, style: ReplyStyle): ReplyStyle {
  if (!isObject(options) || options.include_usage !== true || options.continuous_usage_stats !== true) {
    return style;
  }
  return style === PLAIN_STYLE ? COUNTING : { ...style, countsAsItGoes: true };
}

/** Of options that were checked. */
export function readIncludeUsage(options: unknown): boolean {
  return isObject(options) && options.include_usage === true;
}
