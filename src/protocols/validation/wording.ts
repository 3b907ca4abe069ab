/**
 * In which words an API says what is wrong with a field: the interface, of which each vendor has one. Pure.
 */
import type { ApiError } from '../../shared/errors.js';
import type { Expected } from './rules.js';

export interface Wording {
  /** The path of what lies in a field: a name, or an index. */
  at(param: string, place: string | number): string;
  missing(param: string): ApiError;
  wrongType(param: string, expected: Expected, value: unknown): ApiError;
  /** A number out of its bounds; of a count without an upper one `max` is the largest safe integer. */
  outOfBounds(param: string, kind: 'number' | 'integer', min: number, max: number, value: number): ApiError;
  emptyList(param: string): ApiError;
  listTooLong(param: string, max: number, length: number): ApiError;
  /** Anything but one of these texts. */
  notOneOf(param: string, values: readonly string[], value: unknown): ApiError;
  /** Of the name of a model. */
  wrongLength(param: string, min: number, max: number, length: number): ApiError;
  blankText(param: string): ApiError;
  tooManyCharacters(param: string, max: number, count: number): ApiError;
}

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
