/**
 * The usage so far on each event: `continuous_usage_stats`.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createChatProtocol } from '../../../../dist/protocols/openai/chat/chat.js';
import { completionsProtocol } from '../../../../dist/protocols/openai/completions.js';
import { answerOf, streamOf } from '../../../support/protocol-answers.js';
import { parseSse } from '../../../support/sse.js';

const OPTIONS = { stream: true, stream_options: { include_usage: true, continuous_usage_stats: true } };
const MESSAGES = [{ role: 'user', content: 'x' }];

/** What each event tells of completion tokens. */
function told(text: string): unknown[] {
  return parseSse(text)
    .filter(({ data }) => data !== '[DONE]')
    .map(({ data }) => JSON.parse(data).usage?.completion_tokens ?? null);
}

test('a chat tells the usage so far with each event', () => {
  const chat = createChatProtocol({ dashScope: false });
  const stream = streamOf(chat, { model: 'm', messages: MESSAGES, ...OPTIONS }, answerOf());
  assert.deepEqual(told(stream), [0, 1, 2, 2, 2]);
});

test('so does a completion, and all its choices count', () => {
  const body = { model: 'm', prompt: 'x', n: 2, ...OPTIONS };
  assert.deepEqual(told(streamOf(completionsProtocol, body, answerOf())), [1, 2, 3, 4, 4, 4, 4]);
});

test('without include_usage nothing is told', () => {
  const chat = createChatProtocol({ dashScope: false });
  const body = {
    model: 'm',
    messages: MESSAGES,
    stream: true,
    stream_options: { continuous_usage_stats: true },
  };
  assert.deepEqual(told(streamOf(chat, body, answerOf())), [null, null, null, null]);
});
