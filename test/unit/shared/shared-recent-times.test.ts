/** Durations of the last minute. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Quantiles } from '../../../dist/shared/figures/quantiles.js';
import { RecentDurations, RecentTimes, TURN_EVERY_MS } from '../../../dist/shared/figures/recent-times.js';

const TURNS_PER_MINUTE = 60_000 / TURN_EVERY_MS;

test('a duration is there until a minute has passed, and from then on no more', () => {
  const durations = new RecentDurations();
  const read = () => durations.read(new Quantiles());
  assert.equal(read().count, 0);
  durations.add(100);
  for (let turn = 1; turn < TURNS_PER_MINUTE; turn++) {
    durations.turn();
    assert.deepEqual([read().count, read().max], [1, 100]);
  }
  durations.add(300);
  durations.turn();
  assert.deepEqual([read().count, read().max], [1, 300]);
  for (let turn = 0; turn < TURNS_PER_MINUTE; turn++) durations.turn();
  assert.deepEqual(read(), { count: 0, p50: null, p90: null, p99: null, max: null });
});

test('slices are added up, and reading them twice says the same', () => {
  const durations = new RecentDurations();
  const scratch = new Quantiles();
  for (const ms of [10, 20, 30]) {
    durations.add(ms);
    durations.turn();
  }
  const { count, p50, max } = durations.read(scratch);
  assert.deepEqual([count, max], [3, 30]);
  assert.ok(p50 !== null && p50 >= 20 && p50 <= 20.5, String(p50));
  assert.deepEqual(durations.read(scratch), durations.read(new Quantiles()));
});

test('all that was observed of a row turns together', () => {
  const times = new RecentTimes();
  const all = [times.firstToken, times.answer, times.tokenTime];
  for (const [at, pair] of all.entries()) pair.add(10 * at + 1, 10 * at + 2);
  const maxima = () =>
    all.map(({ planned, actual }) => [planned, actual].map((one) => one.read(new Quantiles()).max));
  assert.deepEqual(maxima(), [
    [1, 2],
    [11, 12],
    [21, 22],
  ]);
  for (let turn = 0; turn < TURNS_PER_MINUTE; turn++) times.turn();
  assert.deepEqual(maxima().flat(), [null, null, null, null, null, null]);
});
