/**
 * Mistakes in requests to Anthropic's API: who is named, and how.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MESSAGES_FIELDS, messagesProtocol } from '../../../../dist/protocols/anthropic/messages.js';
import { errorOf } from '../../../support/protocol-answers.js';

const USER = { role: 'user', content: 'x' };
const MINIMAL = { max_tokens: 1, messages: [USER] };
const errorFor = (fields: object) => errorOf(messagesProtocol, { ...MINIMAL, ...fields });

const required = (param: string) =>
  [param, 'missing_required_parameter', `${param}: Field required`] as const;
const shouldBe = (param: string, what: string) =>
  [param, 'invalid_type', `${param}: Input should be ${what}`] as const;
const notAllowed = (param: string, why: string) => [param, 'invalid_value', `${param}: ${why}`] as const;

const INTEGER = { expected: 'a valid integer', right: [1], wrong: [1.5, '1', true, [], {}] };
const NUMBER = { expected: 'a valid number', right: [1, 0.5, 0], wrong: ['1', true, [], {}] };
const OBJECT = { expected: 'an object', right: [{}, { a: 1 }], wrong: [1, 'x', true, []] };
const RULES: Readonly<
  Record<string, { expected: string; right: readonly unknown[]; wrong: readonly unknown[] }>
> = {
  stream: { expected: 'a valid boolean', right: [true, false], wrong: [1, 'true', [], {}] },
  stop_sequences: { expected: 'a valid list', right: [[], ['a', 'b']], wrong: [1, 'a', true, {}] },
  temperature: NUMBER,
  top_p: NUMBER,
  top_k: { ...INTEGER, right: [0, 1, 500] },
  metadata: OBJECT,
  thinking: OBJECT,
  tool_choice: OBJECT,
  tools: {
    expected: 'a valid list',
    right: [[], [{ name: 'f', input_schema: {} }], [{ type: 'web_search_20250305', name: 'search' }]],
    wrong: [1, 'a', true, {}],
  },
  output_config: OBJECT,
  output_format: OBJECT,
  service_tier: { expected: 'a valid string', right: ['auto'], wrong: [1, true, [], {}] },
};

test('the fields with a rule are exactly those of this table', () => {
  assert.deepEqual([...MESSAGES_FIELDS.keys()], Object.keys(RULES));
});

test('in every optional field null is as absent, its own kinds are accepted, every other one is named', () => {
  for (const [field, { expected, right, wrong }] of Object.entries(RULES)) {
    for (const value of [null, ...right]) assert.equal(errorFor({ [field]: value }), null, field);
    for (const value of wrong) assert.deepEqual(errorFor({ [field]: value }), shouldBe(field, expected));
  }
});

test('max_tokens is required, an integer, and at least 1', () => {
  const { max_tokens: _, ...without } = MINIMAL;
  assert.deepEqual(errorOf(messagesProtocol, without), required('max_tokens'));
  for (const max_tokens of [null, ...INTEGER.wrong]) {
    assert.deepEqual(errorFor({ max_tokens }), shouldBe('max_tokens', 'a valid integer'));
  }
  const tooSmall = notAllowed('max_tokens', 'Input should be greater than or equal to 1');
  assert.deepEqual(errorFor({ max_tokens: 0 }), tooSmall);
  assert.equal(errorFor({ max_tokens: 1 }), null);
});

test('numbers out of their bounds are refused with the bound that they passed', () => {
  for (const field of ['temperature', 'top_p']) {
    const over = notAllowed(field, 'Input should be less than or equal to 1');
    const under = notAllowed(field, 'Input should be greater than or equal to 0');
    assert.deepEqual(errorFor({ [field]: 1.1 }), over);
    assert.deepEqual(errorFor({ [field]: -0.1 }), under);
  }
  assert.deepEqual(
    errorFor({ top_k: -1 }),
    notAllowed('top_k', 'Input should be greater than or equal to 0'),
  );
});

test('a stop sequence is a text with more than white space in it', () => {
  const blank = 'each stop sequence must contain non-whitespace';
  assert.deepEqual(errorFor({ stop_sequences: ['a', 1] }), shouldBe('stop_sequences.1', 'a valid string'));
  assert.deepEqual(errorFor({ stop_sequences: ['a', ' \n'] }), notAllowed('stop_sequences.1', blank));
  const half = 'a'.repeat(65_536);
  assert.equal(errorFor({ stop_sequences: [half, half] }), null);
  assert.deepEqual(
    errorFor({ stop_sequences: [half, half, 'a'] }),
    notAllowed('stop_sequences', 'at most 131072 characters are supported'),
  );
});

test('a model of the wrong kind or length is refused, ahead of everything else', () => {
  assert.deepEqual(errorOf(messagesProtocol, { model: 1 }), shouldBe('model', 'a valid string'));
  assert.deepEqual(errorFor({ model: '' }), notAllowed('model', 'String should have at least 1 character'));
  assert.deepEqual(
    errorFor({ model: 'x'.repeat(257) }),
    notAllowed('model', 'String should have at most 256 characters'),
  );
  assert.equal(errorFor({ model: 'x'.repeat(256) }), null);
  assert.equal(errorFor({ model: null }), null);
});

test('messages and system prompts that are wrong are named by their path', () => {
  const content = (value: unknown) => ({ messages: [USER, { role: 'user', content: value }] });
  const role = "Input should be 'user' or 'assistant'";
  for (const [fields, error] of [
    [{ messages: undefined }, required('messages')],
    [{ messages: null }, shouldBe('messages', 'a valid list')],
    [{ messages: {} }, shouldBe('messages', 'a valid list')],
    [{ messages: [] }, notAllowed('messages', 'at least one message is required')],
    [{ messages: [USER, 'x'] }, shouldBe('messages.1', 'an object')],
    [{ messages: [{ content: 'x' }] }, required('messages.0.role')],
    [{ messages: [{ role: 'system', content: 'x' }] }, notAllowed('messages.0.role', role)],
    [{ messages: [{ role: 1, content: 'x' }] }, notAllowed('messages.0.role', role)],
    [{ messages: [{ role: 'user' }] }, required('messages.0.content')],
    [content(null), shouldBe('messages.1.content', 'a valid string or a valid list')],
    [content(['x']), shouldBe('messages.1.content.0', 'an object')],
    [content([{}]), required('messages.1.content.0.type')],
    [content([{ type: 1 }]), shouldBe('messages.1.content.0.type', 'a valid string')],
    [content([{ type: 'text' }]), required('messages.1.content.0.text')],
    [content([{ type: 'text', text: 1 }]), shouldBe('messages.1.content.0.text', 'a valid string')],
    [content([{ type: 'image' }]), null],
    [{ system: 1 }, shouldBe('system', 'a valid string or a valid list')],
    [{ system: [{ type: 'text' }] }, required('system.0.text')],
  ] as const) {
    assert.deepEqual(errorFor(fields), error);
  }
});

test('a body that is no JSON object is refused in the same words as by the other APIs', () => {
  assert.deepEqual(errorOf(messagesProtocol, '{'), [
    null,
    null,
    'The request body could not be parsed as JSON.',
  ]);
});
