/**
 * Responses that think, or call functions: objects and streams, byte for byte.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { responsesProtocol } from '../../../../../dist/protocols/openai/responses/responses.js';
import {
  callOf,
  dataOf,
  partsAnswer,
  partsStream,
  SAID,
  THOUGHTS,
} from '../../../../support/parts-answers.js';
import { replyOf, UUID } from '../../../../support/protocol-answers.js';

const BODY = { model: 'm', input: 'x' };
const SHOWN = { ...BODY, reasoning: { summary: 'auto' } };
const F = callOf('f', '{"a":1}');
const PIECES = ['{"', 'a', '":', '1', '}'];

type Event = { readonly type: string; readonly sequence_number: number } & Readonly<Record<string, unknown>>;

const outputOf = (body: object, answer: Parameters<typeof replyOf>[2]) =>
  JSON.parse(replyOf(responsesProtocol, body, answer)).output;

/** The events, without the opening and the closing one, and without their numbers, which have no gap. */
function streamed(body: object, answer: Parameters<typeof partsStream>[2]): object[] {
  const events: Event[] = dataOf(partsStream(responsesProtocol, body, answer)).map((data) =>
    JSON.parse(data),
  );
  assert.deepEqual(
    events.map((event) => event.sequence_number),
    events.map((_, index) => index),
  );
  const whole = JSON.parse(replyOf(responsesProtocol, body, answer));
  assert.deepEqual(events.at(-1)?.response, whole);
  assert.equal(events.at(-1)?.type, `response.${whole.status}`);
  return events.slice(2, -1).map(({ sequence_number: _, ...event }) => event);
}

const at = (output_index: number, item_id: string) => ({ item_id, output_index });
const rs = { ...at(0, `rs_${UUID}`), summary_index: 0 };
const fc = (output: number, call: number) => at(output, `fc_${UUID}_${call}`);
const reasoning = (...texts: string[]) => ({
  id: `rs_${UUID}`,
  type: 'reasoning',
  summary: texts.map((text) => ({ type: 'summary_text', text })),
});
const message = (status: string, ...texts: string[]) => ({
  id: `msg_${UUID}`,
  type: 'message',
  status,
  role: 'assistant',
  content: texts.map((text) => ({ type: 'output_text', annotations: [], logprobs: [], text })),
});
const called = (call: number, status: string, args: string) => ({
  id: `fc_${UUID}_${call}`,
  type: 'function_call',
  status,
  arguments: args,
  call_id: `call_4cde8f0123456789abcd${call}0`,
  name: 'f',
});
const item = (type: 'added' | 'done', output_index: number, value: object) => ({
  type: `response.output_item.${type}`,
  output_index,
  item: value,
});

/** The events of the one text. */
function textEvents(output: number): object[] {
  const place = { ...at(output, `msg_${UUID}`), content_index: 0 };
  const part = (text: string) => ({ type: 'output_text', annotations: [], logprobs: [], text });
  const delta = (piece: string) => ({
    type: 'response.output_text.delta',
    ...place,
    delta: piece,
    logprobs: [],
  });
  return [
    item('added', output, message('in_progress')),
    { type: 'response.content_part.added', ...place, part: part('') },
    delta('Hello'),
    delta(' world'),
    { type: 'response.output_text.done', ...place, text: 'Hello world', logprobs: [] },
    { type: 'response.content_part.done', ...place, part: part('Hello world') },
    item('done', output, message('completed', 'Hello world')),
  ];
}

test('thoughts are an item; their summary is shown to whoever asks for one', () => {
  const answer = partsAnswer([THOUGHTS, SAID], 'stop');
  assert.deepEqual(outputOf(SHOWN, answer), [reasoning('Hm so'), message('completed', 'Hello world')]);
  const summary = (text: string) => ({ type: 'summary_text', text });
  assert.deepEqual(streamed(SHOWN, answer), [
    item('added', 0, reasoning()),
    { type: 'response.reasoning_summary_part.added', ...rs, part: summary('') },
    { type: 'response.reasoning_summary_text.delta', ...rs, delta: 'Hm' },
    { type: 'response.reasoning_summary_text.delta', ...rs, delta: ' so' },
    { type: 'response.reasoning_summary_text.done', ...rs, text: 'Hm so' },
    { type: 'response.reasoning_summary_part.done', ...rs, part: summary('Hm so') },
    item('done', 0, reasoning('Hm so')),
    ...textEvents(1),
  ]);
  assert.deepEqual(outputOf(BODY, answer)[0], reasoning());
  assert.deepEqual(streamed(BODY, answer), [
    item('added', 0, reasoning()),
    item('done', 0, reasoning()),
    ...textEvents(1),
  ]);
});

test('two calls, each an item of its own', () => {
  const answer = partsAnswer([F, F], 'tools');
  const json = '{"a":1}';
  assert.deepEqual(outputOf(BODY, answer), [called(0, 'completed', json), called(1, 'completed', json)]);
  const events = (call: number) => [
    item('added', call, called(call, 'in_progress', '')),
    ...PIECES.map((delta) => ({ type: 'response.function_call_arguments.delta', ...fc(call, call), delta })),
    { type: 'response.function_call_arguments.done', ...fc(call, call), arguments: json },
    item('done', call, called(call, 'completed', json)),
  ];
  assert.deepEqual(streamed(BODY, answer), [...events(0), ...events(1)]);
});

test('arguments that a limit cuts off end within the JSON, and the item is incomplete', () => {
  const answer = partsAnswer([F], 'length', 2);
  assert.deepEqual(outputOf(BODY, answer), [called(0, 'incomplete', '{"a')]);
  assert.deepEqual(streamed(BODY, answer), [
    item('added', 0, called(0, 'in_progress', '')),
    ...PIECES.slice(0, 2).map((delta) => ({
      type: 'response.function_call_arguments.delta',
      ...fc(0, 0),
      delta,
    })),
    { type: 'response.function_call_arguments.done', ...fc(0, 0), arguments: '{"a' },
    item('done', 0, called(0, 'incomplete', '{"a')),
  ]);
});
