/**
 * Holds a schema's nodes to the shapes that their keywords have, before anything is made: what is malformed is refused whatever
 * is drawn later. Pure. Keywords that are not in the table are annotations.
 */
import { isObject, type JsonObject } from '../basis/json.js';
import { SCHEMA_DEPTH_MAX } from '../basis/limits.js';
import { below, refuse } from '../basis/problem.js';
import type { Work } from '../basis/work.js';
import type { Patterns } from '../regex/patterns.js';
import { numberOf } from './keywords.js';
import { typeNamed } from './types.js';

type Shape = readonly [expected: string, fits: (value: unknown, schema: JsonObject, key: string) => boolean];

const isText = (value: unknown): boolean => typeof value === 'string';
const areTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

const COUNT: Shape = [
  'a whole number of 0 or more',
  (_, schema, key) => Number.isInteger(numberOf(schema, key)) && (numberOf(schema, key) as number) >= 0,
];
const BOUND: Shape = ['a number', (_, schema, key) => numberOf(schema, key) !== undefined];
const OPEN_BOUND: Shape = ['a number', (value) => typeof value === 'number' || typeof value === 'boolean'];
const NAMES: Shape = ['an array of strings', areTexts];
const MAP: Shape = ['an object', isObject];
const LIST: Shape = [
  'an array of schemas with at least one in it',
  (value) => Array.isArray(value) && value.length > 0,
];

const SHAPES: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  [
    'type',
    [
      'the name of a type, or an array of them',
      (value) => [value].flat().every((name) => typeNamed(name) !== null),
    ],
  ],
  ['enum', ['an array with at least one value in it', (value) => Array.isArray(value) && value.length > 0]],
  ['properties', MAP],
  ['patternProperties', MAP],
  ['dependentSchemas', MAP],
  ['dependencies', MAP],
  ['$defs', MAP],
  ['definitions', MAP],
  [
    'dependentRequired',
    ['an object of arrays of strings', (value) => isObject(value) && Object.values(value).every(areTexts)],
  ],
  ['required', NAMES],
  ['allOf', LIST],
  ['anyOf', LIST],
  ['oneOf', LIST],
  ['prefixItems', LIST],
  ...[
    'minProperties',
    'maxProperties',
    'minItems',
    'maxItems',
    'minContains',
    'maxContains',
    'minLength',
    'maxLength',
  ].map((key): [string, Shape] => [key, COUNT]),
  ['minimum', BOUND],
  ['maximum', BOUND],
  ['exclusiveMinimum', OPEN_BOUND],
  ['exclusiveMaximum', OPEN_BOUND],
  ['multipleOf', ['a number above 0', (value) => typeof value === 'number' && value > 0]],
  ['uniqueItems', ['true or false', (value) => typeof value === 'boolean']],
  ['pattern', ['a string', isText]],
  ['format', ['a string', isText]],
  ['$ref', ['a string', isText]],
]);

/** Where schemas are within a schema: one, a list of them, or a map. Draft 7's `items` and `dependencies` are of two kinds. */
const PLACES: ReadonlyMap<string, 'one' | 'list' | 'map'> = new Map([
  ...[
    'additionalProperties',
    'propertyNames',
    'unevaluatedProperties',
    'items',
    'additionalItems',
    'contains',
  ].map((key) => [key, 'one'] as const),
  ...['unevaluatedItems', 'not', 'if', 'then', 'else'].map((key) => [key, 'one'] as const),
  ...['allOf', 'anyOf', 'oneOf', 'prefixItems'].map((key) => [key, 'list'] as const),
  ...['properties', 'patternProperties', 'dependentSchemas', 'dependencies', '$defs', 'definitions'].map(
    (key) => [key, 'map'] as const,
  ),
]);

/** Its keywords are held to the table. */
const STEPS_PER_NODE = 2;

/** Called for each node that is an object. */
type Visit = (schema: JsonObject, path: string) => void;

/** Walks the schema and all within it; throws a SchemaProblem at the first node that is wrong. */
export function checkSchema(root: unknown, path: string, work: Work, patterns: Patterns, visit: Visit): void {
  const walk = (schema: unknown, place: string, depth: number): void => {
    work.step(place, STEPS_PER_NODE);
    if (typeof schema === 'boolean') return;
    if (!isObject(schema)) refuse('Expected a schema, which is an object or a boolean.', place);
    if (depth > SCHEMA_DEPTH_MAX) refuse(`Expected a schema of at most ${SCHEMA_DEPTH_MAX} levels.`, place);
    visit(schema, place);
    for (const key of Object.keys(schema)) {
      const shape = SHAPES.get(key);
      if (shape !== undefined && !shape[1](schema[key], schema, key)) {
        refuse(`Expected ${shape[0]}.`, below(place, key));
      }
    }
    if (typeof schema.pattern === 'string') patterns.read(schema.pattern, below(place, 'pattern'));
    if (isObject(schema.patternProperties)) {
      for (const source of Object.keys(schema.patternProperties))
        patterns.read(source, below(place, 'patternProperties'));
    }
    for (const key of Object.keys(schema)) {
      const kind = PLACES.get(key);
      if (kind !== undefined) walkBelow(schema[key], kind, below(place, key), depth + 1);
    }
  };
  const walkBelow = (value: unknown, kind: 'one' | 'list' | 'map', place: string, depth: number): void => {
    if (kind === 'list' || Array.isArray(value)) {
      for (const [index, each] of (value as unknown[]).entries()) walk(each, below(place, index), depth);
    } else if (kind === 'one') {
      walk(value, place, depth);
    } else {
      const map = value as JsonObject;
      // Draft 7's dependencies may be names.
      for (const name of Object.keys(map))
        if (!areTexts(map[name])) walk(map[name], below(place, name), depth);
    }
  };
  walk(root, path, 0);
}
