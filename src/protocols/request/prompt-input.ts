/**
 * Reads what completions call `prompt` and embeddings call `input`: one text, several texts, one array of tokens, or
 * several of them. Pure.
 */
import { type ApiError, apiError, ERROR_KINDS } from '../../shared/errors.js';
import type { PromptTexts } from '../contract/protocol.js';
import { emptyArray, kindOf, missing, wrongType } from '../validation/field-checks.js';
import { estimateTokens } from './token-estimate.js';

const EXPECTED = 'a string, an array of strings, an array of token integers, or an array of those';
const TOKEN_MAX = 2 ** 31 - 1;

/** What the prompts come to. */
interface Prompts extends PromptTexts {
  readonly tokens: number;
  /** The last prompt that is a text, as it was sent; empty where they are tokens. */
  readonly lastText: string;
}

export type ReadPrompts =
  | { readonly ok: true; readonly prompts: Prompts }
  | { readonly ok: false; readonly error: ApiError };

/** How many prompts a value is, before any of them is looked at: of too many none has to be. */
export function countPrompts(value: unknown): number {
  return Array.isArray(value) && typeof value[0] !== 'number' ? value.length : 1;
}

/** `param` names the field in errors; null stands for the start of a new document, one token, as in the real API. */
export function readPrompts(value: unknown, param: string): ReadPrompts {
  if (value === undefined) return { ok: false, error: missing(param) };
  if (value === null) return { ok: true, prompts: ofTokens(1) };
  if (typeof value === 'string') return { ok: true, prompts: ofTexts([value]) };
  if (!Array.isArray(value)) return { ok: false, error: wrongType(param, EXPECTED, value) };
  if (value.length === 0) return { ok: false, error: emptyArray(param) };
  if (typeof value[0] === 'number') {
    const error = checkTokens(value, param);
    return error === undefined ? { ok: true, prompts: ofTokens(value.length) } : { ok: false, error };
  }
  return readEach(value, param);
}

function ofTexts(texts: readonly string[]): Prompts {
  let tokens = 0;
  for (const text of texts) tokens += estimateTokens(text);
  return { tokens, lastText: texts.at(-1) ?? '', texts, otherTokens: 0 };
}

function ofTokens(tokens: number): Prompts {
  return { tokens, lastText: '', texts: [], otherTokens: tokens };
}

/** Several prompts: texts all of them, or arrays of tokens all of them. */
function readEach(values: readonly unknown[], param: string): ReadPrompts {
  const kind = kindOf(values[0]);
  if (kind !== 'a string' && kind !== 'an array') {
    return {
      ok: false,
      error: wrongType(`${param}[0]`, 'a string or an array of token integers', values[0]),
    };
  }
  let tokens = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (kindOf(value) !== kind) return { ok: false, error: wrongType(`${param}[${index}]`, kind, value) };
    if (typeof value === 'string') continue;
    const error = checkTokens(value as readonly unknown[], `${param}[${index}]`);
    if (error !== undefined) return { ok: false, error };
    tokens += (value as readonly unknown[]).length;
  }
  const prompts = kind === 'a string' ? ofTexts(values as string[]) : ofTokens(tokens);
  return { ok: true, prompts };
}

/** Token integers, at least one of them. */
function checkTokens(values: readonly unknown[], param: string): ApiError | undefined {
  if (values.length === 0) return emptyArray(param);
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      return wrongType(`${param}[${index}]`, 'an integer', value);
    }
    if (value < 0 || value > TOKEN_MAX) {
      const message = `Invalid '${param}[${index}]': expected an integer between 0 and ${TOKEN_MAX}, but got ${value}.`;
      return apiError(ERROR_KINDS.wrongValue, message, `${param}[${index}]`);
    }
  }
  return undefined;
}
