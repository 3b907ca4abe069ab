import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createReplyHeads } from '../../../../dist/main/transport/reply-heads.js';
import { anthropicDialect } from '../../../../dist/protocols/anthropic/dialect.js';
import { SERVER_SENT_EVENTS } from '../../../../dist/protocols/contract/stream-format.js';
import { dashScopeDialect } from '../../../../dist/protocols/dashscope/dialect.js';
import { openAiDialect } from '../../../../dist/protocols/openai/dialect.js';
import { ERROR_KINDS } from '../../../../dist/shared/errors.js';
import { testConfig } from '../../../support/in-process.js';

const NO_SNIFF = ['x-content-type-options', 'nosniff'];
const JSON_HEADERS = [['content-type', 'application/json'], NO_SNIFF];
const DIALECTS = [openAiDialect, dashScopeDialect, anthropicDialect];

test('a full or draining server says when to come back, and nothing about retrying by default', () => {
  const headsOf = createReplyHeads(testConfig());
  for (const dialect of DIALECTS) {
    for (const kind of [ERROR_KINDS.full, ERROR_KINDS.draining]) {
      assert.deepEqual(headsOf(dialect).error(kind).headers, [...JSON_HEADERS, ['retry-after', '1']]);
    }
  }
});

test('RETRY_AFTER_SECONDS and SHOULD_RETRY reach the headers of both refusals of a server that has no room', () => {
  for (const shouldRetry of ['true', 'false']) {
    const headsOf = createReplyHeads(testConfig({ RETRY_AFTER_SECONDS: '7', SHOULD_RETRY: shouldRetry }));
    for (const kind of [ERROR_KINDS.full, ERROR_KINDS.draining]) {
      assert.deepEqual(headsOf(openAiDialect).error(kind).headers, [
        ...JSON_HEADERS,
        ['retry-after', '7'],
        ['x-should-retry', shouldRetry],
      ]);
    }
  }
});

test('a 401 names the scheme, and every other refusal has only its content type, which browsers are to believe', () => {
  const { error } = createReplyHeads(testConfig({ SHOULD_RETRY: 'false' }))(openAiDialect);
  assert.deepEqual(error(ERROR_KINDS.unauthorized).headers, [
    ...JSON_HEADERS,
    ['www-authenticate', 'Bearer'],
  ]);
  const unavailable = Object.values(ERROR_KINDS).filter(({ status }) => status === 503);
  const special: readonly unknown[] = [...unavailable, ERROR_KINDS.unauthorized];
  const others = Object.values(ERROR_KINDS).filter((kind) => !special.includes(kind));
  assert.equal(others.length, Object.keys(ERROR_KINDS).length - 7);
  for (const kind of others) assert.deepEqual(error(kind).headers, JSON_HEADERS, kind.type);
});

test('a stream says what it is, and that nobody on the way shall keep or gather it', () => {
  for (const dialect of DIALECTS) {
    assert.deepEqual(createReplyHeads(testConfig())(dialect).stream(SERVER_SENT_EVENTS).headers, [
      ['content-type', 'text/event-stream; charset=utf-8'],
      ['cache-control', 'no-cache'],
      ['x-accel-buffering', 'no'],
      NO_SNIFF,
    ]);
  }
});

test('every head of a dialect names the id of the request as that dialect does', () => {
  const headsOf = createReplyHeads(testConfig());
  for (const dialect of DIALECTS) {
    const { json, stream, error } = headsOf(dialect);
    const names = [
      json,
      stream(SERVER_SENT_EVENTS),
      error(ERROR_KINDS.full),
      error(ERROR_KINDS.notFound),
    ].map(({ requestIdHeader }) => requestIdHeader);
    assert.deepEqual(new Set(names), new Set([dialect.requestIdHeader]));
  }
});
