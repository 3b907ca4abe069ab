import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LIVE_ROWS_MAX } from '../../../dist/shared/live-protocol.js';
import { loadDashboard } from '../../support/dashboard-module.js';
import { rowAt, STARTED_AT_MS } from '../../support/dashboard-samples.js';

const { History, SPAN_MS } =
  await loadDashboard<typeof import('../../../dist/dashboard/data/history.js')>('data/history');

const LATER = STARTED_AT_MS + 1_000_000;
const rows = (from: number, to: number, active = 0) =>
  Array.from({ length: to - from + 1 }, (_, index) => rowAt(from + index, { active }));
const secondsOf = (history: InstanceType<typeof History>) =>
  history.samples.map(({ row }) => (row.atMs - STARTED_AT_MS) / 1_000);

test('what a server sends again replaces what was there', () => {
  const history = new History();
  history.add(STARTED_AT_MS, rows(1, 5, 1));
  history.add(STARTED_AT_MS, rows(3, 7, 2));
  assert.deepEqual(secondsOf(history), [1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual(
    history.samples.map(({ row }) => row.active),
    [1, 1, 2, 2, 2, 2, 2],
  );
});

test('a row of now is added to what is there', () => {
  const history = new History();
  history.add(STARTED_AT_MS, rows(1, 2));
  history.add(STARTED_AT_MS, rows(3, 3));
  assert.deepEqual(secondsOf(history), [1, 2, 3]);
  assert.equal(history.latest?.row.atMs, STARTED_AT_MS + 3_000);
});

test('an empty history takes nothing away', () => {
  const history = new History();
  history.add(STARTED_AT_MS, rows(1, 2));
  history.add(LATER, []);
  assert.deepEqual(secondsOf(history), [1, 2]);
});

test('rows of an earlier server stay, and are known to be of it', () => {
  const history = new History();
  history.add(STARTED_AT_MS, rows(1, 2));
  history.add(LATER, rows(10, 11));
  assert.deepEqual(
    history.samples.map(({ startedAtMs }) => startedAtMs),
    [STARTED_AT_MS, STARTED_AT_MS, LATER, LATER],
  );
});

test('nothing is kept that is ten minutes old', () => {
  const history = new History();
  history.add(STARTED_AT_MS, rows(0, 2));
  history.add(LATER, rows(SPAN_MS / 1_000 + 1, SPAN_MS / 1_000 + 1));
  assert.deepEqual(secondsOf(history), [2, 601]);
});

test('a clock that was set back takes the rows with it that have not come yet', () => {
  const history = new History();
  history.add(STARTED_AT_MS, rows(1, 9));
  history.add(STARTED_AT_MS, rows(4, 4));
  assert.deepEqual(secondsOf(history), [1, 2, 3, 4]);
});

test('whatever comes, times ascend, none is old, and there are no more than six hundred', () => {
  const message = fc.record({
    startedAtMs: fc.constantFrom(STARTED_AT_MS, LATER),
    seconds: fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 40 }),
  });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 30 }), (messages) => {
      const history = new History();
      for (const { startedAtMs, seconds } of messages) {
        history.add(
          startedAtMs,
          seconds.map((second) => rowAt(second)),
        );
      }
      const times = history.samples.map(({ row }) => row.atMs);
      assert.deepEqual(
        times,
        [...new Set(times)].sort((one, other) => one - other),
      );
      assert.equal(times.length <= LIVE_ROWS_MAX, true);
      if (times.length > 0) assert.equal((times.at(-1) ?? 0) - (times[0] ?? 0) < SPAN_MS, true);
    }),
  );
});
