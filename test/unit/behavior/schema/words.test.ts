/**
 * Formats, names and lengths: what values look like beyond satisfying the schema.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { createRandom } from '../../../../dist/behavior/random/random.js';
import { generateJson } from '../../../../dist/behavior/schema/generate-json.js';
import { FORMATS } from '../../../../dist/behavior/schema/words/formats.js';
import { satisfies } from '../../../support/json-property.js';

const DRAWS = 200;

function make(schema: unknown, seed: number, tokensWanted?: number): string {
  const text = generateJson(
    schema,
    createRandom(seed, 5),
    tokensWanted === undefined ? {} : { tokensWanted },
  );
  assert.equal(typeof text, 'string', JSON.stringify(text));
  return text as string;
}

test('a text of each format is one, as ajv-formats and our own test say', () => {
  for (const [name, format] of FORMATS) {
    for (let seed = 0; seed < DRAWS; seed++) {
      const text = format.make(createRandom(seed, 1));
      assert.equal(format.test(text), true, `${name}: ${text}`);
      if (name in fullFormats) assert.equal(satisfies({ format: name }, text), true, `${name}: ${text}`);
    }
  }
});

/** Of the formats that tell branches apart: texts that are not one. */
const WRONG: Readonly<Record<string, readonly string[]>> = {
  date: ['2023-02-29', '2023-13-01', '2023-00-10', '2023-1-1', '2023-01-32', 'today', ''],
  time: ['24:00:00Z', '12:60:00Z', '12:00:00', '12:00Z', ''],
  'date-time': ['2023-02-30T10:00:00Z', '2023-02-03', '2023-02-03T10:00:00', '2023-02-03x10:00:00Z', ''],
  duration: ['P', 'PT', 'P1S', '1D', ''],
  email: ['a', '@b.co', 'a@', 'a b@c.de', 'a@-b.co', ''],
  hostname: ['-a.com', 'a..b', 'a b', `${'a'.repeat(64)}.com`],
  ipv4: ['1.2.3', '1.2.3.256', '1.2.3.4.5', 'a.b.c.d', ''],
  ipv6: ['1::2::3', ':::', '12345::', '1:2:3:4:5:6:7', 'g::1', ''],
  uri: ['no scheme', '/path', '1a:b', 'http://a b', ''],
  uuid: ['123', 'c42463c4-a442-4c42-a1c0-9477d234e9c', 'g42463c4-a442-4c42-a1c0-9477d234e9c5', ''],
  'json-pointer': ['a', '/~2', '/a~'],
};

test('what is not of a format is told, as ajv-formats tells it', () => {
  for (const [name, texts] of Object.entries(WRONG)) {
    for (const text of texts) {
      assert.equal(FORMATS.get(name)?.test(text), false, `${name}: ${text}`);
      assert.equal(satisfies({ format: name }, text), false, `${name}: ${text}`);
    }
  }
});

test('a property that is named after what it holds looks like it', () => {
  const rows: readonly (readonly [string, string, RegExp])[] = [
    ['city', 'string', /^"[A-Z][a-z]+"$/],
    ['firstName', 'string', /^"[A-Z][a-z]+"$/],
    ['user_email', 'string', /^"[a-z.]+@example\.com"$/],
    ['createdAt', 'string', /^"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"$/],
    ['order-id', 'string', /^"[0-9a-f]{8}"$/],
    ['websiteUrl', 'string', /^"https:\/\/[a-z.]+\/[a-z]+"$/],
    ['age', 'integer', /^(?:1[89]|[2-8]\d|90)$/],
    ['latitude', 'number', /^-?\d{1,2}(?:\.\d{1,4})?$/],
  ];
  for (const [name, type, looks] of rows) {
    for (let seed = 0; seed < 20; seed++) {
      const value = (
        JSON.parse(
          make({ type: 'object', properties: { [name]: { type } }, required: [name] }, seed),
        ) as Record<string, unknown>
      )[name];
      assert.match(JSON.stringify(value), looks, name);
    }
  }
});

test('a name gives way to the schema', () => {
  const properties = { email: { type: 'string', maxLength: 4 }, age: { type: 'integer', minimum: 1000 } };
  const schema = { type: 'object', properties, required: ['email', 'age'] };
  for (let seed = 0; seed < 20; seed++) assert.equal(satisfies(schema, JSON.parse(make(schema, seed))), true);
});

const step = { type: 'object', properties: { explanation: { type: 'string' }, output: { type: 'string' } } };
const steps = {
  type: 'array',
  items: { ...step, required: ['explanation', 'output'], additionalProperties: false },
};
const OPEN: Readonly<Record<string, unknown>> = {
  'steps with texts': {
    type: 'object',
    properties: { steps, answer: { type: 'string' } },
    required: ['steps', 'answer'],
  },
  'one text': { type: 'object', properties: { summary: { type: 'string' } }, required: ['summary'] },
  'a list of numbers': { type: 'array', items: { type: 'integer', minimum: 0, maximum: 99 } },
  'any object': { type: 'object' },
};

for (const [name, schema] of Object.entries(OPEN)) {
  test(`${name}: about as many tokens of o200k_base as are wanted`, () => {
    for (const wanted of [60, 200, 1000, 4000]) {
      const lengths = Array.from({ length: 10 }, (_, seed) => countTokens(make(schema, seed, wanted)));
      const mean = lengths.reduce((sum, each) => sum + each, 0) / lengths.length;
      assert.ok(Math.abs(mean / wanted - 1) < 0.25, `${mean} tokens for ${wanted}`);
    }
  });
}

test('where little is wanted, what is optional is left out; where much is wanted, it is not', () => {
  const names = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta'];
  const schema = {
    type: 'object',
    properties: Object.fromEntries(names.map((each) => [each, { type: 'boolean' }])),
  };
  const count = (wanted: number): number => {
    const counts = Array.from(
      { length: 20 },
      (_, seed) => Object.keys(JSON.parse(make(schema, seed, wanted)) as object).length,
    );
    return counts.reduce((sum, each) => sum + each, 0) / counts.length;
  };
  assert.ok(count(6) < 2.5, `${count(6)}`);
  assert.equal(count(100), names.length);
});

test('properties come in the order of the schema', () => {
  const names = ['zeta', 'alpha', 'mid'];
  const properties = Object.fromEntries(names.map((each) => [each, { type: 'boolean' }]));
  for (let seed = 0; seed < 20; seed++) {
    const schema = { type: 'object', properties, required: ['mid', 'alpha', 'zeta'] };
    assert.deepEqual(Object.keys(JSON.parse(make(schema, seed)) as object), names);
  }
});

test('an answer that may be anything is an object, and says something', () => {
  for (const schema of [{}, true, { type: 'object' }]) {
    const value: unknown = JSON.parse(make(schema, 1));
    assert.ok(Object.keys(value as object).length > 0);
  }
});
