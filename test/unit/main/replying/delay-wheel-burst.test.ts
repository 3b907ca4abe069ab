import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DelayWheel } from '../../../../dist/main/replying/timing/delay-wheel.js';
import { type FakeLoop, withFakeLoop } from '../../../support/fake-loop.js';
import { Sleeper } from '../../../support/sleeper.js';

/** How many are woken in one turn of the event loop. */
const BATCH = 128;

/** Many that fall due in one tick, after the timer has fired for it: one batch is woken, the others are collected. */
function burst(
  count: number,
  body: (rig: { loop: FakeLoop; wheel: DelayWheel; all: Sleeper[]; woken: number[] }) => void,
) {
  withFakeLoop((loop) => {
    const wheel = new DelayWheel(loop.now);
    const woken: number[] = [];
    const all = Array.from({ length: count }, (_, name) => new Sleeper(name, () => woken.push(name)));
    for (const sleeper of all) wheel.insert(sleeper, loop.now() + 10);
    loop.stall(11);
    loop.fireDueTimers();
    body({ loop, wheel, all, woken });
    assert.deepEqual([wheel.size, loop.armedTimers, loop.pendingImmediates], [0, 0, 0], 'left behind');
  });
}

test('a burst is woken in batches of 128, a batch a turn of the loop, in the order of the inserts', () => {
  burst(300, ({ loop, wheel, woken }) => {
    assert.deepEqual([woken.length, wheel.size, loop.pendingImmediates, loop.armedTimers], [128, 172, 1, 0]);
    loop.turn();
    assert.deepEqual([woken.length, wheel.size, loop.pendingImmediates], [256, 44, 1]);
    loop.turn();
    assert.deepEqual([woken.length, wheel.size, loop.pendingImmediates], [300, 0, 0]);
    assert.deepEqual(woken, [...Array(300).keys()]);
  });
});

test('a burst of exactly one batch needs no further turn', () => {
  burst(BATCH, ({ loop, woken }) => assert.deepEqual([woken.length, loop.pendingImmediates], [BATCH, 0]));
  burst(BATCH + 1, ({ loop, woken }) => {
    assert.deepEqual([woken.length, loop.pendingImmediates], [BATCH, 1]);
    loop.turn();
    assert.equal(woken.length, BATCH + 1);
  });
});

test('what is collected as due and not yet woken can still be cancelled', () => {
  burst(BATCH + 3, ({ loop, wheel, all, woken }) => {
    wheel.cancel(all[BATCH + 1] as Sleeper);
    assert.equal(wheel.size, 2);
    loop.turn();
    assert.deepEqual(woken.slice(BATCH), [BATCH, BATCH + 2]);
  });
});

test('when all that was left of a burst is cancelled, no turn is asked for', () => {
  burst(BATCH + 2, ({ loop, wheel, all, woken }) => {
    for (const sleeper of all) wheel.cancel(sleeper);
    assert.equal(loop.pendingImmediates, 0);
    loop.advance(1_000);
    assert.equal(woken.length, BATCH);
  });
});

test('one that is woken may cancel the others of its burst', () => {
  withFakeLoop((loop) => {
    const wheel = new DelayWheel(loop.now);
    const woken: number[] = [];
    const all: Sleeper[] = Array.from(
      { length: 3 },
      (_, name) =>
        new Sleeper(name, () => {
          woken.push(name);
          for (const other of all) wheel.cancel(other);
        }),
    );
    for (const sleeper of all) wheel.insert(sleeper, loop.now() + 10);
    loop.advance(1_000);
    assert.deepEqual([woken, wheel.size, loop.armedTimers, loop.pendingImmediates], [[0], 0, 0, 0]);
  });
});

test('a delay that is inserted between the batches is woken after them, in its time', () => {
  burst(BATCH + 1, ({ loop, wheel, all, woken }) => {
    wheel.insert(all[0] as Sleeper, loop.now() + 2);
    assert.deepEqual([wheel.size, loop.armedTimers], [2, 0]);
    loop.turn();
    assert.deepEqual([woken.length, loop.armedTimers, loop.pendingImmediates], [BATCH + 1, 1, 0]);
    loop.advance(2);
    assert.equal(woken.length, BATCH + 1);
    loop.advance(1);
    assert.deepEqual(woken.slice(BATCH), [BATCH, 0]);
  });
});

test('what falls due while a burst is being woken queues up behind it', () => {
  withFakeLoop((loop) => {
    const wheel = new DelayWheel(loop.now);
    const woken: number[] = [];
    for (let name = 0; name < 2 * BATCH; name++) {
      wheel.insert(new Sleeper(name, () => woken.push(name)), loop.now() + (name < BATCH + 5 ? 10 : 20));
    }
    loop.stall(11);
    loop.fireDueTimers();
    loop.stall(10);
    loop.turn();
    assert.deepEqual(woken, [...Array(2 * BATCH).keys()]);
    assert.deepEqual([wheel.size, loop.armedTimers, loop.pendingImmediates], [0, 0, 0]);
  });
});
