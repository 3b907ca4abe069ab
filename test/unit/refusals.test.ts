import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiError, ERROR_KINDS } from '../../dist/errors.js';
import { createRefusals } from '../../dist/main/refusals.js';
import { dashScopeDialect, openAiDialect } from '../../dist/protocols/dialect.js';
import { testConfig } from '../support/in-process.js';

const JSON_TYPE = ['content-type', 'application/json'];

test('a full or draining server says when to come back, and nothing about retrying by default', () => {
  const { headersFor } = createRefusals(testConfig());
  for (const kind of [ERROR_KINDS.full, ERROR_KINDS.draining]) {
    assert.deepEqual(headersFor(kind), [JSON_TYPE, ['retry-after', '1']]);
  }
});

test('RETRY_AFTER_SECONDS and SHOULD_RETRY reach the headers of both 503s', () => {
  for (const shouldRetry of ['true', 'false']) {
    const config = testConfig({ RETRY_AFTER_SECONDS: '7', SHOULD_RETRY: shouldRetry });
    const { headersFor } = createRefusals(config);
    for (const kind of [ERROR_KINDS.full, ERROR_KINDS.draining]) {
      assert.deepEqual(headersFor(kind), [JSON_TYPE, ['retry-after', '7'], ['x-should-retry', shouldRetry]]);
    }
  }
});

test('a 401 names the scheme, and every other refusal has only its content type', () => {
  const { headersFor } = createRefusals(testConfig({ SHOULD_RETRY: 'false' }));
  assert.deepEqual(headersFor(ERROR_KINDS.unauthorized), [JSON_TYPE, ['www-authenticate', 'Bearer']]);
  const special: readonly unknown[] = [ERROR_KINDS.full, ERROR_KINDS.draining, ERROR_KINDS.unauthorized];
  const others = Object.values(ERROR_KINDS).filter((kind) => !special.includes(kind));
  assert.equal(others.length, Object.keys(ERROR_KINDS).length - 3);
  for (const kind of others) assert.deepEqual(headersFor(kind), [JSON_TYPE], kind.type);
});

test('what is encoded at start-up is, in both dialects, what the same error would be later', () => {
  const { headersFor: _, ...errors } = createRefusals(
    testConfig({ MAX_CONCURRENT: '12', MAX_BODY_BYTES: '345' }),
  );
  for (const prepared of Object.values(errors)) {
    const later = apiError(prepared.kind, prepared.message, prepared.param);
    for (const dialect of [openAiDialect, dashScopeDialect]) {
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
  assert.match(bodyTooLarge.message, / 345 bytes \(MAX_BODY_BYTES\)\.$/);
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
