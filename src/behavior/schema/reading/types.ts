/**
 * The types of JSON Schema as bits: what several schemas allow together is one operation. Pure.
 *
 * An integer is a number, too, so numbers are two bits. Names in capitals are those of Google's APIs.
 */
import { isObject, type JsonObject } from '../basis/json.js';

export const NULL = 1;
export const BOOLEAN = 2;
export const OBJECT = 4;
export const ARRAY = 8;
export const INTEGER = 16;
/** Numbers that are no integers. */
export const FRACTION = 32;
export const STRING = 64;
export const NUMBER = INTEGER | FRACTION;
export const EVERY_TYPE = NULL | BOOLEAN | OBJECT | ARRAY | NUMBER | STRING;

const NAMES: ReadonlyMap<unknown, number> = new Map(
  Object.entries({
    null: NULL,
    boolean: BOOLEAN,
    object: OBJECT,
    array: ARRAY,
    integer: INTEGER,
    number: NUMBER,
    string: STRING,
  }).flatMap(([name, bits]) => [
    [name, bits],
    [name.toUpperCase(), bits],
  ]),
);
/** Said by Google's clients for “any”. */
const UNSPECIFIED = 'TYPE_UNSPECIFIED';

/** The bits of a name of a type; null where it is none. */
export function typeNamed(name: unknown): number | null {
  return name === UNSPECIFIED ? EVERY_TYPE : (NAMES.get(name) ?? null);
}

/** What `type` and OpenAPI's `nullable` allow. */
export function typesOf({ type, nullable }: JsonObject): number {
  if (type === undefined) return EVERY_TYPE;
  const bits = [type].flat().reduce<number>((sum, name) => sum | (typeNamed(name) ?? 0), 0);
  return nullable === true ? bits | NULL : bits;
}

/** The one bit that a value is of. */
export function typeOf(value: unknown): number {
  if (value === null) return NULL;
  if (Array.isArray(value)) return ARRAY;
  if (isObject(value)) return OBJECT;
  if (typeof value === 'number') return Number.isInteger(value) ? INTEGER : FRACTION;
  return typeof value === 'string' ? STRING : BOOLEAN;
}
