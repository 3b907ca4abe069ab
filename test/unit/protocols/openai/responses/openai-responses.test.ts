import assert from 'node:assert/strict';
import { test } from 'node:test';
import { responsesProtocol } from '../../../../../dist/protocols/openai/responses/responses.js';
import {
  accept,
  answerOf,
  fieldsOf,
  replyOf,
  streamOf,
  textOf,
} from '../../../../support/protocol-answers.js';
import { parseSseJson } from '../../../../support/sse.js';

const body = (fields: object = {}) => ({ model: 'm', input: 'abcd', ...fields });
const UUID = '01234567-89ab-4cde-8f01-23456789abcd';

const PART = '{"type":"output_text","annotations":[],"logprobs":[],"text":"Hello world"}';
const ITEM = `{"id":"msg_${UUID}","type":"message","status":"completed","role":"assistant","content":[${PART}]}`;
const USAGE =
  '{"input_tokens":7,"input_tokens_details":{"cached_tokens":0},"output_tokens":2,' +
  '"output_tokens_details":{"reasoning_tokens":0},"total_tokens":9}';
const response = (status: string, output: string, usage: string) =>
  `{"id":"resp_${UUID}","object":"response","created_at":1700000000,"status":"${status}","background":false,` +
  '"error":null,"incomplete_details":null,"instructions":null,"max_output_tokens":null,"model":"m",' +
  `"output":[${output}],"parallel_tool_calls":true,"previous_response_id":null,` +
  '"reasoning":{"effort":null,"summary":null},"service_tier":"default","store":false,"temperature":1,' +
  '"text":{"format":{"type":"text"}},"tool_choice":"auto","tools":[],"top_p":1,"truncation":"disabled",' +
  `"usage":${usage},"user":null,"metadata":{}}`;

test('a reply, byte for byte', () => {
  assert.equal(replyOf(responsesProtocol, body()), response('completed', ITEM, USAGE));
});

test('a stream, byte for byte: ten events for two pieces, numbered from 0, without [DONE]', () => {
  const open = response('in_progress', '', 'null');
  const place = `"item_id":"msg_${UUID}","output_index":0,"content_index":0`;
  const events = [
    ['response.created', `"response":${open}`],
    ['response.in_progress', `"response":${open}`],
    [
      'response.output_item.added',
      `"output_index":0,"item":{"id":"msg_${UUID}","type":"message","status":"in_progress","role":"assistant","content":[]}`,
    ],
    [
      'response.content_part.added',
      `${place},"part":{"type":"output_text","annotations":[],"logprobs":[],"text":""}`,
    ],
    ['response.output_text.delta', `${place},"delta":"Hello","logprobs":[]`],
    ['response.output_text.delta', `${place},"delta":" world","logprobs":[]`],
    ['response.output_text.done', `${place},"text":"Hello world","logprobs":[]`],
    ['response.content_part.done', `${place},"part":${PART}`],
    ['response.output_item.done', `"output_index":0,"item":${ITEM}`],
    ['response.completed', `"response":${response('completed', ITEM, USAGE)}`],
  ].map(
    ([type, fields], number) =>
      `event: ${type}\ndata: {"type":"${type}","sequence_number":${number},${fields}}\n\n`,
  );
  assert.equal(streamOf(responsesProtocol, body({ stream: true })), events.join(''));
});

test('an answer that was cut off is incomplete and says why, in the reply, the last event and its name', () => {
  const answer = answerOf({ tokens: 1, finish: 'length' });
  const reply = JSON.parse(replyOf(responsesProtocol, body({ max_output_tokens: 1 }), answer));
  assert.equal(reply.status, 'incomplete');
  assert.deepEqual(reply.incomplete_details, { reason: 'max_output_tokens' });
  assert.equal(reply.max_output_tokens, 1);
  assert.equal(reply.output[0].status, 'incomplete');
  assert.equal(reply.output[0].content[0].text, 'Hello');
  const text = streamOf(responsesProtocol, body({ max_output_tokens: 1, stream: true }), answer);
  const last = parseSseJson(text, false).at(-1);
  assert.equal(last?.type, 'response.incomplete');
  assert.deepEqual(last?.response, reply);
});

test('whatever is in the text or the model arrives as it was, and the sequence has no gap', () => {
  const pieces = ['"\\', '\n\n', ' 你', '👩‍👩‍👧', '\u2028'];
  const model = 'a"b\n\n你';
  const answer = answerOf({ text: textOf(...pieces), tokens: 5 });
  const events = parseSseJson(streamOf(responsesProtocol, body({ model, stream: true }), answer), false);
  assert.deepEqual(
    events.map(({ sequence_number: number }) => number),
    Array.from({ length: 13 }, (_, number) => number),
  );
  assert.deepEqual(
    events.filter(({ type }) => type === 'response.output_text.delta').map(({ delta }) => delta),
    pieces,
  );
  assert.equal(events[9]?.text, pieces.join(''));
  const last = events[12]?.response as { model: string; output: { content: { text: string }[] }[] };
  assert.equal(last.model, model);
  assert.equal(last.output[0]?.content[0]?.text, pieces.join(''));
});

test('a text, and one message with the same text, are the same prompt; instructions are one message more', () => {
  const tokensOf = (fields: object) => accept(responsesProtocol, body(fields)).promptTokens;
  const content = [{ type: 'input_text', text: 'abcd' }, { type: 'input_image' }];
  assert.equal(tokensOf({}), 7);
  assert.equal(tokensOf({ input: [{ role: 'user', content: 'abcd' }] }), 7);
  assert.equal(tokensOf({ input: [{ type: 'message', role: 'user', content }] }), 7);
  assert.equal(tokensOf({ instructions: 'abcd' }), 11);
  assert.equal(tokensOf({ input: [{ type: 'reasoning' }, { type: 'item_reference', id: 'x' }] }), 3);
});

test('a request has the defaults, and what it sets', () => {
  const defaults = {
    model: 'the-default',
    promptTokens: 7,
    speaks: true,
    tokensMax: null,
    stop: [],
    stream: false,
    choices: 1,
    userText: null,
    ask: null,
  };
  assert.deepEqual(fieldsOf(accept(responsesProtocol, { input: 'abcd' })), defaults);
  assert.deepEqual(
    fieldsOf(accept(responsesProtocol, { input: 'abcd', max_output_tokens: 5, stream: true })),
    { ...defaults, tokensMax: 5, stream: true },
  );
});

test('the last text of the user is kept only when it is asked for; instructions are not his', () => {
  const fields = {
    instructions: 'be brief',
    input: [{ role: 'user', content: 'hi' }, { role: 'assistant' }],
  };
  assert.equal(accept(responsesProtocol, fields).userText, null);
  assert.equal(accept(responsesProtocol, fields, { keepUserText: true }).userText, 'hi');
  assert.equal(accept(responsesProtocol, { input: 'x' }, { keepUserText: true }).userText, 'x');
});
