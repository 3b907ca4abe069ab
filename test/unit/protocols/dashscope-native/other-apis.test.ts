/** DashScope's own embeddings and ranking, and its errors. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { injectedError } from '../../../../dist/protocols/contract/injected-error.js';
import { dashScopeNativeDialect } from '../../../../dist/protocols/dashscope-native/dialect.js';
import { textEmbeddingProtocol } from '../../../../dist/protocols/dashscope-native/embeddings.js';
import { textRerankProtocol } from '../../../../dist/protocols/dashscope-native/rerank.js';
import { apiError, ERROR_KINDS } from '../../../../dist/shared/errors.js';
import { errorOf, replyOf, UUID } from '../../../support/protocol-answers.js';

const MODEL = 'text-embedding-v4';
const texts = (count: number) => Array.from({ length: count }, (_, index) => `text ${index}`);
const embedded = (input: unknown, parameters: object = { dimension: 4 }, model = MODEL) => ({
  model,
  input,
  parameters,
});

test('each text has a vector with its place, and the usage is one number', () => {
  const reply = JSON.parse(replyOf(textEmbeddingProtocol, embedded({ texts: ['a', 'b'] })));
  assert.deepEqual(
    reply.output.embeddings.map((one: { text_index: number; embedding: number[] }) => [
      one.text_index,
      one.embedding.length,
    ]),
    [
      [0, 4],
      [1, 4],
    ],
  );
  assert.deepEqual([reply.usage, reply.request_id], [{ total_tokens: 7 }, UUID]);
  const { output } = JSON.parse(replyOf(textEmbeddingProtocol, embedded({ texts: 'a' }, {})));
  assert.equal(output.embeddings[0].embedding.length, 1_024);
});

test('a batch is of ten texts at the most, of the old models of 25', () => {
  const refusal = (count: number, model?: string) =>
    errorOf(textEmbeddingProtocol, embedded({ texts: texts(count) }, {}, model))?.[2] ?? null;
  const said = (most: number) =>
    `<400> InternalError.Algo.InvalidParameter: Value error, batch size is invalid, it should not be larger than ${most}.: input.contents`;
  assert.deepEqual([refusal(10), refusal(11)], [null, said(10)]);
  assert.deepEqual([refusal(25, 'text-embedding-v1'), refusal(26, 'text-embedding-v2')], [null, said(25)]);
});

test('texts are texts, and none is empty', () => {
  const place = (input: unknown, parameters = {}) =>
    errorOf(textEmbeddingProtocol, embedded(input, parameters))?.[0];
  assert.equal(place(undefined), 'input');
  assert.equal(place({}), 'input.texts');
  assert.equal(place({ texts: [] }), 'input.texts');
  assert.equal(place({ texts: ['a', 7] }), 'input.texts.1');
  assert.equal(place({ texts: ['a', ''] }), 'input.texts.1');
  assert.equal(place({ texts: ['a'] }, { text_type: 'poem' }), 'parameters.text_type');
  assert.equal(place({ texts: ['a'] }, { output_type: 'sparse' }), 'parameters.output_type');
});

test('documents are ranked below output, and given back to whoever asks', () => {
  const input = { query: 'red fox', documents: ['stars', 'the red fox', 'a fox'] };
  const ranked = (parameters: object) =>
    JSON.parse(replyOf(textRerankProtocol, { model: 'gte-rerank-v2', input, parameters }));
  const { output, usage, request_id } = ranked({});
  assert.deepEqual(
    output.results.map(({ index }: { index: number }) => index),
    [1, 2, 0],
  );
  assert.deepEqual([usage, request_id], [{ total_tokens: 7 }, UUID]);
  assert.equal('document' in output.results[0], false);
  assert.deepEqual(ranked({ top_n: 1, return_documents: true }).output.results[0].document, {
    text: 'the red fox',
  });
  assert.equal(
    errorOf(textRerankProtocol, { input: { query: 'x', documents: texts(501) } })?.[0],
    'input.documents',
  );
});

test('an error is a code, a message and the id of the request', () => {
  const { encodeError, statusOf } = dashScopeNativeDialect;
  const encoded = encodeError(apiError(ERROR_KINDS.wrongValue, 'So.', 'input'), UUID);
  assert.equal(encoded, `{"code":"InvalidParameter","message":"So.","request_id":"${UUID}"}`);
  const codes = Object.fromEntries(
    Object.entries(ERROR_KINDS).map(([name, kind]) => [
      name,
      `${statusOf(kind)} ${JSON.parse(encodeError(apiError(kind, ''), UUID)).code}`,
    ]),
  );
  assert.deepEqual(codes, {
    malformedBody: '400 InvalidParameter',
    missingField: '400 InvalidParameter',
    wrongType: '400 InvalidParameter',
    wrongValue: '400 InvalidParameter',
    unauthorized: '401 InvalidApiKey',
    notFound: '404 InvalidURL',
    modelNotFound: '404 ModelNotFound',
    contextLength: '400 InvalidParameter',
    methodNotAllowed: '405 UnsupportedOperation',
    bodyTooLarge: '413 BadRequest.TooLarge',
    unsupportedEncoding: '415 InvalidParameter',
    unsupportedType: '415 InvalidParameter',
    misdirected: '421 InvalidParameter',
    tooComplex: '400 InvalidParameter',
    internal: '500 InternalError',
    memoryFull: '503 ModelServingError',
    connectionsFull: '503 ModelServingError',
    full: '503 ModelServingError',
    rateLimitRequests: '429 Throttling.RateQuota',
    rateLimitTokens: '429 Throttling.AllocationQuota',
    starting: '503 ModelServingError',
    queueTimeout: '503 ModelServingError',
    draining: '503 ModelServingError',
    responseNotFound: '404 InvalidURL',
    previousNotFound: '400 InvalidParameter',
  });
  assert.equal(
    JSON.parse(encodeError(apiError(ERROR_KINDS.missingField, '', 'input'), UUID)).code,
    'BadRequest.EmptyInput',
  );
});

test('a fault that is asked for has the code of its status', () => {
  const codeOf = (status: number, quota = false) =>
    JSON.parse(dashScopeNativeDialect.encodeError(injectedError({ status, quota } as never), UUID)).code;
  assert.deepEqual(
    [codeOf(404), codeOf(429), codeOf(429, true), codeOf(502)],
    ['ModelNotFound', 'Throttling.RateQuota', 'Throttling.AllocationQuota', 'InternalError'],
  );
});
