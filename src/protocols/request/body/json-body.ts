/**
 * Reads a request's body as the JSON object that every API expects. Pure.
 */
import { type ApiError, apiError, ERROR_KINDS } from '../../../shared/errors.js';
import { kindOf } from '../../validation/wording.js';
import { checkBounds } from './json-bounds.js';

/** Fields of any name and kind. */
export type JsonObject = Readonly<Record<string, unknown>>;

export type ParsedObject =
  | { readonly ok: true; readonly root: JsonObject }
  | { readonly ok: false; readonly error: ApiError };

export const EMPTY_BODY: ApiError = apiError(
  ERROR_KINDS.malformedBody,
  'The request body is empty; a JSON object is expected.',
);
const NO_JSON: ParsedObject = {
  ok: false,
  error: apiError(ERROR_KINDS.malformedBody, 'The request body could not be parsed as JSON.'),
};

/** Parses the bytes of a whole body. Never throws. */
export function parseJsonObject(body: Buffer): ParsedObject {
  if (body.byteLength === 0) return { ok: false, error: EMPTY_BODY };
  const text = body.toString();
  const tooComplex = checkBounds(body, text);
  if (tooComplex !== null) return { ok: false, error: tooComplex };
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return NO_JSON;
  }
  if (isObject(root)) return { ok: true, root };
  const message = `The request body must be a JSON object, but it is ${kindOf(root)}.`;
  return { ok: false, error: apiError(ERROR_KINDS.malformedBody, message) };
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
