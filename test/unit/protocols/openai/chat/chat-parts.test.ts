/**
 * Chat completions that think, or call tools: replies and streams, byte for byte.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createChatProtocol } from '../../../../../dist/protocols/openai/chat/chat.js';
import { completionsProtocol } from '../../../../../dist/protocols/openai/completions.js';
import {
  callOf,
  dataOf,
  partsAnswer,
  partsStream,
  SAID,
  THOUGHTS,
} from '../../../../support/parts-answers.js';
import { replyOf, USAGE_DETAILS } from '../../../../support/protocol-answers.js';

const chat = createChatProtocol({ dashScope: false });
const body = (fields: object = {}) => ({ model: 'm', messages: [{ role: 'user', content: 'x' }], ...fields });
const DIGITS = '4cde8f0123456789abcd';
const HEAD =
  '{"id":"chatcmpl-01234567-89ab-4cde-8f01-23456789abcd","object":"chat.completion.chunk","created":1700000000,"model":"m",' +
  '"service_tier":"default","system_fingerprint":null,"choices":[';
const F = callOf('f', '{"a":1}');
const G = callOf('g', '{}');
const PIECES = ['{\\"', 'a', '\\":', '1', '}'];

/** An event of a stream: one delta of one choice. */
function delta(fields: string, index = 0): string {
  return `${HEAD}{"index":${index},"delta":{${fields}},"logprobs":null,"finish_reason":null}]}`;
}

function finish(reason: string, index = 0): string {
  return `${HEAD}{"index":${index},"delta":{},"logprobs":null,"finish_reason":"${reason}"}]}`;
}

const role = (content: string, index = 0) => delta(`"role":"assistant","content":${content}`, index);
const thought = (piece: string) =>
  delta(`"content":null,"reasoning_content":"${piece}","reasoning":"${piece}"`);

function opening(call: number, name: string, choice = 0): string {
  const id = `call_${DIGITS}${call}${choice}`;
  const opened = `"tool_calls":[{"index":${call},"id":"${id}","type":"function","function":{"name":"${name}","arguments":""}}]`;
  return delta(opened, choice);
}

function argument(call: number, piece: string, choice = 0): string {
  return delta(`"tool_calls":[{"index":${call},"function":{"arguments":"${piece}"}}]`, choice);
}

test('thoughts and a text', () => {
  const answer = partsAnswer([THOUGHTS, SAID], 'stop');
  const { choices, usage } = JSON.parse(replyOf(chat, body(), answer));
  const message = {
    role: 'assistant',
    content: 'Hello world',
    reasoning_content: 'Hm so',
    reasoning: 'Hm so',
    refusal: null,
  };
  assert.deepEqual(choices, [{ index: 0, message, logprobs: null, finish_reason: 'stop' }]);
  const details = { ...USAGE_DETAILS.completion_tokens_details, reasoning_tokens: 2 };
  assert.deepEqual(usage, {
    prompt_tokens: 7,
    completion_tokens: 4,
    total_tokens: 11,
    ...USAGE_DETAILS,
    completion_tokens_details: details,
  });
  assert.deepEqual(dataOf(partsStream(chat, body(), answer)), [
    role('""'),
    thought('Hm'),
    thought(' so'),
    delta('"content":"Hello"'),
    delta('"content":" world"'),
    finish('stop'),
    '[DONE]',
  ]);
});

test('two calls, each opened with its name and id', () => {
  const answer = partsAnswer([F, G], 'tools');
  const [choice] = JSON.parse(replyOf(chat, body(), answer)).choices;
  const call = (index: number, name: string, args: string) => ({
    id: `call_${DIGITS}${index}0`,
    type: 'function',
    function: { name, arguments: args },
  });
  assert.deepEqual(choice, {
    index: 0,
    message: {
      role: 'assistant',
      content: null,
      refusal: null,
      tool_calls: [call(0, 'f', '{"a":1}'), call(1, 'g', '{}')],
    },
    logprobs: null,
    finish_reason: 'tool_calls',
  });
  assert.deepEqual(dataOf(partsStream(chat, body(), answer)), [
    role('null'),
    opening(0, 'f'),
    ...PIECES.map((piece) => argument(0, piece)),
    opening(1, 'g'),
    argument(1, '{}'),
    finish('tool_calls'),
    '[DONE]',
  ]);
});

test('a call that a limit cuts off ends within its arguments', () => {
  const answer = partsAnswer([THOUGHTS, F, G], 'length', 4);
  const [choice] = JSON.parse(replyOf(chat, body(), answer)).choices;
  assert.equal(choice.message.tool_calls[0].function.arguments, '{"a');
  assert.deepEqual([choice.message.tool_calls.length, choice.finish_reason], [1, 'length']);
  assert.deepEqual(dataOf(partsStream(chat, body(), answer)), [
    role('""'),
    thought('Hm'),
    thought(' so'),
    opening(0, 'f'),
    argument(0, '{\\"'),
    argument(0, 'a'),
    finish('length'),
    '[DONE]',
  ]);
});

test('two choices take turns, with ids of their own, whole too', () => {
  const answer = partsAnswer([G], 'tools');
  assert.deepEqual(dataOf(partsStream(chat, body({ n: 2 }), answer)), [
    role('null'),
    role('null', 1),
    opening(0, 'g'),
    argument(0, '{}'),
    opening(0, 'g', 1),
    argument(0, '{}', 1),
    finish('tool_calls'),
    finish('tool_calls', 1),
    '[DONE]',
  ]);
  const { choices, usage } = JSON.parse(replyOf(chat, body({ n: 12 }), answer));
  const ids = choices.map(
    ({ index, message }: { index: number; message: { tool_calls: { id: string }[] } }) => [
      index,
      message.tool_calls[0]?.id,
    ],
  );
  assert.deepEqual(
    ids,
    Array.from({ length: 12 }, (_, index) => [index, `call_${DIGITS}0${index}`]),
  );
  assert.equal(usage.completion_tokens, 12);
});

test('the legacy functions are one function_call', () => {
  const asked = body({ functions: [{ name: 'f' }] });
  const answer = partsAnswer([F], 'tools');
  const [choice] = JSON.parse(replyOf(chat, asked, answer)).choices;
  assert.deepEqual(
    [choice.message.function_call, choice.message.tool_calls, choice.finish_reason],
    [{ name: 'f', arguments: '{"a":1}' }, undefined, 'function_call'],
  );
  assert.deepEqual(dataOf(partsStream(chat, asked, answer)), [
    role('null'),
    delta('"function_call":{"name":"f","arguments":""}'),
    ...PIECES.map((piece) => delta(`"function_call":{"arguments":"${piece}"}`)),
    finish('function_call'),
    '[DONE]',
  ]);
});

test('a completion has no place for thoughts: they are counted, and a stream writes nothing for them', () => {
  const answer = partsAnswer([THOUGHTS, SAID], 'stop');
  const asked = { model: 'm', prompt: 'x' };
  const { choices, usage } = JSON.parse(replyOf(completionsProtocol, asked, answer));
  assert.deepEqual([choices[0].text, usage.completion_tokens], ['Hello world', 4]);
  assert.equal(usage.completion_tokens_details.reasoning_tokens, 2);
  const texts = dataOf(partsStream(completionsProtocol, asked, answer)).slice(0, -1);
  assert.deepEqual(
    texts.map((data) => JSON.parse(data).choices[0].text),
    ['Hello', ' world', ''],
  );
});
