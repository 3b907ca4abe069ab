import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseJsonObject } from '../../../../dist/protocols/request/body/json-body.js';
import {
  checkBounds,
  JSON_DEPTH_MAX,
  JSON_VALUES_MAX,
} from '../../../../dist/protocols/request/body/json-bounds.js';
import { ERROR_KINDS } from '../../../../dist/shared/errors.js';

function check(text: string): string | null {
  const error = checkBounds(Buffer.from(text), text);
  if (error === null) return null;
  assert.equal(error.kind, ERROR_KINDS.tooComplex);
  return error.message;
}

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

test('a body may be nested 128 levels deep, and no deeper, in arrays, objects or both', () => {
  const objects = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
  const both = (depth: number) => `${'[{"a":'.repeat(depth / 2)}1${'}]'.repeat(depth / 2)}`;
  for (const make of [nested, objects, both]) assert.equal(check(make(JSON_DEPTH_MAX)), null);
  for (const [text, depth] of [
    [nested(JSON_DEPTH_MAX + 1), JSON_DEPTH_MAX + 1],
    [objects(4_000), 4_000],
    [both(200), 200],
    ['['.repeat(1_000), 1_000],
  ] as const) {
    assert.equal(
      check(text),
      `The request body is nested ${depth} levels deep, but at most 128 are allowed.`,
    );
  }
});

test('what stands in strings is not counted, whatever is escaped there', () => {
  const brackets = '[{'.repeat(500);
  for (const inside of [brackets, `\\"${brackets}`, `\\\\\\"${brackets}`, `${brackets}\\\\`]) {
    assert.equal(check(`{"a":"${inside}"}`), null);
    assert.match(String(check(`{"a":"${inside}","b":${nested(200)}}`)), / nested 201 levels /);
  }
});

test('a body may hold 524,288 values, and no more', () => {
  const numbers = (count: number) => `[${'1,'.repeat(count - 1)}1]`;
  // The array is one value, and the list in it a second one.
  assert.equal(check(numbers(JSON_VALUES_MAX - 1)), null);
  assert.equal(
    check(numbers(JSON_VALUES_MAX)),
    `The request body holds ${JSON_VALUES_MAX + 1} values, but at most ${JSON_VALUES_MAX} are allowed.`,
  );
  assert.match(String(check(`[${'{},'.repeat(300_000)}{}]`)), / holds 600003 values/);
});

test('no fewer values are counted than there are, and of arrays and objects no more than twice as many', () => {
  const count = (value: unknown): number =>
    typeof value === 'object' && value !== null
      ? Object.values(value).reduce((sum: number, item) => sum + count(item), 1)
      : 1;
  // A body above the bound is measured, so what is under test lies beside a list that is just below it.
  fc.assert(
    fc.property(fc.jsonValue({ depthSize: 'large' }), (value) => {
      const padding = `${'1,'.repeat(JSON_VALUES_MAX)}1`;
      const text = `[${padding},${JSON.stringify(value)}]`;
      const found = Number(/ holds (\d+) values/.exec(String(check(text)))?.[1]) - JSON_VALUES_MAX - 2;
      const real = count(value);
      assert.ok(found >= real && found <= 2 * real, `${found} found, ${real} real`);
    }),
    { numRuns: 50 },
  );
});

test('a body that is too complex is refused before it is parsed, and one that is not is parsed as ever', () => {
  const refused = parseJsonObject(Buffer.from('['.repeat(100_000)));
  assert.equal(refused.ok ? null : refused.error.kind, ERROR_KINDS.tooComplex);
  const many = Array.from({ length: 300 }, (_, index) => ({ role: 'user', content: `${index} [` }));
  const parsed = parseJsonObject(Buffer.from(JSON.stringify({ messages: many })));
  assert.deepEqual(parsed.ok && parsed.root, { messages: many });
});
