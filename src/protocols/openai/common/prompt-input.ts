/**
 * Reads what completions call `prompt` and embeddings call `input` into a tally: one text, several texts, one array of tokens,
 * or several of them. Pure.
 */
import type { ApiError } from '../../../shared/errors.js';
import type { PromptTally } from '../../request/prompt-tally.js';
import { kindOf } from '../../validation/wording.js';
import { invalid, OPENAI_WORDING, wrongType } from './wording.js';

const EXPECTED = 'a string, an array of strings, an array of token integers, or an array of those';
const TOKEN_MAX = 2 ** 31 - 1;

/** How many prompts a value is, before any of them is looked at: of too many none has to be. */
export function countPrompts(value: unknown): number {
  return Array.isArray(value) && typeof value[0] !== 'number' ? value.length : 1;
}

/**
 * Gives back what is wrong with the value, or undefined. `param` names the field in errors; null stands for the start of a new
 * document, one token, as in the real API.
 */
export function readPrompts(value: unknown, param: string, tally: PromptTally): ApiError | undefined {
  if (value === undefined) return OPENAI_WORDING.missing(param);
  if (value === null) return addTokens(tally, 1, null);
  if (typeof value === 'string') return addTexts(tally, [value]);
  if (!Array.isArray(value)) return wrongType(param, EXPECTED, value);
  if (value.length === 0) return OPENAI_WORDING.emptyList(param);
  if (typeof value[0] === 'number') return checkTokens(value, param) ?? addTokens(tally, value.length, value);
  return readEach(value, param, tally);
}

function addTexts(tally: PromptTally, texts: readonly string[]): undefined {
  tally.addPrompts(texts);
}

function addTokens(tally: PromptTally, count: number, values: readonly number[] | null): undefined {
  tally.addTokens(count, values);
}

/** Several prompts: texts all of them, or arrays of tokens all of them. */
function readEach(values: readonly unknown[], param: string, tally: PromptTally): ApiError | undefined {
  const kind = kindOf(values[0]);
  if (kind !== 'a string' && kind !== 'an array') {
    return wrongType(`${param}[0]`, 'a string or an array of token integers', values[0]);
  }
  let tokens = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (kindOf(value) !== kind) return wrongType(`${param}[${index}]`, kind, value);
    if (typeof value === 'string') continue;
    const error = checkTokens(value as readonly unknown[], `${param}[${index}]`);
    if (error !== undefined) return error;
    tokens += (value as readonly unknown[]).length;
  }
  return kind === 'a string' ? addTexts(tally, values as readonly string[]) : addTokens(tally, tokens, null);
}

/** Token integers, at least one of them. */
function checkTokens(values: readonly unknown[], param: string): ApiError | undefined {
  if (values.length === 0) return OPENAI_WORDING.emptyList(param);
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    const place = `${param}[${index}]`;
    if (typeof value !== 'number' || !Number.isInteger(value)) return wrongType(place, 'an integer', value);
    if (value < 0 || value > TOKEN_MAX) {
      return invalid(place, `expected an integer between 0 and ${TOKEN_MAX}, but got ${value}`);
    }
  }
  return undefined;
}
