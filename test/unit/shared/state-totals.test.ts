import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENDPOINTS } from '../../../dist/shared/labels.js';
import { SharedState } from '../../../dist/shared/state.js';
import { currentTotalsOf, totalsOf } from '../../../dist/shared/state-totals.js';

const THREADS = 3;

/** The state as each of the threads sees it, and what they come to. */
function rig(slotsMax = 10) {
  const first = SharedState.create(slotsMax, THREADS);
  const others = [1, 2].map((thread) => SharedState.attach(first.buffer, thread));
  return {
    threads: [first, ...others] as [SharedState, SharedState, SharedState],
    totals: currentTotalsOf(first),
  };
}

test('where one thread serves, its own state is the total', () => {
  const state = SharedState.create(1);
  assert.deepEqual([totalsOf(state) === state, currentTotalsOf(state) === state], [true, true]);
});

test('counters, series and histograms are the sums of all threads, and each thread sees its own alone', () => {
  const { threads, totals } = rig();
  const { lateness } = totals;
  for (const [at, state] of threads.entries()) {
    state.disconnects += at + 1;
    state.countReply(0, 200);
    state.countTokens(10 ** at, 0);
    state.lateness.observe(0.002);
    state.models.of(3).count('answered');
  }
  totals.refresh();
  assert.deepEqual([totals.disconnects, totals.repliesOf(0, 200), totals.tokensOf(0)], [6, THREADS, 111]);
  assert.equal(totals.seriesOf('replies')[0], THREADS);
  assert.equal(
    lateness.counts().reduce((sum, count) => sum + count, 0),
    THREADS,
    'what was read before is brought up to date',
  );
  assert.equal(totals.models.of(3).valueOf('modelRequests'), THREADS);
  assert.deepEqual(
    threads.map(({ disconnects }) => disconnects),
    [1, 2, 3],
  );
  assert.equal(threads[1].repliesOf(ENDPOINTS.length - 1, 200), 0);
});

test('of what cannot be added up the greatest counts', () => {
  const { threads, totals } = rig();
  for (const [at, state] of threads.entries()) state.eventLoopLagSeconds = [0.1, 0.5, 0.2][at] as number;
  assert.equal(totals.eventLoopLagSeconds, 0.5);
});

test('what is written to the total is counted by the thread that writes', () => {
  const { threads, totals } = rig();
  threads[2].logLinesLost = 5;
  totals.logLinesLost += 2;
  assert.deepEqual([totals.logLinesLost, threads[0].logLinesLost], [7, 2]);
});

test('slots, connections and places are one number for all threads, and a thread that dies gives back its own', () => {
  const { threads, totals } = rig(4);
  const [first, second, third] = threads;
  for (const state of [first, second, second, third]) assert.equal(state.tryAcquireSlot(), true);
  for (const state of threads) assert.equal(state.tryAcquireSlot(), false);
  second.countConnection(7);
  third.countConnection(1);
  assert.deepEqual(
    [second.queue.tryJoin(2), third.queue.tryJoin(2), first.queue.tryJoin(2)],
    [true, true, false],
  );
  second.activeStreams = 2;
  second.disconnects = 9;
  second.models.of(1).enter();
  assert.equal(SharedState.attach(first.buffer, 1).giveBack(), 2);
  assert.deepEqual([first.active, first.connections, first.queueLength, second.ownActive], [2, 1, 1, 0]);
  assert.deepEqual([totals.activeStreams, totals.models.of(1).valueOf('modelActive')], [0, 0]);
  assert.equal(totals.disconnects, 9, 'what was counted stays');
  assert.throws(() => second.releaseSlot(), /released twice/);
  assert.equal(first.active, 2);
});

test('whoever waits longest is found in whichever thread it waits, also when tickets begin anew', () => {
  const { threads } = rig();
  const [first, second, third] = threads;
  const join = (state: SharedState): void => {
    state.queue.tryJoin(9);
    state.queue.showFirst(state.queue.takeTicket());
  };
  assert.equal(first.queue.threadOfFirst(), 0);
  join(third);
  join(second);
  assert.equal(first.queue.threadOfFirst(), 2);
  third.queue.leave();
  assert.equal(first.queue.threadOfFirst(), 1);
  second.queue.showFirst(2 ** 31 - 1);
  third.queue.tryJoin(9);
  third.queue.showFirst(-(2 ** 31));
  assert.equal(first.queue.threadOfFirst(), 1);
});
