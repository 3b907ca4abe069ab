/**
 * Every optional field of a chat completion request against every kind of JSON value, through the parser.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ApiError, apiError, ERROR_KINDS } from '../../dist/errors.js';
import { FIELD_CHECKS, kindOf } from '../../dist/protocols/chat-fields.js';
import { parseChatRequest } from '../../dist/protocols/chat-request.js';

/** One harmless value of each kind; the words are those of the messages. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  'a string': 'x',
  'an integer': 1,
  'a decimal number': 0.5,
  'a boolean': false,
  'an array': [],
  'an object': {},
};

const SAFE = Number.MAX_SAFE_INTEGER;
const COUNT = { expected: 'an integer', kinds: ['an integer'], min: 1, max: SAFE };
const PENALTY = { expected: 'a number', kinds: ['an integer', 'a decimal number'], min: -2, max: 2 };
const BOOLEAN = { expected: 'a boolean', kinds: ['a boolean'] };
const OBJECT = { expected: 'an object', kinds: ['an object'] };

interface Rule {
  readonly expected: string;
  readonly kinds: readonly string[];
  readonly min?: number;
  readonly max?: number;
}

const RULES: Readonly<Record<string, Rule>> = {
  stream: BOOLEAN,
  n: { ...COUNT, max: 1 },
  max_tokens: COUNT,
  max_completion_tokens: COUNT,
  temperature: { ...PENALTY, min: 0, max: 2 },
  top_p: { ...PENALTY, min: 0, max: 1 },
  presence_penalty: PENALTY,
  frequency_penalty: PENALTY,
  top_logprobs: { ...COUNT, min: 0, max: 20 },
  seed: { ...COUNT, min: -SAFE },
  logprobs: BOOLEAN,
  parallel_tool_calls: BOOLEAN,
  logit_bias: OBJECT,
  metadata: OBJECT,
  response_format: OBJECT,
  stream_options: OBJECT,
  tools: { expected: 'an array', kinds: ['an array'] },
  stop: { expected: 'a string or an array of strings', kinds: ['a string', 'an array'] },
  user: { expected: 'a string', kinds: ['a string'] },
};

/** The error of a request with this one field, null if it is accepted. The value is JSON text. */
function errorOf(field: string, json: string): ApiError | null {
  const body = `{"messages":[{"role":"user","content":"x"}],${JSON.stringify(field)}:${json}}`;
  const parsed = parseChatRequest(Buffer.from(body));
  return parsed.ok ? null : parsed.error;
}

test('the fields with a rule are exactly those of this table', () => {
  assert.deepEqual([...FIELD_CHECKS.keys()], Object.keys(RULES));
});

for (const [field, { expected, kinds, min, max }] of Object.entries(RULES)) {
  test(`${field}: null is as absent, ${kinds.join(' or ')} is accepted, every other kind is named`, () => {
    assert.equal(errorOf(field, 'null'), null);
    for (const [kind, sample] of Object.entries(SAMPLES)) {
      const message = `Invalid type for '${field}': expected ${expected}, but got ${kind} instead.`;
      const error = kinds.includes(kind) ? null : apiError(ERROR_KINDS.wrongType, message, field);
      assert.deepEqual(errorOf(field, JSON.stringify(sample)), error, kind);
    }
  });

  if (min === undefined || max === undefined) continue;
  test(`${field}: ${min} and ${max} are accepted, one step outside is not`, () => {
    const between = max === SAFE ? `at least ${min}` : `between ${min} and ${max}`;
    assert.equal(errorOf(field, String(min)), null);
    assert.equal(errorOf(field, String(max)), null);
    const bounds = field === 'n' ? 'at least 1' : between;
    const below = `Invalid '${field}': expected ${expected} ${bounds}, but got ${min - 1}.`;
    assert.deepEqual(errorOf(field, String(min - 1)), apiError(ERROR_KINDS.wrongValue, below, field));
    if (field === 'n') return;
    const over = max === SAFE ? `at most ${max}` : between;
    const above = `Invalid '${field}': expected ${expected} ${over}, but got ${max + 1}.`;
    assert.deepEqual(errorOf(field, String(max + 1)), apiError(ERROR_KINDS.wrongValue, above, field));
  });
}

test('fractions outside the bounds of a number are refused', () => {
  for (const [field, value, bounds] of [
    ['temperature', '2.1', '0 and 2'],
    ['temperature', '-0.1', '0 and 2'],
    ['top_p', '1.0001', '0 and 1'],
    ['presence_penalty', '-2.5', '-2 and 2'],
    ['frequency_penalty', '2.5', '-2 and 2'],
  ] as const) {
    const message = `Invalid '${field}': expected a number between ${bounds}, but got ${value}.`;
    assert.deepEqual(errorOf(field, value), apiError(ERROR_KINDS.wrongValue, message, field));
  }
});

test('a whole number written with a fraction or an exponent is an integer', () => {
  for (const json of ['1.0', '1e0', '100e-2']) assert.equal(errorOf('max_tokens', json), null, json);
});

test('a stream is refused as not supported, and stream: false is not', () => {
  const message = "Streaming is not supported by this server yet: send 'stream': false, or leave it out.";
  assert.deepEqual(errorOf('stream', 'true'), apiError(ERROR_KINDS.unsupported, message, 'stream'));
  assert.equal(errorOf('stream', 'false'), null);
});

test('more than one choice is refused as not supported', () => {
  const message = "Only one choice is supported by this server yet: send 'n': 1, or leave it out.";
  for (const json of ['2', '128', '1e300']) {
    assert.deepEqual(errorOf('n', json), apiError(ERROR_KINDS.unsupported, message, 'n'));
  }
});

test('names that every object inherits are fields like any unknown one', () => {
  for (const field of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
    for (const json of ['null', '1', '{"model":1}']) assert.equal(errorOf(field, json), null, field);
  }
});

test('kindOf names every kind of JSON value, with its article', () => {
  assert.equal(kindOf(null), 'null');
  for (const [kind, sample] of Object.entries(SAMPLES)) assert.equal(kindOf(sample), kind);
});
