/**
 * Looks at the fields of a request by their rules: the first thing that is wrong, in the words of the API, or undefined. Pure.
 */
import type { ApiError } from '../../shared/errors.js';
import { type Rule, type Rules, STOP_CHARACTERS_MAX, type StopTexts } from './rules.js';
import type { Wording } from './wording.js';

/** The model is echoed, so a client could make us hold its whole body; no real name comes near. */
const MODEL_NAME_CHARACTERS_MAX = 256;

/** In the order of the body. `within` is the path of the object that the fields lie in. */
export function checkFields(
  root: object,
  fields: Rules,
  wording: Wording,
  within: string | null = null,
): ApiError | undefined {
  for (const name in root) {
    const rule = fields.get(name);
    if (rule === undefined) continue;
    const value = (root as Record<string, unknown>)[name];
    // Null counts as absent; so does what only a caller can have set.
    if (value === null || value === undefined) continue;
    const problem = checkValue(value, within === null ? name : wording.at(within, name), rule, wording);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** A value that is there. */
export function checkValue(
  value: unknown,
  param: string,
  rule: Rule,
  wording: Wording,
): ApiError | undefined {
  switch (rule.is) {
    case 'boolean':
      return typeof value === 'boolean' ? undefined : wording.wrongType(param, 'a boolean', value);
    case 'string':
      return typeof value === 'string' ? undefined : wording.wrongType(param, 'a string', value);
    case 'object':
      return isObject(value) ? undefined : wording.wrongType(param, 'an object', value);
    case 'list':
      return Array.isArray(value) ? undefined : wording.wrongType(param, 'a list', value);
    case 'string or object':
      return typeof value === 'string' || isObject(value)
        ? undefined
        : wording.wrongType(param, 'a string or an object', value);
    case 'number':
    case 'integer':
      return checkNumber(value, param, rule, wording);
    case 'one of':
      return rule.values.includes(value as string) ? undefined : wording.notOneOf(param, rule.values, value);
    case 'stop texts':
      return checkStopTexts(value, param, rule, wording);
    default:
      return isObject(value)
        ? checkFields(value, rule.fields, wording, param)
        : wording.wrongType(param, 'an object', value);
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkNumber(
  value: unknown,
  param: string,
  { is, min, max }: Extract<Rule, { readonly min: number }>,
  wording: Wording,
): ApiError | undefined {
  const isRight = typeof value === 'number' && (is === 'number' || Number.isInteger(value));
  if (!isRight) return wording.wrongType(param, is === 'number' ? 'a number' : 'an integer', value);
  return value >= min && value <= max ? undefined : wording.outOfBounds(param, is, min, max, value);
}

function checkStopTexts(
  value: unknown,
  param: string,
  { orOne, textsMax, blank }: StopTexts,
  wording: Wording,
): ApiError | undefined {
  const texts: unknown = orOne && typeof value === 'string' ? [value] : value;
  if (!Array.isArray(texts)) {
    return wording.wrongType(param, orOne ? 'a string or a list of strings' : 'a list', value);
  }
  if (texts.length > textsMax) return wording.listTooLong(param, textsMax, texts.length);
  let characters = 0;
  for (let index = 0; index < texts.length; index++) {
    const text: unknown = texts[index];
    if (typeof text !== 'string') return wording.wrongType(wording.at(param, index), 'a string', text);
    if (!blank && text.trim() === '') return wording.blankText(wording.at(param, index));
    characters += text.length;
  }
  if (characters <= STOP_CHARACTERS_MAX) return undefined;
  return wording.tooManyCharacters(param, STOP_CHARACTERS_MAX, characters);
}

/** The model as the client wrote it; null and absent are the default's turn. */
export function checkModel(model: unknown, wording: Wording): ApiError | undefined {
  if (model === null || model === undefined) return undefined;
  if (typeof model !== 'string') return wording.wrongType('model', 'a string', model);
  if (model.length >= 1 && model.length <= MODEL_NAME_CHARACTERS_MAX) return undefined;
  return wording.wrongLength('model', 1, MODEL_NAME_CHARACTERS_MAX, model.length);
}
