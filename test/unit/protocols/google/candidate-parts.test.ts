/**
 * Candidates that think, or call functions: replies and streams, byte for byte.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  generateContentArrayProtocol,
  generateContentProtocol,
} from '../../../../dist/protocols/google/generate-content.js';
import { callOf, dataOf, partsAnswer, partsStream, SAID, THOUGHTS } from '../../../support/parts-answers.js';
import { replyOf, UUID } from '../../../support/protocol-answers.js';

const BODY = { model: 'm', contents: [{ parts: [{ text: 'x' }] }] };
const SHOWN = { ...BODY, generationConfig: { thinkingConfig: { includeThoughts: true } } };
const IDENTITY = `"modelVersion":"m","responseId":"${UUID}"`;
const F = callOf('f', '{"a":1}');
const G = callOf('g', '{}');

const chunk = (part: string, index = 0) =>
  `{"candidates":[{"index":${index},"content":{"parts":[${part}],"role":"model"}}],${IDENTITY}}`;
const text = (piece: string) => chunk(`{"text":"${piece}"}`);
const thought = (piece: string) => chunk(`{"text":"${piece}","thought":true}`);
const call = (name: string, args: string) => `{"functionCall":{"name":"${name}","args":${args}}}`;

/** The last element: why it ends, and the usage. */
function last(reason: string, said: number, thoughts: number): string {
  const counted = thoughts === 0 ? '' : `,"thoughtsTokenCount":${thoughts}`;
  return (
    `{"candidates":[{"index":0,"content":{"parts":[{"text":""}],"role":"model"},"finishReason":"${reason}"}],` +
    `"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":${said},"totalTokenCount":${7 + said + thoughts},` +
    `"promptTokensDetails":[{"modality":"TEXT","tokenCount":7}]${counted}},${IDENTITY}}`
  );
}

const partsOf = (body: object, answer: Parameters<typeof replyOf>[2]) =>
  JSON.parse(replyOf(generateContentProtocol, body, answer)).candidates[0].content.parts;
const streamed = (body: object, answer: Parameters<typeof partsStream>[2]) =>
  dataOf(partsStream(generateContentProtocol, body, answer).replaceAll('\r\n', '\n'));

test('thoughts are shown to whoever includes them', () => {
  const answer = partsAnswer([THOUGHTS, SAID], 'stop');
  assert.deepEqual(partsOf(SHOWN, answer), [{ text: 'Hm so', thought: true }, { text: 'Hello world' }]);
  const shown = [thought('Hm'), thought(' so'), text('Hello'), text(' world'), last('STOP', 2, 2)];
  assert.deepEqual(streamed(SHOWN, answer), shown);
});

test('of thoughts that are not shown a stream says nothing, but counts them', () => {
  const answer = partsAnswer([THOUGHTS, SAID], 'stop');
  assert.deepEqual(partsOf(BODY, answer), [{ text: 'Hello world' }]);
  assert.deepEqual(streamed(BODY, answer), [text('Hello'), text(' world'), last('STOP', 2, 2)]);
  const array = JSON.parse(partsStream(generateContentArrayProtocol, BODY, answer));
  assert.equal(array.length, 3);
});

test('a call comes whole, with its last token', () => {
  const answer = partsAnswer([F, G], 'tools');
  assert.deepEqual(partsOf(BODY, answer), [
    { functionCall: { name: 'f', args: { a: 1 } } },
    { functionCall: { name: 'g', args: {} } },
  ]);
  assert.deepEqual(streamed(BODY, answer), [
    chunk(call('f', '{"a":1}')),
    chunk(call('g', '{}')),
    last('STOP', 6, 0),
  ]);
});

test('a call that a limit cuts off has no arguments', () => {
  const answer = partsAnswer([F], 'length', 2);
  assert.deepEqual(partsOf(BODY, answer), [{ functionCall: { name: 'f', args: {} } }]);
  assert.deepEqual(streamed(BODY, answer), [chunk(call('f', '{}')), last('MAX_TOKENS', 2, 0)]);
});

test('two candidates take turns', () => {
  const answer = partsAnswer([G], 'tools');
  const two = { ...BODY, generationConfig: { candidateCount: 2 } };
  const events = streamed(two, answer);
  assert.deepEqual(events.slice(0, 2), [chunk(call('g', '{}')), chunk(call('g', '{}'), 1)]);
  assert.equal(events.length, 4);
});

test('thoughts alone, cut off, leave a candidate of an empty text', () => {
  const answer = partsAnswer([THOUGHTS, SAID], 'length', 2);
  assert.deepEqual(streamed(BODY, answer), [last('MAX_TOKENS', 0, 2)]);
  assert.deepEqual(
    JSON.parse(replyOf(generateContentProtocol, BODY, answer)).usageMetadata.thoughtsTokenCount,
    2,
  );
});
