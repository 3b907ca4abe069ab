import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiError, ERROR_KINDS, type ErrorKind } from '../../dist/errors.js';
import { parseChatRequest } from '../../dist/protocols/chat-request.js';

const USER = { role: 'user', content: 'abcd' };

function parse(value: unknown) {
  return parseText(JSON.stringify(value));
}

function parseText(text: string) {
  return parseChatRequest(Buffer.from(text));
}

function accepted(model: string, promptTokens: number) {
  return { ok: true, request: { model, promptTokens } };
}

function refused(kind: ErrorKind, message: string, param: string | null = null) {
  return { ok: false, error: apiError(kind, message, param) };
}

const { malformedBody, missingField, wrongType, wrongValue } = ERROR_KINDS;

test('an empty body is refused as such', () => {
  const expected = refused(malformedBody, 'The request body is empty; a JSON object is expected.');
  assert.deepEqual(parseChatRequest(Buffer.alloc(0)), expected);
  assert.deepEqual(parseChatRequest(new Uint8Array()), expected);
});

test('a body that is not JSON is refused without a word of its content', () => {
  const expected = refused(malformedBody, 'The request body could not be parsed as JSON.');
  const bodies = [
    ' ',
    '{',
    '{"a":1}}',
    "{'a':1}",
    '{"a":1,}',
    'NaN',
    'undefined',
    '<html>',
    '\ufeff{}',
    '\0',
  ];
  for (const body of bodies) assert.deepEqual(parseText(body), expected, body);
  assert.deepEqual(parseChatRequest(Buffer.from([0xff, 0xfe])), expected);
});

test('a body that is JSON but no object is refused by its kind', () => {
  for (const [body, kind] of [
    ['null', 'null'],
    ['[]', 'an array'],
    ['"x"', 'a string'],
    ['1', 'an integer'],
    ['1.5', 'a decimal number'],
    ['true', 'a boolean'],
  ] as const) {
    const message = `The request body must be a JSON object, but it is ${kind}.`;
    assert.deepEqual(parseText(body), refused(malformedBody, message));
  }
});

test('the model is echoed as it is; null and absent are the default', () => {
  for (const model of ['gpt-4o', ' ', '你好', '"\\\n', 'x'.repeat(256)]) {
    assert.deepEqual(parse({ model, messages: [USER] }), accepted(model, 7));
  }
  assert.deepEqual(parse({ model: null, messages: [USER] }), accepted('qwen-plus', 7));
  assert.deepEqual(parse({ messages: [USER] }), accepted('qwen-plus', 7));
});

test('a model of the wrong kind or length is refused', () => {
  for (const [model, kind] of [
    [1, 'an integer'],
    [true, 'a boolean'],
    [['a'], 'an array'],
    [{}, 'an object'],
  ] as const) {
    const message = `Invalid type for 'model': expected a string, but got ${kind} instead.`;
    assert.deepEqual(parse({ model, messages: [USER] }), refused(wrongType, message, 'model'));
  }
  for (const length of [0, 257]) {
    const message = `Invalid 'model': expected 1 to 256 characters, but got ${length}.`;
    assert.deepEqual(
      parse({ model: 'x'.repeat(length), messages: [USER] }),
      refused(wrongValue, message, 'model'),
    );
  }
});

test('messages are required, an array, and not empty', () => {
  assert.deepEqual(parse({}), refused(missingField, "Missing required parameter: 'messages'.", 'messages'));
  for (const [messages, kind] of [
    [null, 'null'],
    ['x', 'a string'],
    [1, 'an integer'],
    [false, 'a boolean'],
    [{}, 'an object'],
  ] as const) {
    const message = `Invalid type for 'messages': expected an array of objects, but got ${kind} instead.`;
    assert.deepEqual(parse({ messages }), refused(wrongType, message, 'messages'));
  }
  const empty = "Invalid 'messages': empty array. Expected an array with minimum length 1, but got length 0.";
  assert.deepEqual(parse({ messages: [] }), refused(wrongValue, empty, 'messages'));
});

test('a message that is wrong is named by its index', () => {
  for (const [wrong, param, expected, kind] of [
    [null, 'messages[1]', 'an object', 'null'],
    ['x', 'messages[1]', 'an object', 'a string'],
    [[], 'messages[1]', 'an object', 'an array'],
    [{ role: null }, 'messages[1].role', 'a string', 'null'],
    [{ role: 1 }, 'messages[1].role', 'a string', 'an integer'],
    [
      { role: 'user', content: 1 },
      'messages[1].content',
      'a string or an array of content parts',
      'an integer',
    ],
    [
      { role: 'user', content: {} },
      'messages[1].content',
      'a string or an array of content parts',
      'an object',
    ],
    [
      { role: 'user', content: false },
      'messages[1].content',
      'a string or an array of content parts',
      'a boolean',
    ],
  ] as const) {
    const message = `Invalid type for '${param}': expected ${expected}, but got ${kind} instead.`;
    assert.deepEqual(parse({ messages: [USER, wrong] }), refused(wrongType, message, param));
  }
  const missing = "Missing required parameter: 'messages[0].role'.";
  assert.deepEqual(parse({ messages: [{}, USER] }), refused(missingField, missing, 'messages[0].role'));
});

test('of several mistakes the first field that is wrong is named, then the messages', () => {
  const param = (value: unknown) => {
    const parsed = parse(value);
    return parsed.ok ? null : parsed.error.param;
  };
  assert.equal(param({ messages: [1], top_p: 9, n: 'x', model: 5 }), 'model');
  assert.equal(param({ top_p: 9, n: 'x' }), 'messages');
  assert.equal(param({ messages: [1], top_p: 9, n: 'x' }), 'top_p');
  assert.equal(param({ messages: [1], n: 'x', top_p: 9 }), 'n');
  assert.equal(param({ messages: [1], n: 1 }), 'messages[0]');
});

test('a prompt costs 3 tokens, each message 3 more, and its text by its bytes', () => {
  const tokens = (...messages: unknown[]) => parse({ messages, model: 'm' });
  assert.deepEqual(tokens({ role: 'user' }), accepted('m', 6));
  assert.deepEqual(tokens({ role: 'user', content: null }), accepted('m', 6));
  assert.deepEqual(tokens({ role: 'user', content: '' }), accepted('m', 6));
  assert.deepEqual(tokens(USER, USER), accepted('m', 11));
  assert.deepEqual(tokens({ role: 'user', content: '你好吗' }), accepted('m', 9));
});

test('of content parts the texts count, whatever else is among them', () => {
  const content = [
    { type: 'text', text: 'abcd' },
    { type: 'image_url', image_url: { url: 'data:…' } },
    { type: 'text', text: 5 },
    null,
    7,
    'text',
    [],
    { type: 'text', text: 'abcde' },
  ];
  assert.deepEqual(parse({ messages: [{ role: 'user', content }], model: 'm' }), accepted('m', 9));
});

test('unknown fields are accepted, in the request and in a message', () => {
  const messages = [{ ...USER, name: 5, tool_calls: 'x' }];
  assert.deepEqual(parse({ messages, enable_thinking: 1, extra: { deep: [] } }), accepted('qwen-plus', 7));
});

test('only the bytes that were handed over are read, wherever they lie in their memory', () => {
  const text = JSON.stringify({ model: 'm', messages: [USER] });
  const memory = Buffer.from(`garbage${text}garbage`);
  assert.deepEqual(parseChatRequest(memory.subarray(7, 7 + text.length)), accepted('m', 7));
});

test('bytes that are no UTF-8 inside a string are read as U+FFFD', () => {
  const body = Buffer.concat([
    Buffer.from('{"model":"m'),
    Buffer.from([0xff]),
    Buffer.from(`","messages":${JSON.stringify([USER])}}`),
  ]);
  assert.deepEqual(parseChatRequest(body), accepted('m\ufffd', 7));
});

test('a body nested a hundred thousand levels deep is read like any other', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  assert.deepEqual(
    parseText(`{"extra":${deep},"messages":[${JSON.stringify(USER)}]}`),
    accepted('qwen-plus', 7),
  );
});
