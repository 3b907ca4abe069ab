/**
 * Mistakes in what OpenAI's APIs require, and in the fields that have rules of their own: who is named, and how.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createChatProtocol } from '../../../../dist/protocols/openai/chat/chat.js';
import { completionsProtocol } from '../../../../dist/protocols/openai/completions.js';
import { embeddingsProtocol } from '../../../../dist/protocols/openai/embeddings.js';
import { responsesProtocol } from '../../../../dist/protocols/openai/responses/responses.js';
import { errorOf } from '../../../support/protocol-answers.js';

const chat = createChatProtocol({ dashScope: false });
const USER = { role: 'user', content: 'x' };
const APIS = {
  chat,
  completions: completionsProtocol,
  embeddings: embeddingsProtocol,
  responses: responsesProtocol,
};
const MINIMAL = {
  chat: { messages: [USER] },
  completions: { prompt: 'x' },
  embeddings: { input: 'x' },
  responses: { input: 'x' },
};
const names = Object.keys(APIS) as (keyof typeof APIS)[];

const wrongType = (param: string, expected: string, kind: string) =>
  [
    param,
    'invalid_type',
    `Invalid type for '${param}': expected ${expected}, but got ${kind} instead.`,
  ] as const;
const missing = (param: string) =>
  [param, 'missing_required_parameter', `Missing required parameter: '${param}'.`] as const;
const wrongValue = (param: string, message: string) => [param, 'invalid_value', message] as const;
const empty = (param: string) =>
  wrongValue(
    param,
    `Invalid '${param}': empty array. Expected an array with minimum length 1, but got length 0.`,
  );

for (const name of names) {
  test(`${name}: a body that is no JSON object is refused without a word of its content`, () => {
    const noJson = [null, null, 'The request body could not be parsed as JSON.'];
    assert.deepEqual(errorOf(APIS[name], ''), [
      null,
      null,
      'The request body is empty; a JSON object is expected.',
    ]);
    for (const body of [' ', '{', "{'a':1}", '{"a":1,}', 'NaN', '\ufeff{}', '\0']) {
      assert.deepEqual(errorOf(APIS[name], body), noJson, body);
    }
    for (const [body, kind] of [
      ['null', 'null'],
      ['[]', 'an array'],
      ['"x"', 'a string'],
      ['1.5', 'a decimal number'],
    ] as const) {
      assert.deepEqual(errorOf(APIS[name], body), [
        null,
        null,
        `The request body must be a JSON object, but it is ${kind}.`,
      ]);
    }
  });

  test(`${name}: a model of the wrong kind or length is refused, ahead of everything else`, () => {
    assert.deepEqual(
      errorOf(APIS[name], { user: 1, model: 1 }),
      wrongType('model', 'a string', 'an integer'),
    );
    for (const length of [0, 257]) {
      const message = `Invalid 'model': expected 1 to 256 characters, but got ${length}.`;
      assert.deepEqual(errorOf(APIS[name], { model: 'x'.repeat(length) }), wrongValue('model', message));
    }
    assert.equal(errorOf(APIS[name], { ...MINIMAL[name], model: 'x'.repeat(256) }), null);
  });
}

test('chat: messages that are wrong are named by their index and field', () => {
  const ROLES = "'system', 'assistant', 'user', 'function', 'tool', and 'developer'";
  const parts = (part: unknown) => ({ messages: [USER, { role: 'user', content: [part] }] });
  for (const [body, expected] of [
    [{}, missing('messages')],
    [{ messages: null }, wrongType('messages', 'an array of objects', 'null')],
    [{ messages: 'x' }, wrongType('messages', 'an array of objects', 'a string')],
    [{ messages: [] }, empty('messages')],
    [{ messages: [USER, null] }, wrongType('messages[1]', 'an object', 'null')],
    [{ messages: [[]] }, wrongType('messages[0]', 'an object', 'an array')],
    [{ messages: [{}] }, missing('messages[0].role')],
    [{ messages: [{ role: null }] }, wrongType('messages[0].role', 'a string', 'null')],
    [
      { messages: [{ role: 'bot' }] },
      wrongValue('messages[0].role', `Invalid value: 'bot'. Supported values are: ${ROLES}.`),
    ],
    [
      { messages: [{ role: 'x'.repeat(65) }] },
      wrongValue('messages[0].role', `Invalid value: '${'x'.repeat(64)}…'. Supported values are: ${ROLES}.`),
    ],
    [
      { messages: [{ role: 'user', content: {} }] },
      wrongType('messages[0].content', 'a string or an array of content parts', 'an object'),
    ],
    [parts('x'), wrongType('messages[1].content[0]', 'an object', 'a string')],
    [parts({}), missing('messages[1].content[0].type')],
    [parts({ type: 1 }), wrongType('messages[1].content[0].type', 'a string', 'an integer')],
    [parts({ type: 'text' }), missing('messages[1].content[0].text')],
    [parts({ type: 'text', text: null }), wrongType('messages[1].content[0].text', 'a string', 'null')],
  ] as const) {
    assert.deepEqual(errorOf(chat, body), expected);
  }
});

for (const name of ['chat', 'completions'] as const) {
  const errorFor = (fields: object) => errorOf(APIS[name], { ...MINIMAL[name], ...fields });

  test(`${name}: stream_options only go with a stream`, () => {
    const message = "The 'stream_options' parameter is only allowed when 'stream' is enabled.";
    const alone = ['stream_options', null, message];
    assert.deepEqual(errorFor({ stream_options: {} }), alone);
    assert.deepEqual(errorFor({ stream: false, stream_options: { include_usage: true } }), alone);
    assert.equal(errorFor({ stream: true, stream_options: { include_usage: true, other: 1 } }), null);
    assert.equal(errorFor({ stream_options: null }), null);
  });

  test(`${name}: stream_options that are wrong are named`, () => {
    const errorIn = (stream_options: unknown) => errorFor({ stream: true, stream_options });
    assert.deepEqual(errorIn([]), wrongType('stream_options', 'an object', 'an array'));
    assert.deepEqual(
      errorIn({ include_usage: 1 }),
      wrongType('stream_options.include_usage', 'a boolean', 'an integer'),
    );
  });

  test(`${name}: stop takes four texts, not five, and nothing but texts`, () => {
    const tooLong =
      "Invalid 'stop': array too long. Expected an array with maximum length 4, but got length 5.";
    assert.equal(errorFor({ stop: ['a', 'b', 'c', 'd'] }), null);
    assert.deepEqual(errorFor({ stop: ['a', 'b', 'c', 'd', 'e'] }), wrongValue('stop', tooLong));
    assert.deepEqual(errorFor({ stop: ['a', 1] }), wrongType('stop[1]', 'a string', 'an integer'));
    const half = 'a'.repeat(65_536);
    for (const stop of [half + half, [half, half]]) assert.equal(errorFor({ stop }), null);
    const tooMany = "Invalid 'stop': 131073 characters, but at most 131072 are supported.";
    for (const stop of [`a${half}${half}`, [half, 'a', half]]) {
      assert.deepEqual(errorFor({ stop }), wrongValue('stop', tooMany));
    }
  });
}

for (const [name, param] of [
  ['completions', 'prompt'],
  ['embeddings', 'input'],
] as const) {
  test(`${name}: a wrong ${param} is named down to its token`, () => {
    const errorFor = (value: unknown) => errorOf(APIS[name], { [param]: value });
    const expected = 'a string, an array of strings, an array of token integers, or an array of those';
    for (const [value, error] of [
      [undefined, missing(param)],
      [1, wrongType(param, expected, 'an integer')],
      [{}, wrongType(param, expected, 'an object')],
      [[], empty(param)],
      [[[]], empty(`${param}[0]`)],
      [[null], wrongType(`${param}[0]`, 'a string or an array of token integers', 'null')],
      [['a', 1], wrongType(`${param}[1]`, 'a string', 'an integer')],
      [[[1], 'a'], wrongType(`${param}[1]`, 'an array', 'a string')],
      [[1, 'a'], wrongType(`${param}[1]`, 'an integer', 'a string')],
      [[1, 1.5], wrongType(`${param}[1]`, 'an integer', 'a decimal number')],
      [[[1], [2, null]], wrongType(`${param}[1][1]`, 'an integer', 'null')],
      [
        [-1],
        wrongValue(
          `${param}[0]`,
          `Invalid '${param}[0]': expected an integer between 0 and 2147483647, but got -1.`,
        ),
      ],
    ] as const) {
      assert.deepEqual(errorFor(value), error);
    }
  });
}

test('completions: prompts times n are at most 128 choices', () => {
  const prompts = (count: number) => Array.from({ length: count }, () => 'x');
  const message = "Invalid 'prompt': 17 prompts times 'n' make 136 choices, but at most 128 are supported.";
  assert.equal(errorOf(completionsProtocol, { prompt: prompts(16), n: 8 }), null);
  assert.deepEqual(
    errorOf(completionsProtocol, { prompt: prompts(17), n: 8 }),
    wrongValue('prompt', message),
  );
});

test('embeddings: an empty text, too many inputs and an unknown format are refused', () => {
  const errorFor = (fields: object) => errorOf(embeddingsProtocol, { input: 'x', ...fields });
  const tooLong =
    "Invalid 'input': array too long. Expected an array with maximum length 2048, but got length 2049.";
  const inputs = (count: number) => Array.from({ length: count }, () => 'x');
  for (const [fields, error] of [
    [{ input: null }, missing('input')],
    [{ input: '' }, wrongValue('input', "Invalid 'input': input cannot be an empty string.")],
    [{ input: ['a', ''] }, wrongValue('input[1]', "Invalid 'input[1]': input cannot be an empty string.")],
    [{ input: inputs(2048) }, null],
    [{ input: inputs(2049) }, wrongValue('input', tooLong)],
    [
      { encoding_format: 'int8' },
      wrongValue('encoding_format', "Invalid value: 'int8'. Supported values are: 'float' and 'base64'."),
    ],
    [{ encoding_format: 1 }, wrongType('encoding_format', 'a string', 'an integer')],
    [{ encoding_format: null }, null],
  ] as const) {
    assert.deepEqual(errorFor(fields), error);
  }
});

test('responses: an input that is wrong is named by its index and field', () => {
  const ROLES = "'assistant', 'system', 'developer', and 'user'";
  const part = (value: unknown) => ({ input: [{ role: 'user', content: [value] }] });
  for (const [body, error] of [
    [{}, missing('input')],
    [{ input: null }, wrongType('input', 'a string or an array of objects', 'null')],
    [{ input: [] }, empty('input')],
    [{ input: ['x'] }, wrongType('input[0]', 'an object', 'a string')],
    [{ input: [{}] }, missing('input[0].role')],
    [{ input: [{ type: 'message' }] }, missing('input[0].role')],
    [
      { input: [{ role: 'tool' }] },
      wrongValue('input[0].role', `Invalid value: 'tool'. Supported values are: ${ROLES}.`),
    ],
    [part({ type: 'input_text' }), missing('input[0].content[0].text')],
    [{ input: [{ type: 'function_call_output', call_id: 'c' }] }, null],
  ] as const) {
    assert.deepEqual(errorOf(responsesProtocol, body), error);
  }
});
