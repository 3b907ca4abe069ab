import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WallClock } from '../../../../dist/main/replying/timing/wall-clock.js';

/** Two clocks that run alike, and how often that of the day was read. */
function clocks(wallMs: number) {
  const at = { nowMs: 50, wallMs, reads: 0 };
  const clock = new WallClock(
    () => at.nowMs,
    () => {
      at.reads++;
      return at.wallMs;
    },
  );
  const pass = (ms: number): void => {
    at.nowMs += ms;
    at.wallMs += ms;
  };
  return { at, clock, pass };
}

test('within a second of the day the clock is read once, and at its end again', () => {
  const { at, clock, pass } = clocks(1_700_000_000_400);
  assert.equal(clock.secondsAt(at.nowMs), 1_700_000_000);
  pass(599.9);
  assert.equal(clock.secondsAt(at.nowMs), 1_700_000_000);
  assert.equal(at.reads, 1);
  pass(0.1);
  assert.equal(clock.secondsAt(at.nowMs), 1_700_000_001);
  assert.equal(at.reads, 2);
});

test('what was due in a second that has passed is told the second that it is', () => {
  const { at, clock, pass } = clocks(1_700_000_000_000);
  clock.secondsAt(at.nowMs);
  pass(5_000);
  assert.equal(clock.secondsAt(at.nowMs), 1_700_000_005);
  assert.equal(clock.secondsAt(at.nowMs - 3_000), 1_700_000_005);
});

test('a clock of the day that was put right is followed within a second', () => {
  const { at, clock, pass } = clocks(1_700_000_000_000);
  clock.secondsAt(at.nowMs);
  at.wallMs -= 3_600_000;
  pass(1_000);
  assert.equal(clock.secondsAt(at.nowMs), 1_699_996_401);
});
