import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dashScopeDialect } from '../../../../dist/protocols/dashscope/dialect.js';
import { openAiDialect } from '../../../../dist/protocols/openai/dialect.js';
import { apiError, ERROR_KINDS } from '../../../../dist/shared/errors.js';

const UUID = '0f8fad5b-d9cb-469f-a165-70867728950e';

test("OpenAI's request id is req_ and the UUID's 32 digits; DashScope's is the bare UUID", () => {
  assert.equal(
    openAiDialect.requestId({ uuid: UUID, hex: UUID.replaceAll('-', '') }),
    'req_0f8fad5bd9cb469fa16570867728950e',
  );
  assert.equal(dashScopeDialect.requestId({ uuid: UUID, hex: UUID.replaceAll('-', '') }), UUID);
});

test("OpenAI's error body has the four keys in its order, and no request id", () => {
  const error = apiError(ERROR_KINDS.wrongType, 'Wrong.', 'model');
  assert.equal(
    openAiDialect.encodeError(error, 'req_1'),
    '{"error":{"message":"Wrong.","type":"invalid_request_error","param":"model","code":"invalid_type"}}',
  );
});

test("DashScope's error body has the four keys in its order, and request_id beside the error", () => {
  const error = apiError(ERROR_KINDS.full, 'Full.');
  assert.equal(
    dashScopeDialect.encodeError(error, UUID),
    '{"error":{"code":"capacity_exceeded","param":null,"message":"Full.","type":"service_unavailable_error"},' +
      `"request_id":"${UUID}"}`,
  );
});

test('param and code are null, not absent, where there is none', () => {
  const error = apiError(ERROR_KINDS.malformedBody, 'No JSON.');
  const expected = { message: 'No JSON.', type: 'invalid_request_error', param: null, code: null };
  for (const dialect of [openAiDialect, dashScopeDialect]) {
    assert.deepEqual(JSON.parse(dialect.encodeError(error, UUID)).error, expected);
  }
});

test('an error that was prepared is encoded to the same bytes', () => {
  for (const dialect of [openAiDialect, dashScopeDialect]) {
    for (const kind of Object.values(ERROR_KINDS)) {
      const error = apiError(kind, 'Said "twice" \\ 两次\n', 'messages[0].role');
      const before = dialect.encodeError(error, UUID);
      dialect.prepareError(error);
      assert.equal(dialect.encodeError(error, UUID), before);
    }
  }
});

test('a prepared error of one dialect is not used by the other, nor for an equal one', () => {
  const error = apiError(ERROR_KINDS.draining, 'First.');
  openAiDialect.prepareError(error);
  assert.deepEqual(Object.keys(JSON.parse(dashScopeDialect.encodeError(error, UUID))), [
    'error',
    'request_id',
  ]);
  const other = apiError(ERROR_KINDS.draining, 'Second.');
  assert.equal(JSON.parse(openAiDialect.encodeError(other, 'req_1')).error.message, 'Second.');
});

test('whatever a message or a param contains, the body is JSON that says the same', () => {
  const text = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(text, text, (message, param) => {
      const error = apiError(ERROR_KINDS.wrongValue, message, param);
      const expected = { message, type: 'invalid_request_error', param, code: 'invalid_value' };
      assert.deepEqual(JSON.parse(openAiDialect.encodeError(error, 'req_1')), { error: expected });
      assert.deepEqual(JSON.parse(dashScopeDialect.encodeError(error, UUID)), {
        error: expected,
        request_id: UUID,
      });
    }),
    { numRuns: 500 },
  );
});
