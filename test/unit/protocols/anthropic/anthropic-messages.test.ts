import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messagesProtocol } from '../../../../dist/protocols/anthropic/messages.js';
import { accept, answerOf, fieldsOf, replyOf, streamOf, textOf } from '../../../support/protocol-answers.js';
import { parseSseJson } from '../../../support/sse.js';

const USER = { role: 'user', content: 'abcd' };
const body = (fields: object = {}) => ({ model: 'm', max_tokens: 9, messages: [USER], ...fields });
const UUID = '01234567-89ab-4cde-8f01-23456789abcd';

test('a reply, byte for byte', () => {
  assert.equal(
    replyOf(messagesProtocol, body()),
    `{"id":"msg_${UUID}","type":"message","role":"assistant","content":[{"type":"text","text":"Hello world"}],` +
      '"model":"m","stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":7,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":2}}',
  );
});

test('a stream, byte for byte, without [DONE]', () => {
  assert.equal(
    streamOf(messagesProtocol, body({ stream: true })),
    `event: message_start\ndata: {"type":"message_start","message":{"id":"msg_${UUID}","type":"message",` +
      '"role":"assistant","content":[],"model":"m","stop_reason":null,"stop_sequence":null,' +
      '"usage":{"input_tokens":7,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":1}}}\n\n' +
      'event: content_block_start\ndata: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}\n\n' +
      'event: ping\ndata: {"type":"ping"}\n\n' +
      'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"}}\n\n' +
      'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" world"}}\n\n' +
      'event: content_block_stop\ndata: {"type":"content_block_stop","index":0}\n\n' +
      'event: message_delta\ndata: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":2}}\n\n' +
      'event: message_stop\ndata: {"type":"message_stop"}\n\n',
  );
});

test('why an answer ended is said in the reply and in the stream alike', () => {
  for (const [changes, stop_reason, stop_sequence] of [
    [{ finish: 'stop' }, 'end_turn', null],
    [{ finish: 'stop', stopText: null }, 'end_turn', null],
    [{ finish: 'length' }, 'max_tokens', null],
    [{ finish: 'stop', stopText: '"\n' }, 'stop_sequence', '"\n'],
  ] as const) {
    const answer = answerOf(changes);
    const reply = JSON.parse(replyOf(messagesProtocol, body(), answer));
    assert.deepEqual([reply.stop_reason, reply.stop_sequence], [stop_reason, stop_sequence]);
    const events = parseSseJson(streamOf(messagesProtocol, body({ stream: true }), answer), false);
    assert.deepEqual(events.at(-2)?.delta, { stop_reason, stop_sequence });
  }
});

test('whatever is in the text or the model arrives as it was', () => {
  const pieces = ['"\\', '\n\n', ' 你', '👩‍👩‍👧', '\u2028'];
  const model = 'a"b\n\n你';
  const answer = answerOf({ text: textOf(...pieces), tokens: 5 });
  const reply = JSON.parse(replyOf(messagesProtocol, body({ model }), answer));
  assert.deepEqual(reply.content, [{ type: 'text', text: pieces.join('') }]);
  assert.equal(reply.model, model);
  const events = parseSseJson(streamOf(messagesProtocol, body({ model, stream: true }), answer), false);
  assert.deepEqual(
    events.slice(3, 8).map(({ delta }) => (delta as { text: string }).text),
    pieces,
  );
  const [start] = events as readonly { message?: { model: string } }[];
  assert.equal(start?.message?.model, model);
});

test('an answer without a token is an empty text, and a whole stream', () => {
  const answer = answerOf({ tokens: 0 });
  assert.deepEqual(JSON.parse(replyOf(messagesProtocol, body(), answer)).content, [
    { type: 'text', text: '' },
  ]);
  const events = parseSseJson(streamOf(messagesProtocol, body({ stream: true }), answer), false);
  assert.deepEqual(
    events.map(({ type }) => type),
    ['message_start', 'content_block_start', 'ping', 'content_block_stop', 'message_delta', 'message_stop'],
  );
});

test('a request has its limit, and the defaults for the rest', () => {
  assert.deepEqual(fieldsOf(accept(messagesProtocol, { max_tokens: 9, messages: [USER] })), {
    model: 'the-default',
    promptTokens: 7,
    speaks: true,
    tokensMax: 9,
    stop: [],
    stream: false,
    choices: 1,
    userText: null,
    ask: null,
  });
  assert.deepEqual(accept(messagesProtocol, body({ stop_sequences: ['a', 'b'] })).stop, ['a', 'b']);
  assert.deepEqual(accept(messagesProtocol, body({ stop_sequences: null })).stop, []);
});

test('a prompt costs 3 tokens, each message and the system prompt 3 more, and their texts by their bytes', () => {
  const tokensOf = (fields: object) => accept(messagesProtocol, body(fields)).promptTokens;
  const blocks = [
    { type: 'text', text: 'abcd' },
    { type: 'image', source: {} },
    { type: 'text', text: 'abcde' },
  ];
  assert.equal(tokensOf({ messages: [USER, { role: 'assistant', content: 'abcd' }] }), 11);
  assert.equal(tokensOf({ messages: [{ role: 'user', content: blocks }] }), 9);
  assert.equal(tokensOf({ system: 'abcd' }), 11);
  assert.equal(tokensOf({ system: [{ type: 'text', text: '你好吗' }] }), 13);
  assert.equal(tokensOf({ system: null }), 7);
});

test('the text of the last user message is kept only when it is asked for', () => {
  const messages = [
    USER,
    {
      role: 'user',
      content: [
        { type: 'text', text: 'la' },
        { type: 'text', text: 'st' },
      ],
    },
    { role: 'assistant', content: 'no' },
  ];
  assert.equal(accept(messagesProtocol, body({ messages })).userText, null);
  assert.equal(
    accept(messagesProtocol, body({ messages, system: 's' }), { keepUserText: true }).userText,
    'last',
  );
});
