/**
 * What no value satisfies, what is malformed and what asks for too much gives a problem that says what and where; and none of it
 * costs more than the steps that are allowed.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../../../dist/behavior/random/random.js';
import { STEPS_MAX } from '../../../../dist/behavior/schema/basis/limits.js';
import { SchemaProblem } from '../../../../dist/behavior/schema/basis/problem.js';
import { Work } from '../../../../dist/behavior/schema/basis/work.js';
import { generateJson } from '../../../../dist/behavior/schema/generate-json.js';

/** The last visit may be of a whole list: no longer than what a schema of a few megabytes holds. */
const STEPS_BEYOND_MAX = 250_000;

function make(schema: unknown): { readonly outcome: string | SchemaProblem; readonly steps: number } {
  const work = new Work();
  const outcome = generateJson(schema, createRandom(1, 1), { tokensWanted: 300, work });
  return { outcome, steps: work.steps };
}

function range<T>(count: number, of: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => of(index));
}

/** The schema in itself, so many times. */
function wrap(count: number, schema: unknown, around: (inner: unknown) => unknown): unknown {
  return range(count, () => around).reduce((inner, each) => each(inner), schema);
}

const MALFORMED: readonly (readonly [schema: unknown, path: string, message: RegExp])[] = [
  [null, '', /^Expected a schema, which is an object or a boolean\.$/],
  ['string', '', /Expected a schema/],
  [[], '', /Expected a schema/],
  [{ type: 'text' }, '/type', /^Expected the name of a type, or an array of them\.$/],
  [{ properties: [] }, '/properties', /^Expected an object\.$/],
  [{ properties: { a: { required: true } } }, '/properties/a/required', /^Expected an array of strings\.$/],
  [{ properties: { 'a/b~': 5 } }, '/properties/a~1b~0', /Expected a schema/],
  [{ enum: [] }, '/enum', /at least one value/],
  [{ anyOf: [] }, '/anyOf', /at least one/],
  [{ anyOf: [{}, 5] }, '/anyOf/1', /Expected a schema/],
  [{ items: { minLength: -1 } }, '/items/minLength', /whole number of 0 or more/],
  [{ maxItems: 1.5 }, '/maxItems', /whole number/],
  [{ minimum: 'low' }, '/minimum', /Expected a number/],
  [{ multipleOf: 0 }, '/multipleOf', /above 0/],
  [{ pattern: '(' }, '/pattern', /^Expected a regular expression: .*Unterminated group/],
  [{ patternProperties: { '[': {} } }, '/patternProperties', /Expected a regular expression/],
  [{ pattern: 'a'.repeat(1001) }, '/pattern', /at most 1000 characters, got 1001/],
  [{ $ref: '#/$defs/none' }, '/$ref', /reference to a part of this schema/],
  [{ $ref: 'https://example.com/other' }, '/$ref', /reference to a part of this schema/],
  [{ not: { else: { type: 7 } } }, '/not/else/type', /name of a type/],
];

test('a malformed schema is refused with the place and the expectation, whatever is drawn', () => {
  for (const [schema, path, message] of MALFORMED) {
    const { outcome } = make(schema);
    assert.ok(outcome instanceof SchemaProblem, JSON.stringify(schema));
    assert.equal(outcome.path, path);
    assert.match(outcome.message, message);
  }
});

test('also where the malformed part would have been left out', () => {
  for (let seed = 0; seed < 20; seed++) {
    const schema = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'wrong' } } };
    assert.ok(generateJson(schema, createRandom(seed, 1)) instanceof SchemaProblem);
  }
});

const CONTRADICTIONS: readonly (readonly [schema: unknown, message: RegExp])[] = [
  [false, /Nothing satisfies/],
  [{ allOf: [{ type: 'string' }, { type: 'integer' }] }, /No type satisfies/],
  [{ type: 'string', minLength: 5, maxLength: 4 }, /at least 5 and at most 4 characters/],
  [{ type: 'integer', minimum: 5, maximum: 4 }, /No number/],
  [{ type: 'integer', minimum: 5.1, maximum: 5.9 }, /No number/],
  [{ type: 'array', minItems: 2, maxItems: 1 }, /at least 2 and at most 1 items/],
  [{ type: 'array', prefixItems: [{}], items: false, minItems: 2 }, /No array/],
  [{ type: 'array', items: { type: 'boolean' }, uniqueItems: true, minItems: 3 }, /Too few different items/],
  [
    { type: 'object', required: ['a'], properties: { a: false } },
    /A property is required that may not be there: a/,
  ],
  [{ type: 'object', required: ['a'], additionalProperties: false }, /may not be there: a/],
  [{ type: 'object', required: ['a', 'b'], maxProperties: 1 }, /at most 1 properties, and 2 are required/],
  [{ enum: [1, 2], type: 'string' }, /No type satisfies/],
  [{ enum: ['a', 'b'], minLength: 2 }, /No value of the list/],
  [{ not: {} }, /No value was found/],
  [{ type: 'string', pattern: 'a^b' }, /No text was found that matches the pattern/],
  [
    { type: 'string', format: 'date', pattern: '^x' },
    /No string was found that has the format, pattern and length/,
  ],
  [{ $ref: '#' }, /refers to itself|too many/],
  [{ type: 'object', properties: { a: { $ref: '#' } }, required: ['a'] }, /more than 40 levels/],
];

test('a schema that contradicts itself is refused, in words that say how', () => {
  for (const [schema, message] of CONTRADICTIONS) {
    const { outcome } = make(schema);
    assert.ok(outcome instanceof SchemaProblem, `${JSON.stringify(schema)}: ${String(outcome)}`);
    assert.match(outcome.message, message);
  }
});

test('what contradicts itself and is optional is left out', () => {
  const schema = {
    type: 'object',
    properties: { a: { type: 'string', minLength: 2, maxLength: 1 }, b: { const: 1 } },
    required: ['b'],
    additionalProperties: false,
  };
  for (let seed = 0; seed < 20; seed++) assert.equal(generateJson(schema, createRandom(seed, 1)), '{"b":1}');
});

const chain = (keyword: string, count: number): object => ({
  $ref: '#/$defs/d0',
  $defs: Object.fromEntries([
    ...range(count, (index) => {
      const next = { $ref: `#/$defs/d${index + 1}` };
      return [`d${index}`, { [keyword]: [next, next] }];
    }),
    [`d${count}`, { type: 'string' }],
  ]),
});
const many = Object.fromEntries(range(20_000, (index) => [`p${index}`, { type: 'string' }]));
const contradiction = {
  anyOf: [
    { type: 'string', minLength: 2, maxLength: 1 },
    { type: 'integer', minimum: 2, maximum: 1 },
  ],
};

/** Each asks for more than anyone has, in its own way. */
const HOSTILE: Readonly<Record<string, unknown>> = {
  'a billion items': { type: 'array', minItems: 1e9 },
  'two thousand times two thousand items': {
    type: 'array',
    minItems: 2000,
    items: { type: 'array', minItems: 2000 },
  },
  'a billion characters': { type: 'string', minLength: 1e9 },
  'many long texts': { type: 'array', minItems: 1000, items: { type: 'string', minLength: 32_000 } },
  'a billion properties': { type: 'object', minProperties: 1e9 },
  'maps of maps of maps': wrap(5, {}, (inner) => ({
    type: 'object',
    additionalProperties: inner,
    minProperties: 50,
  })),
  'a billion items that contain one thing': { type: 'array', contains: { const: 1 }, minContains: 1e9 },
  '2 to the power of 40 parts of an allOf': chain('allOf', 40),
  '2 to the power of 30 branches of a oneOf': chain('oneOf', 30),
  'a tree of 2 to the power of 30 leaves': {
    $ref: '#/$defs/d0',
    $defs: Object.fromEntries(
      range(31, (index) => {
        const next = index === 30 ? { type: 'string' } : { $ref: `#/$defs/d${index + 1}` };
        return [`d${index}`, { type: 'object', properties: { x: next, y: next }, required: ['x', 'y'] }];
      }),
    ),
  },
  'a contradiction below branches of branches': wrap(12, contradiction, (inner) => ({
    anyOf: [
      { type: 'object', properties: { a: inner }, required: ['a'] },
      { type: 'array', items: inner, minItems: 1 },
    ],
  })),
  'a schema that is nested very deep': wrap(100_000, {}, (inner) => ({ not: inner })),
  'a value in a list that is nested very deep': { enum: [wrap(100_000, 0, (inner) => [inner])] },
  'a hundred levels of objects': wrap(99, {}, (inner) => ({
    type: 'object',
    properties: { a: inner },
    required: ['a'],
  })),
  'a list of a hundred thousand values, of which the last will do': {
    enum: range(100_000, Number),
    minimum: 99_999,
  },
  'twenty thousand required properties': { type: 'object', properties: many, required: Object.keys(many) },
  'a thousand long names': { type: 'object', required: range(1000, (index) => 'k'.repeat(1000) + index) },
  'three thousand references in a row': {
    $ref: '#/$defs/r0',
    $defs: Object.fromEntries(
      range(3000, (index) => [`r${index}`, { $ref: `#/$defs/r${Math.min(index + 1, 2999)}` }]),
    ),
  },
  'a property that asks for the next, three thousand times': {
    type: 'object',
    required: ['p0'],
    dependentRequired: Object.fromEntries(range(3000, (index) => [`p${index}`, [`p${index + 1}`]])),
  },
  'a pattern that takes exponential time': {
    type: 'string',
    pattern: '^(a|a)*(a|a)*(a|a)*b(?!b)$',
    minLength: 500,
  },
  'a pattern that takes exponential time to refute': {
    type: 'string',
    pattern: 'x+y',
    not: { pattern: '(x+x+)+z' },
    minLength: 60,
  },
  'hundreds of patterns for names': {
    type: 'object',
    patternProperties: Object.fromEntries(range(500, (index) => [`^(a+)+${index}$`, {}])),
    minProperties: 100,
    additionalProperties: false,
  },
};

for (const [name, schema] of Object.entries(HOSTILE)) {
  test(`${name}: refused within the steps that are allowed`, () => {
    const { outcome, steps } = make(schema);
    assert.ok(outcome instanceof SchemaProblem, String(outcome).slice(0, 100));
    assert.ok(steps <= STEPS_MAX + STEPS_BEYOND_MAX, `${steps} steps`);
  });
}

test('a schema that is large and can be satisfied is: a thousand properties, nested lists, unique items', () => {
  const few = Object.fromEntries(Object.entries(many).slice(0, 1000));
  for (const schema of [
    { type: 'object', properties: few, required: Object.keys(few), additionalProperties: false },
    { type: 'array', minItems: 40, items: { type: 'array', minItems: 40, items: { type: 'integer' } } },
    {
      type: 'array',
      minItems: 1000,
      items: { type: 'integer', minimum: 1, maximum: 1000 },
      uniqueItems: true,
    },
    { type: 'object', minProperties: 1000 },
    chain('anyOf', 40),
  ]) {
    const { outcome } = make(schema);
    assert.equal(typeof outcome, 'string', JSON.stringify(outcome).slice(0, 200));
  }
});
