/**
 * What a JSON text may hold, found by one look at each byte, before anything is made of it. Pure.
 *
 * JSON.parse takes time and memory by values and not by bytes: 16 MiB of `{},` took 22 s of a core, and an object of a
 * million keys more heap than the machine had. Bytes are bounded where they arrive; this bounds the rest.
 */
import { type ApiError, apiError, ERROR_KINDS } from '../../../shared/errors.js';

/** Arrays and objects within each other. No API nests ten deep, tools' JSON schemas two or three dozen. */
export const JSON_DEPTH_MAX = 128;
/** Items and fields together, at all levels. Embeddings of 300,000 token integers are legitimate. */
export const JSON_VALUES_MAX = 524_288;

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const ARRAY_START = 0x5b;
const ARRAY_END = 0x5d;
const OBJECT_START = 0x7b;
const OBJECT_END = 0x7d;

/** What is too much in a body, or null; `text` is the same body as a string. Of what is no JSON it says anything, or null. */
export function checkBounds(body: Uint8Array, text: string): ApiError | null {
  if (!mayBeTooMuch(body, text)) return null;
  const { depth, values } = measure(body);
  if (depth > JSON_DEPTH_MAX) return tooComplex(`is nested ${depth} levels deep`, JSON_DEPTH_MAX);
  if (values > JSON_VALUES_MAX) return tooComplex(`holds ${values} values`, JSON_VALUES_MAX);
  return null;
}

function tooComplex(found: string, max: number): ApiError {
  return apiError(ERROR_KINDS.tooComplex, `The request body ${found}, but at most ${max} are allowed.`);
}

/** Nearly no body needs to be measured: whoever nests deep opens often, and every value but one takes two bytes. */
function mayBeTooMuch(body: Uint8Array, text: string): boolean {
  return body.length > 2 * JSON_VALUES_MAX || hasManyOpenings(text);
}

/** Native search: a brace or a bracket in a body costs tens of nanoseconds, everything else next to nothing. */
function hasManyOpenings(text: string): boolean {
  // As many ends must follow.
  if (text.length <= 2 * JSON_DEPTH_MAX) return false;
  let openings = 0;
  for (const opening of ['[', '{']) {
    let at = text.indexOf(opening);
    while (at !== -1) {
      if (++openings > JSON_DEPTH_MAX) return true;
      at = text.indexOf(opening, at + 1);
    }
  }
  return false;
}

/** Of a JSON text. A value is what a comma divides from others, and what a bracket or a brace holds first. */
export function measure(body: Uint8Array): { depth: number; values: number } {
  let deepest = 0;
  let depth = 0;
  let values = 1;
  for (let at = 0; at < body.length; at++) {
    switch (body[at]) {
      case QUOTE:
        at = endOfString(body, at);
        break;
      case COMMA:
        values++;
        break;
      case ARRAY_START:
      case OBJECT_START:
        values++;
        if (++depth > deepest) deepest = depth;
        break;
      case ARRAY_END:
      case OBJECT_END:
        depth--;
        break;
      default:
    }
  }
  return { depth: deepest, values };
}

/** Where the string ends that begins at `start`, or the body. */
function endOfString(body: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < body.length && body[at] !== QUOTE) at += body[at] === BACKSLASH ? 2 : 1;
  return at;
}
