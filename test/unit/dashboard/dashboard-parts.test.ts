/** The small pure parts of the live page: when it connects again, its axes, its cursor. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { loadDashboard } from '../../support/dashboard-module.js';
import { STARTED_AT_MS, sampleAt } from '../../support/dashboard-samples.js';

const { retryDelayMs } =
  await loadDashboard<typeof import('../../../dist/dashboard/data/retry-delay.js')>('data/retry-delay');
const { liveUrl } =
  await loadDashboard<typeof import('../../../dist/dashboard/data/live-connection.js')>(
    'data/live-connection',
  );
const { decadesOf, momentsBetween, rangeOf, spanOf, ticksApart, ticksOf } =
  await loadDashboard<typeof import('../../../dist/dashboard/charts/chart-scale.js')>('charts/chart-scale');
const { toMoments } =
  await loadDashboard<typeof import('../../../dist/dashboard/charts/chart-data.js')>('charts/chart-data');
const { CHARTS } =
  await loadDashboard<typeof import('../../../dist/dashboard/charts/chart-specs.js')>('charts/chart-specs');
const { SharedCursor } =
  await loadDashboard<typeof import('../../../dist/dashboard/charts/shared-cursor.js')>(
    'charts/shared-cursor',
  );

test('the WebSocket lies beside the page, encrypted where the page is', () => {
  assert.equal(liveUrl('http://127.0.0.1:8080/'), 'ws://127.0.0.1:8080/live?models=1');
  assert.equal(liveUrl('http://host/mock/?a=b#c'), 'ws://host/mock/live?models=1');
  assert.equal(liveUrl('https://host/a/b/index.html'), 'wss://host/a/b/live?models=1');
});

test('attempts wait from half a second to five, and are spread', () => {
  const middle = [1, 2, 3, 4, 5, 6, 60].map((failures) => retryDelayMs(failures, 1));
  assert.deepEqual(middle, [500, 1_000, 2_000, 4_000, 5_000, 5_000, 5_000]);
  assert.deepEqual(
    [1, 2, 3, 60].map((failures) => retryDelayMs(failures, 0)),
    [500, 500, 1_000, 2_500],
  );
});

test('axes begin at 0 and end above the highest figure', () => {
  const [inFlight, , , lateness, lag] = CHARTS as unknown as Parameters<typeof rangeOf>[0][];
  assert.ok(inFlight && lateness && lag);
  assert.deepEqual(rangeOf(inFlight, 100), [0, 108]);
  assert.deepEqual(rangeOf(inFlight, null), [0, 1.08]);
  assert.deepEqual(rangeOf(lateness, 0.001), [0.0001, 0.1]);
  assert.deepEqual(rangeOf(lateness, 0.1), [0.0001, 0.1]);
  assert.deepEqual(rangeOf(lateness, 0.11), [0.0001, 1]);
  assert.deepEqual(rangeOf(lag, 0.001), [0.0001, 1]);
  assert.deepEqual(decadesOf([0.0001, 0.1]).map(String), ['0.0001', '0.001', '0.01', '0.1']);
});

test('ticks are round', () => {
  assert.deepEqual(ticksOf('count', 3_240, 3), [0, 1_000, 2_000, 3_000]);
  assert.deepEqual(ticksOf('count', 1.08, 4), [0, 1]);
  assert.deepEqual(ticksOf('rate', 1.08, 2), [0, 0.5, 1]);
  assert.deepEqual(
    ticksOf('bytes', 1_024 ** 3 * 1.08, 4).map((value) => value / 1_024 ** 2),
    [0, 256, 512, 768, 1_024],
  );
});

test('whatever the height of an axis, there are some ticks and not many, and none is outside', () => {
  const unit = fc.constantFrom('count', 'rate', 'time', 'seconds', 'bytes');
  fc.assert(
    fc.property(
      unit,
      fc.double({ min: 1e-3, max: 1e13, noNaN: true }),
      fc.double({ min: 1, max: 6, noNaN: true }),
      (kind, to, most) => {
        const ticks = ticksOf(kind as 'count', to, most);
        assert.equal(ticks.length >= 1 && ticks.length <= most / 0.8 + 2, true, `${ticks.length} ticks`);
        assert.equal(ticks[0], 0);
        assert.equal((ticks.at(-1) ?? 0) <= to * (1 + 1e-6), true);
      },
    ),
  );
});

test('the charts go back two, five or ten minutes, as far as there are rows', () => {
  const minutes = [0, 1, 2, 2.1, 5, 5.1, 9, 10, 11].map((age) => spanOf(age * 60_000) / 60_000);
  assert.deepEqual(minutes, [2, 2, 2, 5, 5, 10, 10, 10, 10]);
});

test('a tick of the time axis has its room, and more where it tells seconds', () => {
  const apart = (minutes: number, px: number) => ticksApart(minutes * 60_000, px) / 1_000;
  assert.deepEqual(
    [apart(2, 260), apart(5, 260), apart(5, 208), apart(10, 260), apart(10, 208), apart(10, 52)],
    [60, 60, 120, 120, 300, 600],
  );
  assert.deepEqual([apart(1, 288), apart(1, 250), apart(1 / 12, 360), apart(1 / 12, 359)], [15, 30, 1, 2]);
});

test('the time axis has round moments of the clock', () => {
  const fromMs = STARTED_AT_MS + 30_000;
  assert.deepEqual(
    momentsBetween(fromMs, fromMs + 600_000, 120_000).map((atMs) => (atMs / 60_000) % 2),
    [0, 0, 0, 0, 0],
  );
  assert.deepEqual(momentsBetween(STARTED_AT_MS, STARTED_AT_MS, 300_000), [STARTED_AT_MS]);
  assert.deepEqual(
    momentsBetween(STARTED_AT_MS + 1, STARTED_AT_MS + 12_000, 5_000).map((atMs) => atMs - STARTED_AT_MS),
    [5_000, 10_000],
  );
});

function cursorOver(seconds: readonly number[]) {
  let moves = 0;
  const cursor = new SharedCursor(() => {
    moves++;
  });
  cursor.update(toMoments(seconds.map((second) => sampleAt(second))));
  const at = () => {
    const { moment } = cursor;
    return moment === null ? null : (moment.atMs - STARTED_AT_MS) / 1_000;
  };
  return { cursor, at, moves: () => moves };
}

test('keys move the cursor by a row, by a minute and to the ends, over gaps too, and stop there', () => {
  const { cursor, at } = cursorOver([1, 2, 3, 9, 10]);
  const walk = (...keys: string[]) => keys.map((key) => [cursor.key(key), at()][1]);
  assert.equal(at(), null);
  assert.deepEqual(walk('ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowRight'), [10, 9, 3, 9]);
  assert.deepEqual(
    walk('Home', 'ArrowLeft', 'End', 'ArrowRight', 'PageUp', 'PageDown'),
    [1, 1, 10, 10, 1, 10],
  );
  assert.deepEqual(walk('Escape', 'Home'), [null, 1]);
  assert.equal(cursor.key('a'), false);
  assert.equal(cursor.key('Tab'), false);
});

test('without a row there is nothing to point at', () => {
  const { cursor, at } = cursorOver([]);
  assert.equal(cursor.key('End'), true);
  cursor.moveTo(STARTED_AT_MS);
  assert.equal(at(), null);
});

test('the cursor stays with its row while time goes on, until the row is gone', () => {
  const { cursor, at, moves } = cursorOver([1, 2, 3]);
  cursor.moveTo(STARTED_AT_MS + 2_400);
  assert.equal(at(), 2);
  cursor.moveTo(STARTED_AT_MS + 1_600);
  assert.equal(moves(), 1);
  cursor.update(toMoments([2, 3, 4].map((second) => sampleAt(second))));
  assert.equal(at(), 2);
  cursor.update(toMoments([3, 4].map((second) => sampleAt(second))));
  assert.equal(at(), null);
});
