import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NextFaults, ORDERS_MAX } from '../../../../dist/main/control/next-faults.js';

const ANY = { model: null, endpoint: null, key: null };

test('a fault is for as many requests as were ordered, the oldest order first', () => {
  const faults = new NextFaults();
  assert.equal(faults.isEmpty, true);
  faults.add('429', 2, ANY);
  faults.add('500', 1, ANY);
  const taken = Array.from({ length: 4 }, () => faults.take('/v1/messages', 'a', null));
  assert.deepEqual(taken, ['429', '429', '500', null]);
  assert.equal(faults.isEmpty, true);
});

test('a request has the fault only if it looks as was said', () => {
  const faults = new NextFaults();
  faults.add('429', 9, { model: 'gpt-4*', endpoint: '/v1/messages', key: 'wxyz' });
  assert.equal(faults.take('/v1/messages', 'gpt-3', 'wxyz'), null);
  assert.equal(faults.take('/v1/responses', 'gpt-4o', 'wxyz'), null);
  assert.equal(faults.take('/v1/messages', 'gpt-4o', null), null);
  assert.equal(faults.take('/v1/messages', 'gpt-4o', 'wxyz'), '429');
  assert.equal(faults.orders[0]?.left, 8);
});

test('no more than a hundred orders wait, and all can be taken back', () => {
  const faults = new NextFaults();
  for (let count = 0; count < ORDERS_MAX; count++) assert.equal(faults.add('429', 1, ANY), true);
  assert.equal(faults.add('429', 1, ANY), false);
  faults.clear();
  assert.equal(faults.take('/v1/messages', 'a', null), null);
});
