import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createChatProtocol } from '../../../../../dist/protocols/openai/chat/chat.js';
import { accept, answerOf, streamOf, textOf, USAGE_DETAILS } from '../../../../support/protocol-answers.js';
import { parseSseJson } from '../../../../support/sse.js';

const chat = createChatProtocol({ dashScope: false });
const dashScope = createChatProtocol({ dashScope: true });
const body = (fields: object = {}) => ({
  model: 'm',
  messages: [{ role: 'user', content: 'abcd' }],
  stream: true,
  ...fields,
});
const WITH_USAGE = { stream_options: { include_usage: true } };

const HEAD =
  'data: {"id":"chatcmpl-01234567-89ab-4cde-8f01-23456789abcd","object":"chat.completion.chunk","created":1700000000,"model":"m",';
const OPENAI = `${HEAD}"service_tier":"default","system_fingerprint":null,"choices":[`;
const DASHSCOPE = `${HEAD}"service_tier":null,"system_fingerprint":null,"choices":[`;
const event = (chunk: string, index: number, delta: string, finish: string, end: string) =>
  `${chunk}{"index":${index},"delta":${delta},"logprobs":null,"finish_reason":${finish}}]${end}\n\n`;
const ROLE = '{"role":"assistant","content":""}';
const DONE = 'data: [DONE]\n\n';
const USAGE = `"usage":${JSON.stringify({ prompt_tokens: 7, completion_tokens: 2, total_tokens: 9, ...USAGE_DETAILS })}`;

interface Chunk {
  readonly choices: readonly { index: number; delta: Record<string, unknown>; finish_reason: unknown }[];
  readonly usage?: unknown;
  readonly [field: string]: unknown;
}

function chunksOf(text: string): readonly Chunk[] {
  return parseSseJson(text, true) as readonly unknown[] as readonly Chunk[];
}

test('a stream, byte for byte: role, pieces, finish, done', () => {
  assert.equal(
    streamOf(chat, body()),
    event(OPENAI, 0, ROLE, 'null', '}') +
      event(OPENAI, 0, '{"content":"Hello"}', 'null', '}') +
      event(OPENAI, 0, '{"content":" world"}', 'null', '}') +
      event(OPENAI, 0, '{}', '"stop"', '}') +
      DONE,
  );
});

test('with include_usage every chunk has a usage of null, and one more without choices has the figures', () => {
  const end = ',"usage":null}';
  assert.equal(
    streamOf(chat, body(WITH_USAGE)),
    event(OPENAI, 0, ROLE, 'null', end) +
      event(OPENAI, 0, '{"content":"Hello"}', 'null', end) +
      event(OPENAI, 0, '{"content":" world"}', 'null', end) +
      event(OPENAI, 0, '{}', '"stop"', end) +
      `${OPENAI}],${USAGE}}\n\n${DONE}`,
  );
});

test('in the compatible mode every chunk has usage and service_tier of null, and the figures only on request', () => {
  const end = ',"usage":null}';
  const chunks =
    event(DASHSCOPE, 0, ROLE, 'null', end) +
    event(DASHSCOPE, 0, '{"content":"Hello"}', 'null', end) +
    event(DASHSCOPE, 0, '{"content":" world"}', 'null', end) +
    event(DASHSCOPE, 0, '{}', '"stop"', end);
  assert.equal(streamOf(dashScope, body()), chunks + DONE);
  assert.equal(streamOf(dashScope, body(WITH_USAGE)), `${chunks}${DASHSCOPE}],${USAGE}}\n\n${DONE}`);
});

test('include_usage may be false, null or left out of the options', () => {
  const plain = streamOf(chat, body());
  for (const stream_options of [{ include_usage: false }, { include_usage: null }, {}, null]) {
    assert.equal(streamOf(chat, body({ stream_options })), plain);
  }
});

test('two choices take turns, told apart by their index, and the usage counts both', () => {
  const chunks = chunksOf(streamOf(chat, body({ n: 2, ...WITH_USAGE })));
  assert.deepEqual(
    chunks.map(({ choices }) =>
      choices.map(({ index, delta, finish_reason }) => [index, delta, finish_reason]),
    ),
    [
      [[0, { role: 'assistant', content: '' }, null]],
      [[1, { role: 'assistant', content: '' }, null]],
      [[0, { content: 'Hello' }, null]],
      [[1, { content: 'Hello' }, null]],
      [[0, { content: ' world' }, null]],
      [[1, { content: ' world' }, null]],
      [[0, {}, 'stop']],
      [[1, {}, 'stop']],
      [],
    ],
  );
  assert.deepEqual(chunks.at(-1)?.usage, {
    prompt_tokens: 7,
    completion_tokens: 4,
    total_tokens: 11,
    ...USAGE_DETAILS,
  });
});

test('eight choices have as many events for each piece, and the same frame around it as one', () => {
  const one = chunksOf(streamOf(chat, body()));
  const eight = chunksOf(streamOf(chat, body({ n: 8 })));
  assert.equal(eight.length, 8 * one.length);
  for (const [position, chunk] of eight.entries()) {
    const [choice] = chunk.choices;
    const [alone] = one[Math.floor(position / 8)]?.choices ?? [];
    assert.deepEqual(choice, { ...alone, index: position % 8 });
  }
});

test('id, created and model are the same in every chunk', () => {
  const chunks = chunksOf(streamOf(dashScope, body({ n: 2, ...WITH_USAGE })));
  const names = new Set(
    chunks.map(({ id, object, created, model }) => JSON.stringify([id, object, created, model])),
  );
  assert.deepEqual(
    [...names],
    ['["chatcmpl-01234567-89ab-4cde-8f01-23456789abcd","chat.completion.chunk",1700000000,"m"]'],
  );
});

test('a stream that was cut off finishes with length', () => {
  const chunks = chunksOf(streamOf(chat, body({ max_tokens: 1 }), answerOf({ tokens: 1, finish: 'length' })));
  assert.equal(chunks.at(-1)?.choices[0]?.finish_reason, 'length');
});

test('whatever is in the text or the model arrives as it was, piece by piece', () => {
  const pieces = ['"\\', '\n\n', 'data: [DONE]', ' 你', '👩‍👩‍👧', '\u2028'];
  const model = 'a"b\n\n你';
  const text = streamOf(chat, body({ model }), answerOf({ text: textOf(...pieces), tokens: 6 }));
  const chunks = chunksOf(text);
  assert.deepEqual(
    chunks.slice(1, -1).map(({ choices }) => choices[0]?.delta.content),
    pieces,
  );
  for (const chunk of chunks) assert.equal(chunk.model, model);
});

test('a stream without a piece is whole', () => {
  const chunks = chunksOf(streamOf(chat, body(), answerOf({ tokens: 0 })));
  assert.deepEqual(
    chunks.map(({ choices }) => choices[0]?.delta),
    [{ role: 'assistant', content: '' }, {}],
  );
});

test('two streams that are written at once do not mix', () => {
  const open = (model: string, uuid: string) =>
    chat.openStream?.(accept(chat, body({ model })), answerOf({ uuid, text: textOf(model) }));
  const [first, second] = [open('one', 'u1'), open('two', 'u2')];
  const text = (first?.event() ?? '') + (second?.event() ?? '') + (first?.event() ?? '');
  const seen = parseSseJson(text, false).map(({ id, model }) => [id, model]);
  assert.deepEqual(seen, [
    ['chatcmpl-u1', 'one'],
    ['chatcmpl-u2', 'two'],
    ['chatcmpl-u1', 'one'],
  ]);
});
