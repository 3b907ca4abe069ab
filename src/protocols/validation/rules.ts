/**
 * What a field of a request must look like, as data. Pure; without a word of any API: those are in each one's wording.
 */

/** What a value is expected to be. Each API has its own words for it. */
export type Expected =
  | 'a boolean'
  | 'a number'
  | 'an integer'
  | 'a string'
  | 'an object'
  | 'a list'
  | 'a list of objects'
  | 'a string or a list of strings'
  | 'a string or a list of objects'
  | 'a string or a list of parts'
  | 'a string or an object';

/** An optional field; null counts as absent. */
export type Rule =
  | { readonly is: 'boolean' | 'string' | 'object' | 'list' | 'string or object' }
  /** Both bounds are included. */
  | { readonly is: 'number' | 'integer'; readonly min: number; readonly max: number }
  | { readonly is: 'one of'; readonly values: readonly string[] }
  | StopTexts
  /** An object of which these fields are looked at; what else is in it is the client's affair. */
  | { readonly is: 'record'; readonly fields: Rules };

/** Texts at the first of which an answer ends. */
export interface StopTexts {
  readonly is: 'stop texts';
  /** Whether a text may stand for a list of one. */
  readonly orOne: boolean;
  readonly textsMax: number;
  /** Whether a text may be empty or white space. */
  readonly blank: boolean;
}

/** By the name of the field. */
export type Rules = ReadonlyMap<string, Rule>;

/**
 * Of all stop texts together: the longest answer text of the settings has as many. They are looked for in an answer, which must
 * never take long.
 */
export const STOP_CHARACTERS_MAX = 131_072;

export const BOOLEAN: Rule = { is: 'boolean' };
export const STRING: Rule = { is: 'string' };
export const OBJECT: Rule = { is: 'object' };
export const LIST: Rule = { is: 'list' };
export const COUNT: Rule = { is: 'integer', min: 1, max: Number.MAX_SAFE_INTEGER };

export function number(min: number, max: number): Rule {
  return { is: 'number', min, max };
}

export function integer(min: number, max: number): Rule {
  return { is: 'integer', min, max };
}

/** Fields of an object by their names. */
export function rules(fields: Readonly<Record<string, Rule>>): Rules {
  return new Map(Object.entries(fields));
}
