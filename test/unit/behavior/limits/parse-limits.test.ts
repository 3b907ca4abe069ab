import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatLimits, type Limit } from '../../../../dist/behavior/limits/limit.js';
import { parseLimits } from '../../../../dist/behavior/limits/parse.js';

function limitsOf(text: string): readonly Limit[] {
  const parsed = parseLimits(text);
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return parsed.limits;
}

test('each scope, rate and period is read as it is written, blanks and case aside', () => {
  assert.deepEqual(
    limitsOf(
      'key: 60 requests/min, model(gpt-4*):5 Tokens / s burst 9 ,ALL : 100 concurrent, model: 3 output_tokens/day',
    ),
    [
      { scope: 'key', pattern: null, counts: 'requests', amount: 60, period: 'min', burst: 60 },
      { scope: 'model', pattern: 'gpt-4*', counts: 'tokens', amount: 5, period: 's', burst: 9 },
      { scope: 'all', pattern: null, counts: 'concurrent', amount: 100 },
      { scope: 'model', pattern: null, counts: 'output_tokens', amount: 3, period: 'day', burst: 3 },
    ],
  );
  assert.deepEqual(limitsOf(' none '), []);
});

test('what is written in the grammar is read as the same', () => {
  const text = 'key: 60 requests/min, model(a b*): 7 input_tokens/h burst 9, all: 100 concurrent';
  assert.equal(formatLimits(limitsOf(text)), text);
  assert.equal(formatLimits([]), 'none');
});

const MISTAKES: readonly (readonly [text: string, position: number, message: string])[] = [
  ['', 0, 'expected key, model, model(name) or all, got nothing'],
  ['user: 5 requests/s', 0, "expected key, model, model(name) or all, got 'user'"],
  ['key 5 requests/s', 4, "expected ':', got '5'"],
  ['key: many', 5, "expected a number such as 60, got 'many'"],
  ['key: 0 requests/s', 5, "expected a whole number from 1 to 100000000, got '0'"],
  ['key: 1.5 requests/s', 5, "expected a whole number from 1 to 100000000, got '1.5'"],
  ['key: 5 words/s', 7, "expected requests, tokens, input_tokens, output_tokens or concurrent, got 'words'"],
  ['key: 5 requests', 15, "expected '/' after requests, got the end"],
  ['key: 5 requests/week', 16, "expected a period (s, min, h, day), got 'week'"],
  ['key: 5 requests/s burts 5', 18, "expected 'burst', ',' or the end, got 'burts'"],
  ['key: 5 requests/s;', 17, "expected ',' or the end, got ';'"],
  ['model(: 5 requests/s', 6, "expected a model's name of at most 256 characters, and ')', got ':'"],
  ['key: 1 concurrent,', 18, 'expected key, model, model(name) or all, got the end'],
  [Array(17).fill('key:1 concurrent').join(','), 272, "expected at most 16 limits, got 'key'"],
];

for (const [text, position, message] of MISTAKES) {
  test(`"${text.slice(0, 40)}" is a mistake at ${position}`, () => {
    assert.deepEqual(parseLimits(text), { ok: false, position, message });
  });
}

test('no text throws, or is a mistake outside of itself', () => {
  const parts = fc.constantFrom(
    'key',
    'model',
    'all',
    '(',
    ')',
    ':',
    '5',
    ' ',
    'requests',
    '/',
    's',
    ',',
    'burst',
    'x',
    '_',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(parts).map((some) => some.join('')),
      ),
      (text) => {
        const parsed = parseLimits(text);
        if (parsed.ok) assert.deepEqual(limitsOf(formatLimits(parsed.limits)), parsed.limits);
        else assert.ok(parsed.position >= 0 && parsed.position <= text.length);
      },
    ),
    { numRuns: 2_000 },
  );
});
