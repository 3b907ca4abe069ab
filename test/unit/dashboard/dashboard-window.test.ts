/** Which time the charts show: the last minutes, or a part of them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadDashboard } from '../../support/dashboard-module.js';

const { TimeWindow } =
  await loadDashboard<typeof import('../../../dist/dashboard/charts/time-window.js')>('charts/time-window');

const PART_MS_MIN = 5_000;
const NOW_MS = 1_800_000_000_000;
const MINUTE_MS = 60_000;

function rig(ageMinutes = 10) {
  let changes = 0;
  const window = new TimeWindow(() => {
    changes++;
  });
  /** In seconds before now. */
  const range = (laterMs = 0) => {
    const { fromMs, toMs } = window.rangeFor(NOW_MS - ageMinutes * MINUTE_MS, NOW_MS + laterMs);
    return [(fromMs - NOW_MS) / 1_000, (toMs - NOW_MS) / 1_000];
  };
  return { window, range, changes: () => changes };
}

test('the last one, five or ten minutes are shown, of a young server what it has', () => {
  const { window, range, changes } = rig();
  assert.deepEqual(range(), [-600, 0]);
  window.choose('1');
  assert.deepEqual(range(), [-60, 0]);
  window.choose('5');
  assert.deepEqual(range(), [-300, 0]);
  assert.equal(changes(), 2);
  assert.deepEqual(rig(1).range(), [-120, 0]);
});

test('a part is shown as it was drawn, in either direction, and stays while time goes on', () => {
  const { window, range } = rig();
  window.zoom(NOW_MS - 100_000, NOW_MS - 160_000);
  assert.deepEqual([window.isZoomed, range(), range(5_000)], [true, [-160, -100], [-160, -100]]);
  assert.equal(window.reset(), true);
  assert.deepEqual([window.isZoomed, range()], [false, [-600, 0]]);
  assert.equal(window.reset(), false);
});

test('a part is at least some seconds long', () => {
  const { window, range } = rig();
  window.zoom(NOW_MS - 60_000, NOW_MS - 60_000);
  const [from, to] = range() as [number, number];
  assert.deepEqual([(to - from) * 1_000, (from + to) / 2], [PART_MS_MIN, -60]);
});

test('a part that has left the ten minutes gives way to them', () => {
  const { window, range } = rig();
  window.zoom(NOW_MS - 500_000, NOW_MS - 400_000);
  assert.deepEqual(range(199_000), [-500, -400]);
  assert.deepEqual(range(200_000), [-400, 200]);
  assert.equal(window.isZoomed, false);
});

test('steps halve and double around a moment, which stays where it is; all of it is no part', () => {
  const { window, range } = rig();
  const shown = () => {
    const [from, to] = range() as [number, number];
    return { fromMs: NOW_MS + from * 1_000, toMs: NOW_MS + to * 1_000 };
  };
  window.step(shown(), NOW_MS - 150_000, true);
  assert.deepEqual(range(), [-375, -75]);
  window.step(shown(), NOW_MS - 75_000, true);
  assert.deepEqual(range(), [-225, -75]);
  window.step(shown(), NOW_MS - 75_000, false);
  assert.deepEqual(range(), [-375, -75]);
  window.step(shown(), NOW_MS, false);
  assert.equal(window.isZoomed, false);
  for (let steps = 0; steps < 20; steps++) window.step(shown(), NOW_MS, true);
  assert.deepEqual(range(), [-PART_MS_MIN / 1_000, 0]);
});

test('choosing minutes ends a part', () => {
  const { window, range } = rig();
  window.zoom(NOW_MS - 100_000, NOW_MS - 50_000);
  window.choose('5');
  assert.deepEqual(range(), [-300, 0]);
});
