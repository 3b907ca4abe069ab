/**
 * Ollama's lines: what a stream says of texts, thoughts and calls, and the durations at its end.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { embedProtocol } from '../../../../dist/protocols/ollama/embed.js';
import { chatProtocol, generateProtocol } from '../../../../dist/protocols/ollama/text.js';
import { callOf, partsAnswer, partsStream, SAID, THOUGHTS } from '../../../support/parts-answers.js';
import { accept, answerOf, errorOf, replyOf } from '../../../support/protocol-answers.js';

const BODY = { model: 'm', messages: [{ role: 'user', content: 'x' }] };
const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

test('thoughts, texts and calls have a place each, and a call comes whole', () => {
  const answer = partsAnswer([THOUGHTS, SAID, callOf('f', '{"a":1}')], 'tools');
  const lines = linesOf(partsStream(chatProtocol, BODY, answer));
  const messages = lines.map(({ message: { content, thinking, tool_calls: calls } }) => [
    content,
    thinking,
    calls?.map((call: { function: object }) => call.function),
  ]);
  assert.deepEqual(messages, [
    ['', 'Hm', undefined],
    ['', ' so', undefined],
    ['Hello', undefined, undefined],
    [' world', undefined, undefined],
    ['', undefined, [{ index: 0, name: 'f', arguments: { a: 1 } }]],
    ['', undefined, undefined],
  ]);
  assert.deepEqual([lines.at(-1).done, lines.at(-1).done_reason], [true, 'stop']);
});

test('a call that was cut off has no arguments', () => {
  const answer = partsAnswer([callOf('f', '{"a":1}')], 'length', 2);
  const reply = JSON.parse(replyOf(chatProtocol, BODY, answer));
  assert.deepEqual(reply.message.tool_calls[0].function, { index: 0, name: 'f', arguments: {} });
  assert.equal(reply.done_reason, 'length');
});

test('a stream tells when its last piece was due, a whole reply how long it was planned to take', () => {
  const answer = answerOf({ times: { firstMs: 20, totalMs: 50 } });
  const durationsOf = (told: Record<string, number>) => [
    told.prompt_eval_duration,
    told.eval_duration,
    told.total_duration,
  ];
  const tail = chatProtocol.openStream?.(accept(chatProtocol, BODY), answer).tail(70) as string;
  assert.deepEqual(durationsOf(JSON.parse(tail)), [20e6, 50e6, 70e6]);
  assert.deepEqual(durationsOf(JSON.parse(replyOf(chatProtocol, BODY, answer))), [20e6, 30e6, 50e6]);
});

test('what took no time took a nanosecond: clients divide by it', () => {
  const reply = JSON.parse(replyOf(generateProtocol, { model: 'm', prompt: 'x' }, answerOf()));
  assert.deepEqual([reply.prompt_eval_duration, reply.eval_duration, reply.total_duration], [1, 1, 2]);
});

test('a request without a prompt says nothing, and asks for nothing', () => {
  const request = accept(generateProtocol, { model: 'm', prompt: '', format: 'json' });
  assert.deepEqual([request.speaks, request.ask], [false, null]);
});

test('inputs that are no texts are refused', () => {
  for (const input of [undefined, [], 7, [7], {}]) {
    assert.equal(errorOf(embedProtocol, { model: 'm', input })?.[0], 'input');
  }
});
