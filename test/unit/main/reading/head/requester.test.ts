import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callerOf, requesterOf } from '../../../../../dist/main/reading/head/requester.js';
import { requestHead } from '../../../../support/request-head.js';

test('a caller is told by its key wherever that stands, without the key itself, and none is none', () => {
  const caller = callerOf(requestHead({ authorization: 'Bearer sk-secret-1' }));
  assert.equal(caller.length, 44);
  assert.ok(!caller.includes('sk-secret'));
  assert.equal(callerOf(requestHead({ 'x-api-key': 'sk-secret-1' })), caller);
  assert.notEqual(callerOf(requestHead({ authorization: 'Bearer sk-secret-2' })), caller);
  assert.equal(callerOf(requestHead({})), '');
});

test('model and caller together name who is counted', () => {
  assert.notEqual(requesterOf('a', 'b'), requesterOf('b', 'a'));
  assert.notEqual(requesterOf('a', ''), requesterOf('a', 'b'));
});
