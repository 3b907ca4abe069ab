import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Arrivals } from '../../../../dist/main/listeners/arrivals.js';

/** Arrivals whose clock stands unless it is moved, and whose n-th turn of the loop brings `perTurn[n]` connections. */
function create(perTurn: readonly number[] = []) {
  const rig = { nowMs: 0, turns: 0, msPerTurn: 0 };
  const arrivals: Arrivals = new Arrivals(
    () => rig.nowMs,
    async () => {
      for (let count = 0; count < (perTurn[rig.turns] ?? 0); count++) arrivals.countConnection();
      rig.turns++;
      rig.nowMs += rig.msPerTurn;
    },
  );
  return { arrivals, rig };
}

test('the queues are empty when five turns in a row brought no connection', async () => {
  const { arrivals, rig } = create([3, 0, 0, 0, 0, 1]);
  await arrivals.untilQueuesAreEmpty(0);
  assert.equal(rig.turns, 11);
});

test('connections that never stop are taken for new ones after as many as a queue holds', async () => {
  const { arrivals, rig } = create(Array(10_000).fill(100));
  await arrivals.untilQueuesAreEmpty(0);
  assert.equal(rig.turns, Math.ceil(4_096 / 100));
});

test('turns that take long end after five seconds', async () => {
  const { arrivals, rig } = create(Array(10_000).fill(1));
  rig.msPerTurn = 1_000;
  await arrivals.untilQueuesAreEmpty(0);
  assert.equal(rig.nowMs, 5_000);
});

test('where nobody came lately nobody is waited for', async () => {
  const { arrivals, rig } = create();
  arrivals.countConnection();
  rig.nowMs = 500;
  await arrivals.untilQueuesAreEmpty(7);
  assert.equal(arrivals.isSettled(7), true);
});

test('each connection that came last is waited for until it has asked', async () => {
  const { arrivals } = create([3]);
  arrivals.countConnection();
  await arrivals.untilQueuesAreEmpty(10);
  assert.deepEqual(
    [11, 12, 13, 14].map((requests) => arrivals.isSettled(requests)),
    [false, false, false, true],
  );
});

test('connections that say nothing are given up after twelve looks without a request', async () => {
  const { arrivals } = create([3]);
  await arrivals.untilQueuesAreEmpty(0);
  for (let look = 1; look < 12; look++) assert.equal(arrivals.isSettled(0), false);
  assert.equal(arrivals.isSettled(1), false, 'one of them has asked');
  for (let look = 1; look < 12; look++) assert.equal(arrivals.isSettled(1), false);
  assert.equal(arrivals.isSettled(1), true);
});

test('nothing is waited for longer than ten seconds', async () => {
  const { arrivals, rig } = create([1_000]);
  await arrivals.untilQueuesAreEmpty(0);
  rig.nowMs = 9_999;
  assert.equal(arrivals.isSettled(1), false);
  rig.nowMs = 10_000;
  assert.equal(arrivals.isSettled(2), true);
});
