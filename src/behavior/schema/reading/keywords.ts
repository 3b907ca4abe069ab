/**
 * Reads the keywords of one schema's node, whichever draft it was written for: 4 (as in OpenAPI 3.0), 7, 2019-09, 2020-12, and
 * Google's form. Pure. What it reads has the shapes that check-schema asks for.
 */
import { isObject, type JsonObject } from '../basis/json.js';
import { below } from '../basis/problem.js';

/** A schema, and where it stands. */
export interface Placed {
  readonly schema: unknown;
  readonly path: string;
}

/** One that is no boolean. */
export interface Leaf extends Placed {
  readonly schema: JsonObject;
}

/** Google's clients write 64-bit integers as strings. */
export function numberOf(schema: JsonObject, key: string): number | undefined {
  const value = schema[key];
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/** Bounds of numbers: each with whether the bound itself is left out. */
export interface Range {
  readonly min: number;
  readonly minOpen: boolean;
  readonly max: number;
  readonly maxOpen: boolean;
}

export function rangeOf(schema: JsonObject): Range {
  const min = numberOf(schema, 'minimum') ?? -Infinity;
  const max = numberOf(schema, 'maximum') ?? Infinity;
  const { exclusiveMinimum: above, exclusiveMaximum: under } = schema;
  const openMin = typeof above === 'number' && above >= min;
  const openMax = typeof under === 'number' && under <= max;
  return {
    min: openMin ? above : min,
    minOpen: openMin || above === true,
    max: openMax ? under : max,
    maxOpen: openMax || under === true,
  };
}

export function at({ schema, path }: Leaf, key: string): Placed {
  return { schema: schema[key], path: below(path, key) };
}

/** The schemas in a list; none where there is no list. */
export function listAt({ schema, path }: Leaf, key: string): readonly Placed[] {
  const list = schema[key];
  if (!Array.isArray(list)) return [];
  return list.map((each: unknown, index) => ({ schema: each, path: below(below(path, key), index) }));
}

/** The names and schemas in a map; none where there is no map. */
export function mapAt({ schema, path }: Leaf, key: string): readonly (readonly [string, Placed])[] {
  const map = schema[key];
  if (!isObject(map)) return [];
  return Object.keys(map).map((name) => [name, { schema: map[name], path: below(below(path, key), name) }]);
}

/** What the node refers to: a dynamic reference is taken as a plain one. */
export function refsOf({ $ref, $dynamicRef }: JsonObject): readonly string[] {
  if ($ref === undefined && $dynamicRef === undefined) return [];
  return [$ref, $dynamicRef].filter((ref) => typeof ref === 'string');
}

export function namesAt(schema: JsonObject, key: string): readonly string[] {
  const names = schema[key];
  return Array.isArray(names) ? (names as string[]) : [];
}

/** The values that `enum` and `const` leave; null where there is neither. */
export function valuesOf(schema: JsonObject): readonly unknown[] | null {
  if (Object.hasOwn(schema, 'const')) return [schema.const];
  return Array.isArray(schema.enum) ? schema.enum : null;
}

/** Schemas of an array's items: of the first ones each its own, and of all others. */
export interface Items {
  readonly first: readonly Placed[];
  readonly others: Placed | null;
}

export function itemsOf(leaf: Leaf): Items {
  const { schema } = leaf;
  const placed = (key: string): Placed | null => (schema[key] === undefined ? null : at(leaf, key));
  if (Array.isArray(schema.items)) return { first: listAt(leaf, 'items'), others: placed('additionalItems') };
  return { first: listAt(leaf, 'prefixItems'), others: placed('items') };
}

/** What a property asks for by being there: other names, and schemas for the whole object. */
export function dependentsOf(
  leaf: Leaf,
  name: string,
): { names: readonly string[]; schemas: readonly Placed[] } {
  const names: string[] = [];
  const schemas: Placed[] = [];
  for (const key of ['dependentRequired', 'dependentSchemas', 'dependencies']) {
    const map = leaf.schema[key];
    if (!isObject(map) || !Object.hasOwn(map, name)) continue;
    const asked = map[name];
    if (Array.isArray(asked)) names.push(...(asked as string[]));
    else schemas.push({ schema: asked, path: below(below(leaf.path, key), name) });
  }
  return { names, schemas };
}
