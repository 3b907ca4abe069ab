import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Defects } from '../../../dist/shared/defects.js';
import { SharedState } from '../../../dist/shared/state.js';

interface Told {
  readonly message: string;
  readonly where: string;
  readonly repeated: number;
}

function create() {
  const told: Told[] = [];
  const state = SharedState.create(1);
  const rig = { nowMs: 0 };
  const defects = new Defects({
    state,
    onDefect: ({ message }, where, repeated) => told.push({ message, where, repeated }),
    now: () => rig.nowMs,
  });
  return { defects, told, state, rig };
}

test('a defect is counted every time, and told to the log once a minute with how often it came', () => {
  const { defects, told, state, rig } = create();
  for (let time = 0; time < 10; time++) defects.report(new Error('same'), 'a test');
  assert.deepEqual([state.internalErrors, told.length], [10, 1]);
  rig.nowMs = 59_999;
  defects.report(new Error('same'), 'a test');
  assert.equal(told.length, 1);
  rig.nowMs = 60_000;
  defects.report(new Error('same'), 'a test');
  assert.deepEqual(told, [
    { message: 'same', where: 'a test', repeated: 0 },
    { message: 'same', where: 'a test', repeated: 10 },
  ]);
  assert.equal(state.internalErrors, 12);
});

test('different defects are told each, up to a hundred in a minute', () => {
  const { defects, told, state, rig } = create();
  for (let number = 0; number < 1_000; number++) defects.report(new Error(String(number)), 'a test');
  assert.deepEqual([state.internalErrors, told.length], [1_000, 100]);
  rig.nowMs = 60_000;
  defects.report(new Error('new'), 'a test');
  assert.equal(told.length, 101);
});

test('whatever can be thrown or rejected is told', async () => {
  const { defects, told } = create();
  const broken = Object.defineProperty(new Error('m'), 'stack', {
    get() {
      throw new Error('no');
    },
  });
  for (const thrown of [null, 'text', Symbol('sign'), broken]) defects.report(thrown, 'a test');
  defects.catch(Promise.reject(new Error('rejected')), 'a promise');
  await new Promise(setImmediate);
  assert.deepEqual(
    told.map(({ message }) => message),
    [
      'null was thrown',
      "'text' was thrown",
      'Symbol(sign) was thrown',
      'something was thrown that cannot be shown',
      'rejected',
    ],
  );
});
