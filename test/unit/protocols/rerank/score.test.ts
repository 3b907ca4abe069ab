/** vLLM's score and pooling. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isReplyBody } from '../../../../dist/protocols/contract/reply-body.js';
import { embeddingsProtocol, poolingProtocol } from '../../../../dist/protocols/openai/embeddings.js';
import { rerankProtocol } from '../../../../dist/protocols/openai/rerank.js';
import { scoreProtocol } from '../../../../dist/protocols/openai/score.js';
import {
  accept,
  answerOf,
  CREATED_SECONDS,
  errorOf,
  replyOf,
  UUID,
  wholeText,
} from '../../../support/protocol-answers.js';

const scoresOf = (body: object): readonly number[] =>
  JSON.parse(replyOf(scoreProtocol, body)).data.map(({ score }: { score: number }) => score);

test('a text is compared with all others, in their order, as a ranking would', () => {
  const documents = ['stars', 'a red fox', 'grass'];
  const { data, ...rest } = JSON.parse(
    replyOf(scoreProtocol, { model: 'm', text_1: 'red fox', text_2: documents }),
  );
  assert.deepEqual(rest, {
    id: `score-${UUID}`,
    object: 'list',
    created: CREATED_SECONDS,
    model: 'm',
    usage: { prompt_tokens: 7, total_tokens: 7 },
  });
  const ranked = JSON.parse(replyOf(rerankProtocol, { query: 'red fox', documents })).results;
  for (const { index, relevance_score: score } of ranked) {
    assert.deepEqual(data[index], { index, object: 'score', score });
  }
});

test('as many texts as others are pairs, under either name', () => {
  const [one] = scoresOf({ text_1: 'red fox', text_2: 'a red fox' });
  const [two] = scoresOf({ text_1: 'moon', text_2: 'the moon' });
  assert.deepEqual(scoresOf({ queries: ['red fox', 'moon'], documents: ['a red fox', 'the moon'] }), [
    one,
    two,
  ]);
});

test('what cannot be paired is refused, and what is no text', () => {
  const wrong = (body: object) => errorOf(scoreProtocol, body)?.[0];
  assert.equal(wrong({ text_1: ['a', 'b'], text_2: 'c' }), 'text_1');
  assert.equal(wrong({ queries: ['a', 'b'], documents: ['c'] }), 'queries');
  assert.equal(wrong({ text_1: 'a' }), 'text_2');
  assert.equal(wrong({ text_2: 'a' }), 'text_1');
  assert.equal(wrong({ text_1: 7, text_2: 'a' }), 'text_1');
  assert.equal(wrong({ text_1: 'a', text_2: [] }), 'text_2');
  assert.equal(wrong({ text_1: 'a', text_2: Array.from({ length: 2_049 }, () => 'x') }), 'text_2');
});

test('very many scores are a body that is as long as it says', () => {
  const texts = Array.from({ length: 2_048 }, (_, index) => `text ${index}`);
  const body = scoreProtocol.encodeReply(
    accept(scoreProtocol, { text_1: 'text', text_2: texts }),
    answerOf(),
  );
  if (!isReplyBody(body)) return assert.fail('not a body');
  const whole = wholeText(body);
  assert.deepEqual([JSON.parse(whole).data.length, whole.length], [2_048, body.length]);
});

test('pooling has the vectors of embeddings in a shape of its own', () => {
  const body = { model: 'm', input: ['a', 'b'], dimensions: 3 };
  const { data, ...rest } = JSON.parse(replyOf(poolingProtocol, body));
  const vectors = JSON.parse(replyOf(embeddingsProtocol, body)).data.map(
    (one: { embedding: number[] }) => one.embedding,
  );
  assert.deepEqual(
    data,
    vectors.map((vector: number[], index: number) => ({ index, object: 'pooling', data: vector })),
  );
  assert.deepEqual(rest, {
    id: `pool-${UUID}`,
    object: 'list',
    created: CREATED_SECONDS,
    model: 'm',
    usage: { prompt_tokens: 7, total_tokens: 7 },
  });
});
