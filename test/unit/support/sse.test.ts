import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSse, parseSseJson } from '../../support/sse.js';

test('events are read with and without a name', () => {
  assert.deepEqual(parseSse('data: 1\n\nevent: a.b\ndata: {"x":" "}\n\n'), [
    { name: null, data: '1' },
    { name: 'a.b', data: '{"x":" "}' },
  ]);
});

test('what a lenient client would forgive is an error', () => {
  for (const text of [
    'data: 1',
    'data: 1\n',
    'data: 1\r\n\r\n',
    'data:1\n\n',
    'data:  1\n\n',
    'data: \n\n',
    'data: 1\ndata: 2\n\n',
    'data: 1\n\n\n',
    '\n\ndata: 1\n\n',
    'event: a\n\n',
    'data: 1\nevent: a\n\n',
    ': comment\n\n',
  ]) {
    assert.throws(() => parseSse(text), assert.AssertionError, JSON.stringify(text));
  }
});

test('a [DONE] that is missing, or one too many, is an error, and so is a name that is not the type', () => {
  assert.throws(() => parseSseJson('data: {}\n\n', true), assert.AssertionError);
  assert.throws(() => parseSseJson('data: {}\n\ndata: [DONE]\n\n', false), assert.AssertionError);
  assert.throws(() => parseSseJson('data: [DONE]\n\ndata: [DONE]\n\n', true));
  assert.throws(() => parseSseJson('event: a\ndata: {"type":"b"}\n\n', false), assert.AssertionError);
});
