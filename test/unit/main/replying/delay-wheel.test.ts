import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DelayWheel } from '../../../../dist/main/replying/timing/delay-wheel.js';
import { NOT_WAITING } from '../../../../dist/main/replying/timing/waiting.js';
import { type FakeLoop, withFakeLoop } from '../../../support/fake-loop.js';
import { Sleeper } from '../../../support/sleeper.js';

/** One turn of the wheel, in milliseconds. */
const TURN_MS = 16_384;

interface Rig {
  readonly loop: FakeLoop;
  readonly wheel: DelayWheel;
  /** Names, in the order in which they were woken. */
  readonly woken: number[];
  /** Lets a sleeper with that name wait. */
  sleep(name: number, delayMs: number): Sleeper;
}

function wheelTest(name: string, body: (rig: Rig) => void): void {
  test(name, () =>
    withFakeLoop((loop) => {
      const wheel = new DelayWheel(loop.now);
      const woken: number[] = [];
      const sleep = (sleeperName: number, delayMs: number): Sleeper => {
        const sleeper = new Sleeper(sleeperName, () => woken.push(sleeperName));
        wheel.insert(sleeper, loop.now() + delayMs);
        return sleeper;
      };
      body({ loop, wheel, woken, sleep });
      assert.deepEqual([wheel.size, loop.armedTimers, loop.pendingImmediates], [0, 0, 0], 'left behind');
    }),
  );
}

wheelTest('an empty wheel arms nothing', ({ wheel }) => {
  assert.equal(wheel.size, 0);
});

wheelTest(
  'a delay ends with the first whole millisecond after it, and not before its time',
  ({ loop, wheel, woken, sleep }) => {
    sleep(1, 10);
    sleep(2, 10.5);
    sleep(3, 10.51);
    sleep(4, 12);
    loop.advance(9);
    assert.deepEqual([woken, wheel.size, loop.armedTimers], [[], 4, 1]);
    loop.advance(1);
    // It is half past: 10 ms have gone by, but the tick in which that delay ended began before its end.
    assert.deepEqual(woken, []);
    loop.advance(1);
    // The third ended since the tick began: it need not wait for the next.
    assert.deepEqual(woken, [1, 2, 3]);
    loop.advance(1);
    assert.deepEqual(woken, [1, 2, 3]);
    loop.advance(1);
    assert.deepEqual(woken, [1, 2, 3, 4]);
  },
);

wheelTest('of the tick that has begun, only what is due by now is woken', ({ loop, woken, sleep }) => {
  sleep(1, 10.4);
  sleep(2, 10.9);
  sleep(3, 11.1);
  // From half past to half past: the first two end at 10.9 and 11.4, the third at 11.6.
  loop.advance(11);
  assert.deepEqual(woken, [1, 2]);
  loop.advance(1);
  assert.deepEqual(woken, [1, 2, 3]);
});

wheelTest(
  'a thing that is due now, or was in the past, is woken by the next timer and not within insert',
  (rig) => {
    const { loop, woken, sleep } = rig;
    sleep(1, 0);
    sleep(2, -50);
    assert.deepEqual([woken, loop.armedTimers], [[], 1]);
    loop.advance(1);
    assert.deepEqual(woken, [1, 2]);
  },
);

wheelTest('wake-ups come by due time, whatever the order of inserts', ({ loop, woken, sleep }) => {
  for (const delayMs of [30, 10, 20, 40, 5]) sleep(delayMs, delayMs);
  loop.advance(50);
  assert.deepEqual(woken, [5, 10, 20, 30, 40]);
});

wheelTest(
  'after a stall, what fell due meanwhile is woken by due time in one pass',
  ({ loop, woken, sleep }) => {
    for (const delayMs of [30, 10, 20, 40, 5]) sleep(delayMs, delayMs);
    loop.stall(35);
    loop.fireDueTimers();
    assert.deepEqual(woken, [5, 10, 20, 30]);
    loop.advance(6);
    assert.deepEqual(woken, [5, 10, 20, 30, 40]);
  },
);

wheelTest('a timer that fires too early wakes nothing, and is armed again', ({ loop, woken, sleep }) => {
  sleep(1, 20);
  for (let times = 0; times < 3; times++) {
    loop.stall(5);
    loop.fireTooEarly();
    assert.deepEqual([woken, loop.armedTimers], [[], 1]);
  }
  loop.advance(6);
  assert.deepEqual(woken, [1]);
});

wheelTest(
  'what is cancelled is never woken, and cancelling it again does nothing',
  ({ loop, wheel, woken, sleep }) => {
    const [first, second, third] = [sleep(1, 10), sleep(2, 10), sleep(3, 10)];
    wheel.cancel(second);
    wheel.cancel(second);
    assert.equal(wheel.size, 2);
    assert.deepEqual([second.wheelSlot, second.wheelNext, second.wheelPrevious], [NOT_WAITING, null, null]);
    loop.advance(20);
    assert.deepEqual(woken, [1, 3]);
    assert.deepEqual([first.wheelSlot, first.wheelNext, third.wheelPrevious], [NOT_WAITING, null, null]);
    wheel.cancel(first);
    assert.equal(wheel.size, 0);
  },
);

wheelTest('cancelling the last one disarms the timer', ({ loop, wheel, woken, sleep }) => {
  const sleepers = [sleep(1, 10), sleep(2, 5_000)];
  for (const sleeper of sleepers) {
    assert.equal(loop.armedTimers, 1);
    wheel.cancel(sleeper);
  }
  assert.equal(loop.armedTimers, 0);
  loop.advance(10_000);
  assert.deepEqual(woken, []);
});

wheelTest('a cancelled one may wait again at once', ({ loop, wheel, woken, sleep }) => {
  const sleeper = sleep(1, 10);
  sleep(2, 12);
  wheel.cancel(sleeper);
  wheel.insert(sleeper, loop.now() + 15);
  loop.advance(13);
  assert.deepEqual(woken, [2]);
  loop.advance(3);
  assert.deepEqual(woken, [2, 1]);
});

wheelTest('a thing may be inserted again while it is being woken', ({ loop, wheel }) => {
  const wokenAtMs: number[] = [];
  const startMs = loop.now();
  const sleeper = new Sleeper(1, () => {
    wokenAtMs.push(loop.now() - startMs);
    if (wokenAtMs.length < 4) wheel.insert(sleeper, loop.now() + 10);
  });
  wheel.insert(sleeper, startMs + 10);
  loop.advance(100);
  assert.deepEqual(wokenAtMs, [11, 22, 33, 44]);
});

wheelTest('an earlier delay that comes later moves the timer forward', ({ loop, woken, sleep }) => {
  sleep(1, 1_000);
  sleep(2, 10);
  assert.equal(loop.armedTimers, 1);
  loop.advance(11);
  assert.deepEqual([woken, loop.armedTimers], [[2], 1]);
  loop.advance(990);
  assert.deepEqual(woken, [2, 1]);
});

wheelTest(
  'delays of several turns of the wheel share its slots with short ones',
  ({ loop, wheel, woken, sleep }) => {
    for (const turns of [3, 0, 2, 1]) sleep(turns, turns * TURN_MS + 10);
    for (let turns = 0; turns < 4; turns++) {
      loop.advance(10);
      assert.equal(woken.length, turns);
      loop.advance(1);
      assert.equal(woken.length, turns + 1);
      loop.advance(TURN_MS - 11);
    }
    assert.deepEqual([woken, wheel.size], [[0, 1, 2, 3], 0]);
  },
);

wheelTest('an hour is not woken in the meantime', ({ loop, woken, sleep }) => {
  sleep(1, 3_600_000);
  loop.advance(3_600_000);
  assert.deepEqual(woken, []);
  loop.advance(1);
  assert.deepEqual(woken, [1]);
});

wheelTest(
  'a stall of more than one turn of the wheel still wakes everything that is due',
  ({ loop, woken, sleep }) => {
    for (const delayMs of [1, 100, 16_000, TURN_MS + 50, 3 * TURN_MS, 100_000]) sleep(delayMs, delayMs);
    loop.stall(4 * TURN_MS);
    loop.fireDueTimers();
    assert.deepEqual(
      woken.sort((a, b) => a - b),
      [1, 100, 16_000, TURN_MS + 50, 3 * TURN_MS],
    );
    loop.advance(100_000 - 4 * TURN_MS + 1);
    assert.equal(woken.length, 6);
  },
);

wheelTest(
  'the next occupied slot is found from every place in the wheel, by one timer a tick',
  ({ loop, woken, sleep }) => {
    // Slots are kept in words of 32 bits: all distances within and across words, from shifting starts.
    let [name, timers] = [0, 0];
    for (const gapMs of [...Array(70).keys(), 8_191, TURN_MS - 33, TURN_MS - 2, TURN_MS - 1, TURN_MS]) {
      sleep(++name, 3);
      sleep(++name, 3 + gapMs);
      loop.advance(4);
      loop.advance(gapMs);
      // At half past, a tick has begun whose first half is woken with the tick before it.
      timers += gapMs <= 1 ? 1 : 2;
      assert.deepEqual([woken.length, loop.fired], [name, timers], `gap ${gapMs}`);
    }
  },
);

wheelTest('a wheel that was empty for long starts anew', ({ loop, woken, sleep }) => {
  sleep(1, 5);
  loop.advance(6);
  loop.advance(10 * TURN_MS + 7);
  sleep(2, 5);
  loop.advance(5);
  assert.deepEqual(woken, [1]);
  loop.advance(1);
  assert.deepEqual(woken, [1, 2]);
});

wheelTest('what waits cannot be put on the wheel again', ({ wheel, loop, sleep }) => {
  const sleeper = sleep(1, 5);
  assert.throws(() => wheel.insert(sleeper, loop.nowMs + 9), /is on it already/);
  wheel.cancel(sleeper);
});
