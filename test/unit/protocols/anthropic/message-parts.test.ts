/**
 * Messages that think, or use tools: replies and streams, byte for byte.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messagesProtocol } from '../../../../dist/protocols/anthropic/messages.js';
import { callOf, dataOf, partsAnswer, partsStream, SAID, THOUGHTS } from '../../../support/parts-answers.js';
import { replyOf, UUID } from '../../../support/protocol-answers.js';

const BODY = { model: 'm', max_tokens: 99, messages: [{ role: 'user', content: 'x' }] };
const SIGNATURE = Buffer.from(`thoughts of ${UUID}`).toString('base64');
const F = callOf('f', '{"a":1}');
const G = callOf('g', '{}');
const idOf = (index: number) => `toolu_4cde8f0123456789abcd${index}`;

const start = (index: number, block: string) =>
  `{"type":"content_block_start","index":${index},"content_block":${block}}`;
const delta = (index: number, fields: string) =>
  `{"type":"content_block_delta","index":${index},"delta":{"type":${fields}}}`;
const stop = (index: number) => `{"type":"content_block_stop","index":${index}}`;
const tool = (index: number, name: string) =>
  `{"type":"tool_use","id":"${idOf(index)}","name":"${name}","input":{}}`;
const piece = (index: number, json: string) =>
  delta(index, `"input_json_delta","partial_json":${JSON.stringify(json)}`);

const HEAD = [
  `{"type":"message_start","message":{"id":"msg_${UUID}","type":"message","role":"assistant","content":[],"model":"m",` +
    '"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":7,"cache_creation_input_tokens":0,' +
    '"cache_read_input_tokens":0,"output_tokens":1}}}',
  '{"type":"ping"}',
];
const tail = (reason: string, tokens: number) => [
  `{"type":"message_delta","delta":{"stop_reason":"${reason}","stop_sequence":null},"usage":{"output_tokens":${tokens}}}`,
  '{"type":"message_stop"}',
];

const contentOf = (answer: Parameters<typeof replyOf>[2]) =>
  JSON.parse(replyOf(messagesProtocol, BODY, answer)).content;
const streamed = (answer: Parameters<typeof partsStream>[2]) =>
  dataOf(partsStream(messagesProtocol, { ...BODY, stream: true }, answer));

test('thoughts, signed, and a text', () => {
  const answer = partsAnswer([THOUGHTS, SAID], 'stop');
  assert.deepEqual(contentOf(answer), [
    { type: 'thinking', thinking: 'Hm so', signature: SIGNATURE },
    { type: 'text', text: 'Hello world' },
  ]);
  assert.deepEqual(streamed(answer), [
    ...HEAD,
    start(0, '{"type":"thinking","thinking":"","signature":""}'),
    delta(0, '"thinking_delta","thinking":"Hm"'),
    delta(0, '"thinking_delta","thinking":" so"'),
    delta(0, `"signature_delta","signature":"${SIGNATURE}"`),
    stop(0),
    start(1, '{"type":"text","text":""}'),
    delta(1, '"text_delta","text":"Hello"'),
    delta(1, '"text_delta","text":" world"'),
    stop(1),
    ...tail('end_turn', 4),
  ]);
});

test('two tools, each in a block of its own', () => {
  const answer = partsAnswer([F, G], 'tools');
  assert.deepEqual(contentOf(answer), [
    { type: 'tool_use', id: idOf(0), name: 'f', input: { a: 1 } },
    { type: 'tool_use', id: idOf(1), name: 'g', input: {} },
  ]);
  assert.deepEqual(streamed(answer), [
    ...HEAD,
    start(0, tool(0, 'f')),
    ...['{"', 'a', '":', '1', '}'].map((json) => piece(0, json)),
    stop(0),
    start(1, tool(1, 'g')),
    piece(1, '{}'),
    stop(1),
    ...tail('tool_use', 6),
  ]);
});

test('an input that a limit cuts off ends within it in a stream, and is empty in a whole message', () => {
  const answer = partsAnswer([THOUGHTS, F], 'length', 4);
  const [, block] = contentOf(answer);
  assert.deepEqual(block, { type: 'tool_use', id: idOf(0), name: 'f', input: {} });
  assert.deepEqual(streamed(answer).slice(6), [
    stop(0),
    start(1, tool(0, 'f')),
    piece(1, '{"'),
    piece(1, 'a'),
    stop(1),
    ...tail('max_tokens', 4),
  ]);
});

test('thoughts that a limit cuts off are signed as far as they go, and stand alone', () => {
  const answer = partsAnswer([THOUGHTS, SAID], 'length', 1);
  assert.deepEqual(contentOf(answer), [{ type: 'thinking', thinking: 'Hm', signature: SIGNATURE }]);
  assert.deepEqual(streamed(answer).slice(3), [
    delta(0, '"thinking_delta","thinking":"Hm"'),
    delta(0, `"signature_delta","signature":"${SIGNATURE}"`),
    stop(0),
    ...tail('max_tokens', 1),
  ]);
});
