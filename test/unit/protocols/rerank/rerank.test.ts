/** Ranking in the shapes of vLLM, Jina and Cohere. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cohereDialect } from '../../../../dist/protocols/cohere/dialect.js';
import { createCohereRerank } from '../../../../dist/protocols/cohere/rerank.js';
import { isReplyBody } from '../../../../dist/protocols/contract/reply-body.js';
import { rerankProtocol } from '../../../../dist/protocols/openai/rerank.js';
import { apiError, ERROR_KINDS } from '../../../../dist/shared/errors.js';
import { accept, answerOf, errorOf, replyOf, UUID, wholeText } from '../../../support/protocol-answers.js';

const DOCUMENTS = ['the moon', 'a red fox', 'foxes are red', 'grass'];
const BODY = { model: 'm', query: 'red fox', documents: DOCUMENTS };
const cohere = createCohereRerank(2);

interface Result {
  readonly index: number;
  readonly relevance_score: number;
  readonly document?: unknown;
}

test('a reply has an id, the model, the results with their documents, and the usage', () => {
  const { results, ...rest } = JSON.parse(replyOf(rerankProtocol, { ...BODY, top_n: 1 }));
  assert.deepEqual(rest, {
    id: `rerank-${UUID}`,
    object: 'list',
    model: 'm',
    usage: { prompt_tokens: 7, total_tokens: 7 },
    meta: { api_version: { version: '1' }, billed_units: { search_units: 1 } },
  });
  const [{ relevance_score: score, ...best }] = results as [Result];
  assert.deepEqual([results.length, best], [1, { index: 1, document: { text: 'a red fox' } }]);
  assert.ok(score > 0.85 && score < 1, `${score}`);
});

test("Cohere's reply has no documents unless they are asked for, and a unit for each hundred", () => {
  const { results, ...rest } = JSON.parse(replyOf(cohere, BODY));
  assert.deepEqual(rest, {
    id: UUID,
    meta: { api_version: { version: '2' }, billed_units: { search_units: 1 } },
  });
  assert.equal(results.length, 4);
  assert.equal('document' in results[0], false);
  const many = { ...BODY, documents: Array.from({ length: 101 }, () => 'x'), top_n: 1 };
  assert.equal(JSON.parse(replyOf(cohere, many)).meta.billed_units.search_units, 2);
  const back = JSON.parse(
    replyOf(cohere, { ...BODY, return_documents: true, documents: [{ title: 'red', body: 'fox' }] }),
  );
  assert.deepEqual(back.results[0].document, { title: 'red', body: 'fox' });
});

test('the best is first, all of them are between 0 and 1, and the same request has the same scores', () => {
  const { results } = JSON.parse(replyOf(rerankProtocol, BODY)) as { results: readonly Result[] };
  const scores = results.map((one) => one.relevance_score);
  assert.deepEqual(
    scores,
    scores.toSorted((one, other) => other - one),
  );
  assert.equal(
    scores.every((score) => score > 0 && score < 1),
    true,
  );
  assert.deepEqual(results.map(({ index }) => index).sort(), [0, 1, 2, 3]);
  assert.equal(replyOf(rerankProtocol, BODY), replyOf(rerankProtocol, BODY));
  assert.ok((scores[0] as number) - (scores[3] as number) > 0.5);
});

test('Chinese words are found as words are', () => {
  const documents = ['今天天气很好', '红色的狐狸', 'stars'];
  const { results } = JSON.parse(replyOf(rerankProtocol, { query: '狐狸', documents }));
  assert.deepEqual([results[0].index, results[0].relevance_score > 0.85], [1, true]);
});

test('documents of one text have one score, and keep their order', () => {
  const { results } = JSON.parse(
    replyOf(rerankProtocol, { query: 'x', documents: ['same', 'same', { text: 'same' }] }),
  );
  assert.deepEqual(
    results.map(({ index }: Result) => index),
    [0, 1, 2],
  );
  assert.equal(new Set(results.map((one: Result) => one.relevance_score)).size, 1);
});

test('long documents make a body of which any slice is right, and what is held is known', () => {
  const documents = Array.from({ length: 40 }, (_, index) => `wörd ${index} `.repeat(500));
  const request = accept(rerankProtocol, { ...BODY, documents });
  const body = rerankProtocol.encodeReply(request, answerOf());
  if (!isReplyBody(body)) return assert.fail('not a body');
  const whole = Buffer.from(wholeText(rerankProtocol.encodeReply(request, answerOf())));
  assert.equal(body.length, whole.length);
  const texts = JSON.parse(whole.toString()).results.map(
    (one: { document: { text: string } }) => one.document.text,
  );
  assert.deepEqual(texts.toSorted(), documents.toSorted());
  for (let offset = 0; offset < whole.length; offset += 4_999) {
    const slice = body.slice(offset, 100);
    assert.ok(slice.equals(whole.subarray(offset, offset + slice.length)), `${offset}`);
  }
  const bytes = documents.reduce((sum, text) => sum + Buffer.byteLength(JSON.stringify({ text })), 0);
  assert.equal(request.keptBytes, bytes + 40 * 12);
  assert.equal(accept(rerankProtocol, { ...BODY, return_documents: false }).keptBytes, 4 * 12);
});

test('the query and each document count once', () => {
  const tokens = (fields: object) => accept(rerankProtocol, { ...BODY, ...fields }).promptTokens;
  assert.equal(tokens({ query: 'abcd', documents: ['abcd', { text: 'abcdefgh' }] }), 4);
});

test('what is wrong is told in the words of whoever was asked', () => {
  const wrong = (fields: object) => errorOf(rerankProtocol, { ...BODY, ...fields });
  assert.deepEqual(wrong({ query: undefined }), [
    'query',
    'missing_required_parameter',
    "Missing required parameter: 'query'.",
  ]);
  assert.equal(wrong({ query: 7 })?.[0], 'query');
  assert.equal(wrong({ query: ' ' })?.[0], 'query');
  assert.equal(wrong({ documents: 'x' })?.[0], 'documents');
  assert.equal(wrong({ documents: [] })?.[0], 'documents');
  assert.equal(wrong({ documents: ['x', 7] })?.[0], 'documents[1]');
  assert.equal(wrong({ top_n: 0 })?.[0], 'top_n');
  assert.deepEqual(
    errorOf(cohere, { ...BODY, documents: [] })?.[2],
    'invalid request: list of documents must not be empty',
  );
  assert.deepEqual(
    errorOf(cohere, { ...BODY, top_n: 0 })?.[2],
    'invalid request: top_n must be at least 1, but is 0',
  );
  assert.equal(cohereDialect.encodeError(apiError(ERROR_KINDS.full, 'Full.'), UUID), '{"message":"Full."}');
});
