import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createChatProtocol } from '../../../../../dist/protocols/openai/chat/chat.js';
import {
  accept,
  answerOf,
  fieldsOf,
  replyOf,
  textOf,
  USAGE_DETAILS,
} from '../../../../support/protocol-answers.js';

const chat = createChatProtocol({ dashScope: false });
const dashScope = createChatProtocol({ dashScope: true });
const USER = { role: 'user', content: 'abcd' };
const body = (fields: object = {}) => ({ model: 'm', messages: [USER], ...fields });

test('a reply, byte for byte', () => {
  assert.equal(
    replyOf(chat, body()),
    '{"id":"chatcmpl-01234567-89ab-4cde-8f01-23456789abcd","object":"chat.completion","created":1700000000,"model":"m",' +
      '"service_tier":"default","system_fingerprint":null,"choices":[{"index":0,"message":{"role":"assistant",' +
      '"content":"Hello world","refusal":null},"logprobs":null,"finish_reason":"stop"}],' +
      `"usage":${JSON.stringify({ prompt_tokens: 7, completion_tokens: 2, total_tokens: 9, ...USAGE_DETAILS })}}`,
  );
});

test('a reply in the compatible mode of DashScope has no service tier', () => {
  const openAi = replyOf(chat, body());
  assert.equal(replyOf(dashScope, body()), openAi.replace('"service_tier":"default",', ''));
});

test('n choices are numbered, alike, and all counted in the usage', () => {
  const reply = JSON.parse(replyOf(chat, body({ n: 3 })));
  const message = { role: 'assistant', content: 'Hello world', refusal: null };
  assert.deepEqual(
    reply.choices,
    [0, 1, 2].map((index) => ({ index, message, logprobs: null, finish_reason: 'stop' })),
  );
  assert.deepEqual(reply.usage, {
    prompt_tokens: 7,
    completion_tokens: 6,
    total_tokens: 13,
    ...USAGE_DETAILS,
  });
});

test('an answer that was cut off says length, and tells the likelihoods of what it has where that is asked for', () => {
  const [choice] = JSON.parse(
    replyOf(chat, body({ logprobs: true, top_logprobs: 3 }), answerOf({ finish: 'length', tokens: 1 })),
  ).choices;
  assert.equal(choice.finish_reason, 'length');
  assert.equal(choice.message.content, 'Hello');
  assert.deepEqual(
    choice.logprobs.content.map(({ token }: { token: string }) => token),
    ['Hello'],
  );
  assert.equal(choice.logprobs.content[0].top_logprobs.length, 3);
});

test('whatever is in the text or the model arrives as it was', () => {
  const pieces = ['"\\\n\t\u0000\u2028', '你好', ' 👩‍👩‍👧', '</script>'];
  const model = 'a"b\\c\n你好';
  const reply = JSON.parse(replyOf(chat, body({ model }), answerOf({ text: textOf(...pieces), tokens: 4 })));
  assert.equal(reply.choices[0].message.content, pieces.join(''));
  assert.equal(reply.model, model);
});

test('an answer without a token is an empty text', () => {
  const reply = JSON.parse(replyOf(chat, body(), answerOf({ tokens: 0 })));
  assert.equal(reply.choices[0].message.content, '');
  assert.equal(reply.usage.completion_tokens, 0);
});

test('a request without options has the defaults', () => {
  assert.deepEqual(fieldsOf(accept(chat, { messages: [USER] })), {
    model: 'the-default',
    promptTokens: 7,
    speaks: true,
    tokensMax: null,
    stop: [],
    stream: false,
    choices: 1,
    userText: null,
    ask: null,
  });
  const { choices, includeUsage } = accept(chat, body());
  assert.deepEqual({ choices, includeUsage }, { choices: 1, includeUsage: false });
});

test('null is as absent in every optional field', () => {
  const names = ['model', 'stream', 'stream_options', 'n', 'max_tokens', 'max_completion_tokens', 'stop'];
  const nulls = Object.fromEntries(names.map((name) => [name, null]));
  assert.deepEqual(
    fieldsOf(accept(chat, { messages: [USER], ...nulls })),
    fieldsOf(accept(chat, { messages: [USER] })),
  );
});

test('of the two limits of tokens the smaller one counts', () => {
  for (const [max_tokens, max_completion_tokens, tokensMax] of [
    [5, undefined, 5],
    [undefined, 6, 6],
    [5, 6, 5],
    [6, 5, 5],
    [null, 6, 6],
    [5, null, 5],
  ] as const) {
    assert.equal(accept(chat, body({ max_tokens, max_completion_tokens })).tokensMax, tokensMax);
  }
});

test('stop is a text or up to four, and an empty one stops nothing', () => {
  const stopOf = (stop: unknown) => accept(chat, body({ stop })).stop;
  assert.deepEqual(stopOf('\n'), ['\n']);
  assert.deepEqual(stopOf(['a', 'b', 'c', 'd']), ['a', 'b', 'c', 'd']);
  assert.deepEqual(stopOf(['', 'a']), ['a']);
  assert.deepEqual(stopOf(''), []);
  assert.deepEqual(stopOf([]), []);
});

test('a prompt costs 3 tokens, each message 3 more, and its texts by their bytes', () => {
  const tokensOf = (...messages: unknown[]) => accept(chat, { messages }).promptTokens;
  assert.equal(tokensOf({ role: 'user' }), 6);
  assert.equal(tokensOf({ role: 'assistant', content: null }), 6);
  assert.equal(tokensOf(USER, USER), 11);
  assert.equal(tokensOf({ role: 'user', content: '你好吗' }), 9);
  const parts = [{ type: 'text', text: 'abcd' }, { type: 'image_url' }, { type: 'text', text: 'abcde' }];
  assert.equal(tokensOf({ role: 'user', content: parts }), 9);
});

test('the text of the last user message is kept only when it is asked for', () => {
  const messages = [
    { role: 'user', content: 'first' },
    {
      role: 'user',
      content: [{ type: 'text', text: 'las' }, { type: 'image_url' }, { type: 'text', text: 't' }],
    },
    { role: 'assistant', content: 'answer' },
  ];
  assert.equal(accept(chat, { messages }).userText, null);
  assert.equal(accept(chat, { messages }, { keepUserText: true }).userText, 'last');
  const system = [{ role: 'system', content: 'x' }];
  assert.equal(accept(chat, { messages: system }, { keepUserText: true }).userText, null);
  assert.equal(accept(chat, { messages: [{ role: 'user' }] }, { keepUserText: true }).userText, '');
});

test('unknown fields are accepted, in the request, in a message and in a part', () => {
  const content = [{ type: 'video', video: [1] }];
  const messages = [
    { ...USER, name: 5, tool_calls: 'x' },
    { role: 'user', content },
  ];
  assert.equal(accept(chat, { messages, enable_thinking: 1, extra: { deep: [] } }).promptTokens, 10);
});
