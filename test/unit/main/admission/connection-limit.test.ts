import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ConnectionLimit,
  HTTP10_LISTENER,
  MAIN_LISTENER,
} from '../../../../dist/main/admission/connection-limit.js';
import { SharedState } from '../../../../dist/shared/state.js';

/** 20 connections for requests, 8 more for pages, of which silent ones may take 2; the kernel defers from the 17th on, and until there are 12 again. */
const BOUNDS = { descriptorsMax: 100, connectionsMax: 20, servedMax: 24, acceptedMax: 28 };

function rig() {
  const state = SharedState.create(1);
  const limit = new ConnectionLimit(state, BOUNDS);
  const waiting = [0, 0];
  const deferring = [false, false];
  const queues = [0, 1].map((listener) => ({
    defer: (on: boolean) => {
      deferring[listener] = on;
    },
    length: () => waiting[listener] as number,
  }));
  return {
    state,
    limit,
    waiting,
    deferring,
    deferred: () => limit.deferWith(queues),
    /** So many connections in a row; how many of them may stay. Who may not is ended, as its listener does it. */
    open(count: number, listener = MAIN_LISTENER) {
      let stay = 0;
      for (let i = 0; i < count; i++) {
        if (limit.open(listener)) stay++;
        else limit.close();
      }
      return stay;
    },
    close(count: number) {
      for (let i = 0; i < count; i++) limit.close();
    },
  };
}

test('connections above the most that are accepted may not stay, are counted, and leave the count as it was', () => {
  const { state, open, close } = rig();
  assert.equal(open(30), 28);
  assert.deepEqual([state.connections, state.refusedConnections], [28, 2]);
  close(1);
  assert.equal(open(2, HTTP10_LISTENER), 1);
  assert.deepEqual([state.connections, state.refusedConnections], [28, 3]);
});

test('from the 17th connection on the kernel waits for data on both listeners, and no longer when there are 12', () => {
  const { open, close, deferred, deferring } = rig();
  deferred();
  open(16);
  assert.deepEqual(deferring, [false, false]);
  open(1);
  assert.deepEqual(deferring, [true, true]);
  close(4);
  assert.deepEqual(deferring, [true, true]);
  close(1);
  assert.deepEqual(deferring, [false, false]);
});

test('who was in a queue before the kernel waited may be silent, and takes nothing of what is for pages', () => {
  const { state, open, deferred, waiting } = rig();
  deferred();
  waiting[MAIN_LISTENER] = 6;
  waiting[HTTP10_LISTENER] = 2;
  open(17);
  // Five of the six have room.
  assert.equal(open(6), 5);
  assert.equal(open(2, HTTP10_LISTENER), 0);
  assert.deepEqual([state.connections, state.refusedConnections], [22, 3]);
  // Whoever comes behind them has spoken.
  assert.equal(open(4), 4);
  assert.equal(open(5, HTTP10_LISTENER), 2);
});

test('a queue is looked at anew each time that the kernel begins to wait', () => {
  const { open, close, deferred, waiting } = rig();
  deferred();
  open(17);
  close(17);
  waiting[MAIN_LISTENER] = 1;
  open(20);
  assert.equal(open(8), 8);
  close(28);
  waiting[MAIN_LISTENER] = 8;
  open(17);
  assert.equal(open(8), 5);
});

test('when the listeners go their queues are left alone', () => {
  const { limit, open, close, deferred, deferring } = rig();
  deferred();
  open(17);
  limit.stopDeferring();
  close(17);
  open(17);
  assert.deepEqual(deferring, [true, true]);
});

test('without a limit nothing is ever refused or deferred', () => {
  const state = SharedState.create(1);
  const none = Number.POSITIVE_INFINITY;
  const limit = new ConnectionLimit(state, {
    descriptorsMax: none,
    connectionsMax: none,
    servedMax: none,
    acceptedMax: none,
  });
  limit.deferWith([{ defer: () => assert.fail('deferred'), length: () => 0 }]);
  for (let i = 0; i < 1_000; i++) assert.equal(limit.open(MAIN_LISTENER), true);
  for (let i = 0; i < 1_000; i++) limit.close();
  assert.equal(state.connections, 0);
});
