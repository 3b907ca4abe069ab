import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LargeSender, SharedTurns } from '../../../../dist/main/transport/shared-turns.js';

/** A loop of which the test makes the turns, and a clock that work moves on. */
function rig() {
  let nowMs = 1_000;
  let next: (() => void)[] = [];
  const order: string[] = [];
  const turns = new SharedTurns(
    () => nowMs,
    (call) => next.push(call),
  );
  /** Writes so many times, each for a millisecond, and asks again in between. */
  const sender = (name: string, times: number): LargeSender => {
    let left = times;
    return {
      goOn() {
        order.push(name);
        nowMs += 1;
        left--;
        if (left > 0) turns.wait(this);
      },
    };
  };
  return {
    turns,
    order,
    sender,
    work: (ms: number) => {
      nowMs += ms;
    },
    /** What comes between two turns of the loop. */
    turn(): number {
      const calls = next;
      next = [];
      for (const call of calls) call();
      return calls.length;
    },
  };
}

test('who asks first may write at once, and others in the same turn until its time is over', () => {
  const { turns, sender, work } = rig();
  assert.equal(turns.ask(sender('a', 1)), true);
  work(2.9);
  assert.equal(turns.ask(sender('b', 1)), true);
  work(0.2);
  assert.equal(turns.ask(sender('c', 1)), false);
});

test('who had to wait goes on in the order of asking, a few in each turn, and the loop turns in between', () => {
  const { turns, sender, work, turn, order } = rig();
  turns.ask(sender('first', 1));
  work(5);
  for (const name of 'abcdefgh') assert.equal(turns.ask(sender(name, 1)), false);
  const seen: string[] = [];
  while (turn() > 0) seen.push(order.splice(0).join(''));
  assert.deepEqual(seen, ['abc', 'def', 'gh']);
});

test('nobody passes those that wait, also where there is time', () => {
  const { turns, sender, work, turn, order } = rig();
  turns.ask(sender('first', 1));
  work(5);
  for (const name of 'abcd') turns.ask(sender(name, 1));
  turn();
  assert.equal(turns.ask(sender('late', 1)), false);
  while (turn() > 0);
  assert.deepEqual(order, ['a', 'b', 'c', 'd', 'late']);
});

test('who has more comes behind all others', () => {
  const { turns, sender, turn, order } = rig();
  turns.wait(sender('long', 4));
  turns.wait(sender('a', 1));
  turns.wait(sender('b', 2));
  while (turn() > 0);
  assert.deepEqual(order, ['long', 'a', 'b', 'long', 'b', 'long', 'long']);
});

test('with thousands that never end, each has its turn as often as the others', () => {
  const { turns, sender, turn, order } = rig();
  for (let index = 0; index < 2_000; index++) turns.wait(sender(String(index), 1_000));
  for (let count = 0; count < 4_000; count++) turn();
  const times = new Map<string, number>();
  for (const name of order) times.set(name, (times.get(name) ?? 0) + 1);
  assert.equal(times.size, 2_000);
  assert.ok(Math.max(...times.values()) - Math.min(...times.values()) <= 1);
});

test('one that throws goes without its turn, and the others have theirs', () => {
  const { turns, sender, turn, order } = rig();
  const defect = new Error('a defect');
  turns.wait(sender('a', 1));
  turns.wait({
    goOn() {
      throw defect;
    },
  });
  turns.wait(sender('b', 1));
  assert.throws(() => turn(), defect);
  while (turn() > 0);
  assert.deepEqual(order, ['a', 'b']);
  assert.equal(turns.ask(sender('c', 1)), true);
});

test('when all is written nothing is left to do, and the next one may write at once again', () => {
  const { turns, sender, turn } = rig();
  assert.equal(turns.ask(sender('a', 1)), true);
  assert.equal(turn(), 1);
  assert.equal(turn(), 0);
  assert.equal(turns.ask(sender('b', 1)), true);
});
