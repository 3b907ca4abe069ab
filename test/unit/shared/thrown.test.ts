import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asError } from '../../../dist/shared/thrown.js';

test('an Error is itself', () => {
  const error = new TypeError('wrong');
  assert.equal(asError(error), error);
});

test('whatever else was thrown becomes an Error that shows it', () => {
  for (const [thrown, message] of [
    [null, 'null was thrown'],
    [undefined, 'undefined was thrown'],
    ['text', "'text' was thrown"],
    [7, '7 was thrown'],
    [Symbol('odd'), 'Symbol(odd) was thrown'],
    [{ toString: 1, valueOf: 2 }, '{ toString: 1, valueOf: 2 } was thrown'],
    [Object.create(null), '[Object: null prototype] {} was thrown'],
    [() => 1, '[Function (anonymous)] was thrown'],
  ] as const) {
    assert.equal(asError(thrown).message, message);
  }
});

test('what breaks whoever looks at it becomes an Error as well', () => {
  const thrower = () => {
    throw new Error('looked at');
  };
  const withGetter = Object.defineProperty(new Error('hidden'), 'message', { get: thrower });
  const trap = new Proxy({}, { get: thrower, getPrototypeOf: thrower, ownKeys: thrower });
  const oddMessage = Object.assign(new Error('replaced'), { message: { deep: true } });
  for (const thrown of [withGetter, trap, oddMessage]) {
    const error = asError(thrown);
    assert.equal(typeof error.message, 'string');
    assert.notEqual(error, thrown);
  }
});

test('a text that is long is shown in part', () => {
  assert.ok(asError('x'.repeat(100_000)).message.length < 300);
});
