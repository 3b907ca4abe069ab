/**
 * Since when the end of a request may have lain unread, its pieces and its wait for a slot included.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Unread } from '../../../../dist/main/exchange/unread.js';
import { PollClock } from '../../../../dist/main/replying/timing/poll-clock.js';
import { ScriptedLoop } from '../../../support/scripted-loop.js';

function rig() {
  const loop = new ScriptedLoop();
  const clock = new PollClock(loop, loop.now);
  loop.sleep(10);
  clock.note();
  const unread = new Unread();
  unread.begin(clock);
  const piece = (): void => unread.hear(loop.nowMs);
  return { loop, clock, unread, piece, end: () => unread.end(loop.nowMs) };
}

test('a request in one piece has lain there for as long as it takes to read it', () => {
  const { loop, end } = rig();
  loop.work(3);
  assert.equal(end(), 3);
});

test('a piece that comes later counts from when it came: a slow upload is not the server’s', () => {
  const { loop, piece, end } = rig();
  piece();
  loop.sleep(2_000);
  loop.work(1);
  piece();
  loop.work(1);
  assert.equal(end(), 2);
});

test('pieces of polls right behind one another may have lain there since the first', () => {
  const { loop, piece, end } = rig();
  for (let left = 8; left > 0; left--) {
    piece();
    loop.work(5);
    loop.poll();
  }
  piece();
  assert.equal(end(), 40);
});

test('a poll in between that had nothing of it says that nothing lay there', () => {
  const { loop, clock, piece, end } = rig();
  piece();
  loop.work(50);
  loop.poll();
  clock.mark();
  loop.work(4);
  loop.poll();
  piece();
  // Behind the poll in between, of which it is known only that it came behind the first piece.
  assert.equal(end(), 54);
  const other = rig();
  other.piece();
  other.loop.work(50);
  for (let left = 3; left > 0; left--) {
    other.loop.poll();
    other.loop.work(4);
    other.clock.mark();
  }
  other.loop.poll();
  other.piece();
  assert.equal(other.end(), 4);
});

test('what a worker reads counts until it is read', () => {
  const { loop, piece, end } = rig();
  piece();
  loop.sleep(30);
  loop.work(1);
  assert.equal(end(), 31);
});

test('the wait for a slot is left out, which is told by itself', () => {
  const { loop, unread, end } = rig();
  loop.work(2);
  loop.sleep(700);
  unread.leaveOut(700);
  loop.work(1);
  assert.equal(end(), 3);
});
