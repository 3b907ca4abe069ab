import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRefusals } from '../../../../dist/main/admission/refusals.js';
import { anthropicDialect } from '../../../../dist/protocols/anthropic/dialect.js';
import { dashScopeDialect } from '../../../../dist/protocols/dashscope/dialect.js';
import { openAiDialect } from '../../../../dist/protocols/openai/dialect.js';
import { apiError } from '../../../../dist/shared/errors.js';
import { testConfig } from '../../../support/in-process.js';

test('what is encoded at start-up is, in every dialect, what the same error would be later', () => {
  const errors = createRefusals(testConfig({ MAX_CONCURRENT: '12', MAX_BODY_BYTES: '345' }));
  for (const prepared of Object.values(errors)) {
    const later = apiError(prepared.kind, prepared.message, prepared.param);
    for (const dialect of [openAiDialect, dashScopeDialect, anthropicDialect]) {
      assert.equal(dialect.encodeError(prepared, 'the-id'), dialect.encodeError(later, 'the-id'));
    }
  }
});

test('each refusal has its status, and names its limit and the setting that changes it', () => {
  const refusals = createRefusals(testConfig({ MAX_CONCURRENT: '12', MAX_BODY_BYTES: '345' }));
  const { full, draining, bodyTooLarge, keyMissing, keyWrong } = refusals;
  assert.deepEqual(
    [full, draining, bodyTooLarge, keyMissing, keyWrong].map(({ kind }) => kind.status),
    [503, 503, 413, 401, 401],
  );
  assert.match(full.message, /^All 12 slots .*\(MAX_CONCURRENT=12\)/);
  assert.equal(
    bodyTooLarge.message,
    'The request body is longer than MAX_BODY_BYTES, which is 345 bytes; 4MiB may do.',
  );
});

test('the whole body of a 503, in both dialects', () => {
  const { full } = createRefusals(testConfig({ MAX_CONCURRENT: '12' }));
  const message = 'All 12 slots of this mock server are in use (MAX_CONCURRENT=12). Please retry later.';
  assert.equal(
    openAiDialect.encodeError(full, 'req_1'),
    `{"error":{"message":"${message}","type":"service_unavailable_error","param":null,"code":"capacity_exceeded"}}`,
  );
  assert.equal(
    dashScopeDialect.encodeError(full, 'u-1'),
    `{"error":{"code":"capacity_exceeded","param":null,"message":"${message}","type":"service_unavailable_error"},"request_id":"u-1"}`,
  );
});
