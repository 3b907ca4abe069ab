/**
 * One row for each keyword, or for a way in which keywords meet: what is made satisfies the schema, as ajv says, for many seeds.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../../../dist/behavior/random/random.js';
import { generateJson } from '../../../../dist/behavior/schema/generate-json.js';
import { satisfies } from '../../../support/json-property.js';
import { conditional, type Draft } from '../../../support/json-schemas.js';

const SEEDS = 40;

/** Values for many seeds, each of which ajv accepts. */
function valuesFor(schema: unknown, draft: Draft = 2020): readonly unknown[] {
  return Array.from({ length: SEEDS }, (_, seed) => {
    const text = generateJson(schema, createRandom(seed, 3), seed % 2 === 0 ? {} : { tokensWanted: 60 });
    assert.equal(typeof text, 'string', JSON.stringify(text));
    const value: unknown = JSON.parse(text as string);
    assert.equal(satisfies(schema, value, draft), true, text as string);
    return value;
  });
}

const object = (properties: Record<string, unknown>, more: object = {}): object => ({
  type: 'object',
  properties,
  ...more,
});
const all = { a: { type: 'integer' }, b: { type: 'integer' }, c: { type: 'integer' } };
const text = { type: 'string' };
const integer = { type: 'integer' };

const ROWS: readonly (readonly [name: string, schema: unknown, draft?: Draft])[] = [
  ['true', true],
  ['no keyword', {}],
  ['type: one', { type: 'boolean' }],
  ['type: a list', { type: ['integer', 'null'] }],
  ['enum', { enum: ['a', 1, null, [1], { a: 1 }] }],
  ['enum with a type', { enum: ['a', 1, null], type: 'string' }],
  ['enum with a bound', { enum: [1, 2, 30, 40], minimum: 25 }],
  ['const', { const: { a: [1, { b: 2 }] } }],
  ['required', object(all, { required: ['a', 'c'] })],
  ['required, and not declared', { type: 'object', required: ['a', 'b'] }],
  ['additionalProperties: false', object(all, { additionalProperties: false })],
  ['additionalProperties: a schema', { type: 'object', additionalProperties: integer, minProperties: 2 }],
  [
    'patternProperties',
    { type: 'object', patternProperties: { '^n_': integer, _x$: { minimum: 5 } }, minProperties: 2 },
  ],
  [
    'patternProperties on a declared one',
    object({ ab: integer }, { patternProperties: { '^a': { minimum: 50 } }, required: ['ab'] }),
  ],
  [
    'patternProperties and no others',
    {
      type: 'object',
      patternProperties: { '^[a-z]{3}$': integer },
      additionalProperties: false,
      minProperties: 3,
    },
  ],
  ['propertyNames', { type: 'object', propertyNames: { pattern: '^[a-z]{2,4}$' }, minProperties: 3 }],
  [
    'propertyNames that forbid a declared one',
    object({ ...all, Z: text }, { propertyNames: { pattern: '^[a-z]$' } }),
  ],
  ['minProperties', object(all, { minProperties: 2 })],
  ['minProperties beyond the declared ones', object({ a: integer }, { minProperties: 4 })],
  ['maxProperties', object(all, { maxProperties: 1 })],
  ['dependentRequired', object(all, { required: ['a'], dependentRequired: { a: ['b'], b: ['c'] } })],
  [
    'dependentSchemas',
    object(all, { required: ['a'], dependentSchemas: { a: { required: ['d'], properties: { d: text } } } }),
  ],
  ['dependencies', object(all, { required: ['a'], dependencies: { a: ['b'], b: { required: ['c'] } } }), 7],
  ['unevaluatedProperties', { allOf: [object(all)], type: 'object', unevaluatedProperties: false }],
  [
    'a property that every object inherits',
    JSON.parse(
      '{"type":"object","required":["constructor"],"properties":{"constructor":{"type":"integer"}}}',
    ),
  ],
  ['items', { type: 'array', items: integer, minItems: 1 }],
  ['items: a list', { type: 'array', items: [integer, text], additionalItems: false, minItems: 2 }, 7],
  ['additionalItems', { type: 'array', items: [integer], additionalItems: text, minItems: 4 }, 7],
  ['prefixItems', { type: 'array', prefixItems: [integer, text], items: { type: 'null' }, minItems: 4 }],
  ['prefixItems and no others', { type: 'array', prefixItems: [integer, text], items: false }],
  ['contains', { type: 'array', contains: { const: 5 }, items: integer }],
  [
    'minContains and maxContains',
    { type: 'array', contains: { const: 5 }, minContains: 2, maxContains: 3, items: integer },
  ],
  [
    'contains behind prefixItems',
    { type: 'array', prefixItems: [text, text], contains: { const: 5 }, minContains: 2 },
  ],
  ['minItems and maxItems', { type: 'array', items: text, minItems: 3, maxItems: 3 }],
  [
    'uniqueItems',
    { type: 'array', items: { type: 'integer', minimum: 1, maximum: 12 }, uniqueItems: true, minItems: 12 },
  ],
  [
    'uniqueItems of few',
    { type: 'array', items: { enum: ['a', 'b', 'c', 'd'] }, uniqueItems: true, minItems: 4 },
  ],
  ['uniqueItems of two', { type: 'array', items: { type: 'boolean' }, uniqueItems: true, minItems: 2 }],
  ['unevaluatedItems', { allOf: [{ prefixItems: [integer] }], type: 'array', unevaluatedItems: false }],
  ['minLength', { type: 'string', minLength: 200 }],
  ['maxLength', { type: 'string', maxLength: 3 }],
  ['a length of one', { type: 'string', minLength: 1, maxLength: 1 }],
  ['an empty text', { type: 'string', maxLength: 0 }],
  ['pattern', { type: 'string', pattern: '^[A-Z]{2}\\d{3}$' }],
  ['two patterns', { allOf: [{ type: 'string', pattern: '^[a-z0-9]{6,}$' }, { pattern: '[0-9]' }] }],
  ['pattern and length', { type: 'string', pattern: '^[a-z ]*$', minLength: 30, maxLength: 33 }],
  ['pattern without anchors, and a length', { type: 'string', pattern: '\\d\\d', minLength: 12 }],
  ['format and length', { type: 'string', format: 'uri', minLength: 80 }],
  ['format and pattern', { type: 'string', format: 'email', pattern: '@example\\.com$' }],
  ['a format that nobody knows', { type: 'string', format: 'made-up' }],
  ['minimum and maximum', { type: 'number', minimum: 0.25, maximum: 0.26 }],
  ['exclusiveMinimum and exclusiveMaximum', { type: 'integer', exclusiveMinimum: 4, exclusiveMaximum: 6 }],
  ['far bounds', { type: 'number', minimum: 1e300 }],
  ['multipleOf', { type: 'integer', multipleOf: 7, minimum: 100, maximum: 110 }],
  ['multipleOf: a fraction', { type: 'number', multipleOf: 0.01, minimum: 1, maximum: 2 }],
  [
    'multipleOf: two of them',
    { allOf: [{ type: 'number', multipleOf: 6 }, { multipleOf: 4 }, { minimum: 1, maximum: 13 }] },
  ],
  ['format of numbers', { type: 'integer', format: 'int32' }],
  ['a number that is no integer', { type: 'number', not: { type: 'integer' } }],
  [
    'allOf',
    { allOf: [object({ a: integer }, { required: ['a'] }), object({ b: text }, { required: ['b'] })] },
  ],
  [
    'allOf closed on both sides',
    { allOf: [object(all, { additionalProperties: false }), { required: ['b'] }] },
  ],
  ['anyOf', { anyOf: [integer, object({ a: text }, { required: ['a'] }), false] }],
  ['anyOf beside a type', { type: 'string', anyOf: [{ type: 'integer' }, { minLength: 40 }] }],
  [
    'oneOf',
    {
      oneOf: [
        { type: 'integer', multipleOf: 2 },
        { type: 'integer', multipleOf: 3 },
      ],
    },
  ],
  [
    'oneOf told apart by a constant',
    { oneOf: ['a', 'b', 'c'].map((kind) => object({ kind: { const: kind } }, { required: ['kind'] })) },
  ],
  ['not', { type: ['integer', 'string'], not: { type: 'string' } }],
  ['not: a property', object(all, { not: { required: ['b'] }, minProperties: 1 })],
  [
    'if, then and else',
    object(all, {
      required: ['a', 'b'],
      ...conditional(
        { properties: { a: { minimum: 50 } } },
        { properties: { b: { minimum: 90 } } },
        { properties: { b: { maximum: 10 } } },
      ),
    }),
  ],
  ['if and else: false', { type: 'integer', if: { minimum: 7 }, else: false }],
  ['$ref', { $defs: { whole: integer }, type: 'array', items: { $ref: '#/$defs/whole' }, minItems: 1 }],
  ['$ref beside other words', { $defs: { whole: integer }, $ref: '#/$defs/whole', minimum: 5, maximum: 6 }],
  [
    '$ref to itself',
    object(
      { next: { anyOf: [{ $ref: '#' }, { type: 'null' }] }, value: text },
      { required: ['next', 'value'] },
    ),
  ],
  ['$ref by definitions', { definitions: { 'a/b~c %': integer }, $ref: '#/definitions/a~1b~0c%20%25' }, 7],
  ['$ref by $anchor', { $defs: { whole: { $anchor: 'w', ...integer } }, $ref: '#w' }],
  [
    '$ref by $id',
    {
      $id: 'https://example.com/root',
      $defs: { whole: integer },
      $ref: 'https://example.com/root#/$defs/whole',
    },
  ],
  ['nullable', { type: 'integer', nullable: true }],
];

for (const [name, schema, draft] of ROWS) {
  test(`${name}: all values satisfy it`, () => {
    valuesFor(schema, draft);
  });
}

test('what may differ does: types, branches, listed values, optional properties, null', () => {
  const kinds = (schema: unknown): number =>
    new Set(valuesFor(schema).map((value) => JSON.stringify(value))).size;
  assert.equal(kinds({ enum: [1, 2, 3] }), 3);
  assert.equal(kinds({ type: 'boolean' }), 2);
  assert.equal(kinds({ anyOf: [{ const: 1 }, { const: 2 }, { const: 3 }] }), 3);
  assert.equal(kinds({ oneOf: [{ const: 1 }, { const: 2 }] }), 2);
  assert.equal(kinds({ type: ['null', 'boolean'] }), 3);
  assert.equal(kinds(object({ a: { const: 1 }, b: { const: 2 } }, { additionalProperties: false })), 4);
  assert.equal(kinds({ type: 'integer', ...conditional({ const: 1 }, { const: 1 }, { const: 2 }) }), 2);
});

test('Google’s type names in capitals, and counts as strings, are understood', () => {
  const schema = {
    type: 'OBJECT',
    properties: {
      list: { type: 'ARRAY', items: { type: 'STRING' }, minItems: '2', maxItems: '2' },
      count: { type: 'INTEGER', nullable: true },
    },
    required: ['list', 'count'],
    propertyOrdering: ['count', 'list'],
  };
  for (let seed = 0; seed < SEEDS; seed++) {
    const value = JSON.parse(generateJson(schema, createRandom(seed, 1)) as string) as {
      list: unknown[];
      count: unknown;
    };
    assert.deepEqual(
      value.list.map((each) => typeof each),
      ['string', 'string'],
    );
    assert.equal(value.count === null || Number.isInteger(value.count), true);
  }
});

test('bounds of draft 4, which OpenAPI 3.0 has, are open where they say so', () => {
  const schema = { type: 'integer', minimum: 4, exclusiveMinimum: true, maximum: 6, exclusiveMaximum: true };
  for (let seed = 0; seed < SEEDS; seed++) assert.equal(generateJson(schema, createRandom(seed, 1)), '5');
});

test('a property may be called __proto__', () => {
  const schema: unknown = JSON.parse(
    '{"type":"object","properties":{"__proto__":{"const":1}},"required":["__proto__"]}',
  );
  assert.equal(generateJson(schema, createRandom(1, 1)), '{"__proto__":1}');
});
