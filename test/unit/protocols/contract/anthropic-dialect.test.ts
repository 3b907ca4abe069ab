import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anthropicDialect } from '../../../../dist/protocols/anthropic/dialect.js';
import { dashScopeDialect } from '../../../../dist/protocols/dashscope/dialect.js';
import { openAiDialect } from '../../../../dist/protocols/openai/dialect.js';
import { apiError, ERROR_KINDS, type ErrorKind } from '../../../../dist/shared/errors.js';

const UUID = '01234567-89ab-4cde-8f01-23456789abcd';

/** As Anthropic's reference of errors has them. */
const ANTHROPIC: Readonly<Record<keyof typeof ERROR_KINDS, readonly [status: number, type: string]>> = {
  malformedBody: [400, 'invalid_request_error'],
  missingField: [400, 'invalid_request_error'],
  wrongType: [400, 'invalid_request_error'],
  wrongValue: [400, 'invalid_request_error'],
  unauthorized: [401, 'authentication_error'],
  notFound: [404, 'not_found_error'],
  modelNotFound: [404, 'not_found_error'],
  responseNotFound: [404, 'not_found_error'],
  previousNotFound: [400, 'invalid_request_error'],
  contextLength: [400, 'invalid_request_error'],
  methodNotAllowed: [405, 'invalid_request_error'],
  bodyTooLarge: [413, 'request_too_large'],
  unsupportedEncoding: [415, 'invalid_request_error'],
  unsupportedType: [415, 'invalid_request_error'],
  misdirected: [421, 'invalid_request_error'],
  tooComplex: [400, 'invalid_request_error'],
  internal: [500, 'api_error'],
  memoryFull: [529, 'overloaded_error'],
  connectionsFull: [529, 'overloaded_error'],
  full: [529, 'overloaded_error'],
  rateLimitRequests: [429, 'rate_limit_error'],
  rateLimitTokens: [429, 'rate_limit_error'],
  starting: [529, 'overloaded_error'],
  queueTimeout: [529, 'overloaded_error'],
  draining: [529, 'overloaded_error'],
};
const kinds = Object.entries(ERROR_KINDS) as [keyof typeof ERROR_KINDS, ErrorKind][];

test("Anthropic's dialect has a status and a type for every kind of error", () => {
  for (const [name, kind] of kinds) {
    const [status, type] = ANTHROPIC[name];
    assert.equal(anthropicDialect.statusOf(kind), status, name);
    const body = JSON.parse(anthropicDialect.encodeError(apiError(kind, 'why'), 'req_1'));
    assert.deepEqual(body, { type: 'error', error: { type, message: 'why' }, request_id: 'req_1' }, name);
  }
});

test('an error in the dialect of Anthropic, byte for byte', () => {
  const error = apiError(ERROR_KINDS.missingField, 'max_tokens: "Field" required', 'max_tokens');
  const expected =
    '{"type":"error","error":{"type":"invalid_request_error","message":"max_tokens: \\"Field\\" required"},"request_id":"req_1"}';
  assert.equal(anthropicDialect.encodeError(error, 'req_1'), expected);
  anthropicDialect.prepareError(error);
  assert.equal(anthropicDialect.encodeError(error, 'req_1'), expected);
});

test('OpenAI and DashScope answer with the status of the kind', () => {
  for (const [name, kind] of kinds) {
    assert.equal(openAiDialect.statusOf(kind), kind.status, name);
    assert.equal(dashScopeDialect.statusOf(kind), kind.status, name);
  }
});

test('each dialect has its header for the id of a request, and its form of it', () => {
  const seen = [openAiDialect, dashScopeDialect, anthropicDialect].map((dialect) => [
    dialect.requestIdHeader,
    dialect.requestId({ uuid: UUID, hex: UUID.replaceAll('-', '') }),
  ]);
  assert.deepEqual(seen, [
    ['x-request-id', 'req_0123456789ab4cde8f0123456789abcd'],
    ['x-request-id', UUID],
    ['request-id', 'req_0123456789ab4cde8f0123456789abcd'],
  ]);
});
