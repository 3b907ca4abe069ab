import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completionsProtocol } from '../../../../dist/protocols/openai/completions.js';
import {
  accept,
  answerOf,
  fieldsOf,
  replyOf,
  streamOf,
  textOf,
  USAGE_DETAILS,
} from '../../../support/protocol-answers.js';
import { parseSseJson } from '../../../support/sse.js';

const body = (fields: object = {}) => ({ model: 'm', prompt: 'abcd', ...fields });
const WITH_USAGE = { stream_options: { include_usage: true } };
const HEAD =
  '{"id":"cmpl-01234567-89ab-4cde-8f01-23456789abcd","object":"text_completion","created":1700000000,"model":"m","choices":[';
const USAGE = `"usage":${JSON.stringify({ prompt_tokens: 7, completion_tokens: 2, total_tokens: 9, ...USAGE_DETAILS })}`;

test('a reply, byte for byte', () => {
  assert.equal(
    replyOf(completionsProtocol, body()),
    `${HEAD}{"index":0,"text":"Hello world","logprobs":null,"finish_reason":"stop"}],${USAGE}}`,
  );
});

test('a stream, byte for byte: pieces, finish, done', () => {
  const event = (text: string, finish: string) =>
    `data: ${HEAD}{"index":0,"text":"${text}","logprobs":null,"finish_reason":${finish}}]}\n\n`;
  assert.equal(
    streamOf(completionsProtocol, body({ stream: true })),
    `${event('Hello', 'null')}${event(' world', 'null')}${event('', '"stop"')}data: [DONE]\n\n`,
  );
});

test('with include_usage every event has a usage of null, and one more without choices has the figures', () => {
  const event = (text: string, finish: string) =>
    `data: ${HEAD}{"index":0,"text":"${text}","logprobs":null,"finish_reason":${finish}}],"usage":null}\n\n`;
  assert.equal(
    streamOf(completionsProtocol, body({ stream: true, ...WITH_USAGE })),
    `${event('Hello', 'null')}${event(' world', 'null')}${event('', '"stop"')}data: ${HEAD}],${USAGE}}\n\ndata: [DONE]\n\n`,
  );
});

test('every prompt has n choices, numbered through, all counted in the usage', () => {
  const reply = JSON.parse(replyOf(completionsProtocol, body({ prompt: ['a', 'b'], n: 2 })));
  assert.deepEqual(
    reply.choices,
    [0, 1, 2, 3].map((index) => ({ index, text: 'Hello world', logprobs: null, finish_reason: 'stop' })),
  );
  assert.deepEqual(reply.usage, {
    prompt_tokens: 7,
    completion_tokens: 8,
    total_tokens: 15,
    ...USAGE_DETAILS,
  });
});

test('choices take turns in a stream, with the same id in all events', () => {
  const text = streamOf(completionsProtocol, body({ stream: true, n: 2 }), answerOf({ finish: 'length' }));
  const events = parseSseJson(text, true);
  assert.deepEqual(
    events.map(({ choices }) =>
      (choices as { index: number; text: string; finish_reason: unknown }[]).map(
        ({ index, text, finish_reason }) => [index, text, finish_reason],
      ),
    ),
    [
      [[0, 'Hello', null]],
      [[1, 'Hello', null]],
      [[0, ' world', null]],
      [[1, ' world', null]],
      [[0, '', 'length']],
      [[1, '', 'length']],
    ],
  );
  assert.deepEqual([...new Set(events.map(({ id }) => id))], ['cmpl-01234567-89ab-4cde-8f01-23456789abcd']);
});

test('whatever is in the text arrives as it was', () => {
  const pieces = ['"\\\n', ' 你', '👩‍👩‍👧'];
  const answer = answerOf({ text: textOf(...pieces), tokens: 3 });
  assert.equal(JSON.parse(replyOf(completionsProtocol, body(), answer)).choices[0].text, pieces.join(''));
  const events = parseSseJson(streamOf(completionsProtocol, body({ stream: true }), answer), true);
  const texts = events.map(({ choices }) => (choices as { text: string }[])[0]?.text);
  assert.deepEqual(texts, [...pieces, '']);
});

test('without max_tokens an answer has 16 at the most, as in the public description', () => {
  assert.deepEqual(fieldsOf(accept(completionsProtocol, { prompt: 'abcd' })), {
    model: 'the-default',
    promptTokens: 1,
    speaks: true,
    tokensMax: 16,
    stop: [],
    stream: false,
    choices: 1,
    userText: null,
    ask: null,
  });
  assert.equal(accept(completionsProtocol, body({ max_tokens: null })).tokensMax, 16);
  assert.equal(accept(completionsProtocol, body({ max_tokens: 500 })).tokensMax, 500);
  assert.deepEqual(accept(completionsProtocol, body({ stop: 'END' })).stop, ['END']);
});

test('prompts are counted: a text by its bytes, tokens by their number, null as one', () => {
  for (const [prompt, tokens, choices] of [
    ['', 0, 1],
    ['abcde', 2, 1],
    [['abcd', '你好吗'], 4, 2],
    [[1, 2, 3], 3, 1],
    [[[1, 2], [3]], 3, 2],
    [null, 1, 1],
  ] as const) {
    const request = accept(completionsProtocol, body({ prompt }));
    assert.deepEqual([request.promptTokens, request.choices], [tokens, choices]);
  }
});

test('the last prompt is kept only when it is asked for, and only if it is a text', () => {
  const keepUserText = { keepUserText: true };
  assert.equal(accept(completionsProtocol, body({ prompt: ['a', 'b'] })).userText, null);
  assert.equal(accept(completionsProtocol, body({ prompt: ['a', 'b'] }), keepUserText).userText, 'b');
  assert.equal(accept(completionsProtocol, body({ prompt: [1] }), keepUserText).userText, '');
});

test('suffix and best_of change nothing', () => {
  const fields = { suffix: 'x', best_of: 3 };
  assert.equal(replyOf(completionsProtocol, body(fields)), replyOf(completionsProtocol, body()));
});
