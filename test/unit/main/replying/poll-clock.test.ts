/**
 * Since when what is read may have lain unread: a bound, on a loop that does what a test says, and on that of this process.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ownEventLoop } from '../../../../dist/main/replying/timing/event-loop.js';
import { PollClock } from '../../../../dist/main/replying/timing/poll-clock.js';
import { ScriptedLoop } from '../../../support/scripted-loop.js';
import { until } from '../../../support/until.js';

const TICK_MS = 20;

function rig() {
  const loop = new ScriptedLoop();
  const clock = new PollClock(loop, loop.now);
  return {
    loop,
    clock,
    /** How long what is read now may have lain there. */
    unreadMs(): number {
      clock.note();
      return Math.round((loop.nowMs - clock.sinceMs) * 1_000) / 1_000;
    },
  };
}

test('what wakes a loop that slept has lain there for no longer than the loop was awake', () => {
  const { loop, unreadMs } = rig();
  loop.sleep(5_000);
  loop.work(2);
  assert.equal(unreadMs(), 2);
});

test('what a poll finds at once may have come since the poll before it, and not since what was done before that', () => {
  const { loop, clock, unreadMs } = rig();
  loop.sleep(10);
  loop.work(500);
  clock.mark();
  loop.sleep(10);
  loop.work(1);
  assert.equal(unreadMs(), 1);
  loop.work(30);
  loop.poll();
  loop.work(2);
  // It came behind the poll before, which began behind the mark.
  assert.equal(unreadMs(), 33);
});

test('work that was marked behind its poll does not count for what comes two polls later', () => {
  const { loop, clock, unreadMs } = rig();
  loop.sleep(10);
  loop.work(40);
  clock.mark();
  loop.poll();
  loop.work(3);
  assert.equal(unreadMs(), 43);
  clock.mark();
  loop.poll();
  loop.work(4);
  assert.equal(unreadMs(), 7);
});

test('within a tenth of a millisecond a reading is used again, and a bound all the same', () => {
  const { loop, unreadMs } = rig();
  loop.sleep(10);
  loop.work(1);
  assert.equal(unreadMs(), 1);
  loop.sleep(0.05);
  loop.work(0.01);
  assert.equal(unreadMs(), 1.06);
});

test('time that the thread waited for a core at the end of a sleep counts', () => {
  const { loop, unreadMs } = rig();
  loop.sleep(10, 3);
  loop.work(1);
  assert.equal(unreadMs(), 4);
  // No more than it slept: the rest was while it worked, and is counted there.
  loop.sleep(2, 9);
  assert.equal(unreadMs(), 2);
});

test('a sleep that goes on behind the tick that had to end it was none: the process was stopped', () => {
  const { loop, clock, unreadMs } = rig();
  clock.tick(TICK_MS);
  loop.sleep(5_000);
  assert.equal(unreadMs(), 5_000);
  clock.tick(TICK_MS);
  loop.sleep(15);
  assert.equal(unreadMs(), 0);
  clock.tick(TICK_MS);
  loop.sleep(TICK_MS + 1);
  assert.equal(unreadMs(), 0, 'timers come a little late by themselves');
});

test('what is read right behind an accept may have lain there since a poll more ago', () => {
  const { loop, clock, unreadMs } = rig();
  loop.sleep(10);
  assert.equal(unreadMs(), 0);
  loop.work(100);
  loop.poll();
  clock.noteAccept();
  loop.work(1);
  assert.equal(unreadMs(), 101);
  loop.poll();
  loop.work(1);
  assert.equal(unreadMs(), 102);
  loop.poll();
  loop.work(1);
  assert.equal(unreadMs(), 2, 'nothing was accepted in the poll before');
});

type Step = { readonly kind: 'sleep' | 'poll' | 'work' | 'mark' | 'read'; readonly ms: number };

test('for any course of a loop, what came behind the poll before is never older than the bound', () => {
  const step = fc.record({
    kind: fc.constantFrom<Step['kind'][]>('sleep', 'poll', 'work', 'work', 'mark', 'read'),
    ms: fc.double({ min: 0.2, max: 18, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { loop, clock } = rig();
      // When the loop looked last, and before: what is read now came behind the look before, at the earliest.
      let [lookedMs, lookedBeforeMs, hasSlept] = [loop.nowMs, loop.nowMs, false];
      for (const { kind, ms } of steps) {
        if (kind === 'work') loop.work(ms);
        else if (kind === 'mark') clock.mark();
        else if (kind === 'read') {
          clock.note();
          assert.ok(clock.sinceMs <= (hasSlept ? lookedMs : lookedBeforeMs) + 1e-6);
        } else {
          if (kind === 'sleep') loop.sleep(ms);
          else loop.poll();
          [lookedMs, lookedBeforeMs, hasSlept] = [loop.nowMs, lookedMs, kind === 'sleep'];
        }
      }
    }),
    { numRuns: 500 },
  );
});

test('the loop of a process counts its polls, and its sleep, and not its work', async () => {
  const loop = ownEventLoop();
  const [polls, idleMs] = [loop.polls(), loop.idleMs()];
  await until(() => loop.polls() > polls && loop.idleMs() > idleMs + 30, 'the loop polls, and sleeps');
  const sleptMs = loop.idleMs() - idleMs;
  const fromMs = performance.now();
  while (performance.now() - fromMs < 30);
  assert.equal(loop.idleMs() - idleMs, sleptMs);
  assert.ok(loop.heldOffMs() >= 0);
});
