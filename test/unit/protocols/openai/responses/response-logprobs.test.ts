/**
 * How likely the tokens of a response were, where that is asked for.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { responsesProtocol } from '../../../../../dist/protocols/openai/responses/responses.js';
import { answerOf, replyOf, streamOf } from '../../../../support/protocol-answers.js';
import { parseSseJson } from '../../../../support/sse.js';

const INCLUDED = { include: ['message.output_text.logprobs'] };
const body = (fields: object) => ({ model: 'm', input: 'x', ...fields });

interface Told {
  readonly token: string;
  readonly logprob: number;
  readonly top_logprobs: readonly { readonly token: string }[];
}

const toldOf = (fields: object, answer = answerOf()): Told[] =>
  JSON.parse(replyOf(responsesProtocol, body(fields), answer)).output[0].content[0].logprobs;

test('likelihoods are told where they are included or their number is given', () => {
  assert.deepEqual(toldOf({}), []);
  assert.deepEqual(
    toldOf(INCLUDED).map(({ token, top_logprobs }) => [token, top_logprobs]),
    [
      ['Hello', []],
      [' world', []],
    ],
  );
  const told = toldOf({ ...INCLUDED, top_logprobs: 3 });
  assert.deepEqual(
    told.map(({ top_logprobs }) => top_logprobs.length),
    [3, 3],
  );
  assert.deepEqual(toldOf({ top_logprobs: 3 }), told);
});

test('a stream tells each with its token, and all of them where the text is whole', () => {
  const fields = { ...INCLUDED, top_logprobs: 2, stream: true };
  const whole = toldOf(fields);
  const events = parseSseJson(streamOf(responsesProtocol, body(fields)), false);
  const ofType = (type: string): Record<string, unknown>[] => events.filter((event) => event.type === type);
  assert.deepEqual(
    ofType('response.output_text.delta').flatMap(({ logprobs }) => logprobs),
    whole,
  );
  assert.deepEqual(ofType('response.output_text.done')[0]?.logprobs, whole);
  const part = ofType('response.content_part.done')[0]?.part as { logprobs: unknown };
  assert.deepEqual(part.logprobs, whole);
});

test('of a long answer those are told that a bound lets through, and the text is whole', () => {
  const answer = answerOf({ tokens: 20_000 });
  const reply = JSON.parse(replyOf(responsesProtocol, body(INCLUDED), answer));
  const [{ text, logprobs }] = reply.output[0].content;
  assert.deepEqual([text, logprobs.length], ['Hello world'.repeat(10_000), 8_192]);
});
