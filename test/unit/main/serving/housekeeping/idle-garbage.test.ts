import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createIdleCollector,
  idleSignsOf,
} from '../../../../../dist/main/serving/housekeeping/idle-garbage.js';
import { ENDPOINTS } from '../../../../../dist/shared/labels.js';
import { SharedState } from '../../../../../dist/shared/state.js';

const MIB = 1_048_576;

test('memory is given back after five idle seconds: what the start left, and later what has grown', () => {
  const rig = { active: 0, residentBytes: 10 * MIB, collections: 0 };
  const tick = createIdleCollector({
    active: () => rig.active,
    answered: () => 0,
    residentBytes: () => rig.residentBytes,
    giveBack: () => {
      rig.collections++;
      rig.residentBytes = 12 * MIB;
    },
  });
  const seconds = (count: number): number => {
    for (let second = 0; second < count; second++) tick();
    return rig.collections;
  };
  assert.deepEqual([seconds(4), seconds(1)], [0, 1]);
  assert.equal(seconds(60), 1);
  rig.active = 1;
  rig.residentBytes = 100 * MIB;
  assert.equal(seconds(60), 1);
  rig.active = 0;
  assert.equal(seconds(4), 1);
  rig.active = 1;
  assert.equal(seconds(1), 1);
  rig.active = 0;
  assert.deepEqual([seconds(4), seconds(1)], [1, 2]);
  assert.equal(seconds(60), 2);
  rig.residentBytes = 20 * MIB - 1;
  assert.equal(seconds(60), 2);
  rig.residentBytes = 20 * MIB;
  assert.equal(seconds(60), 3);
});

test('where resident memory cannot be read, nothing is given back', () => {
  let collections = 0;
  const tick = createIdleCollector({
    active: () => 0,
    answered: () => 0,
    residentBytes: () => 0,
    giveBack: () => {
      collections++;
    },
  });
  for (let second = 0; second < 60; second++) tick();
  assert.equal(collections, 0);
});

test('what other threads give back does not count as kept: growth is measured from the least that was seen while idle', () => {
  const rig = { residentBytes: 100 * MIB, collections: 0 };
  const tick = createIdleCollector({
    active: () => 0,
    answered: () => 0,
    residentBytes: () => rig.residentBytes,
    giveBack: () => {
      rig.collections++;
    },
  });
  const seconds = (count: number): number => {
    for (let second = 0; second < count; second++) tick();
    return rig.collections;
  };
  assert.equal(seconds(5), 1);
  rig.residentBytes = 50 * MIB;
  assert.equal(seconds(5), 1);
  rig.residentBytes = 58 * MIB;
  assert.equal(seconds(5), 2);
});

/** A collector that looks at a state, and how often it has given back after so many seconds, of which each has a reply of `endpoint`. */
function collecting(): (seconds: number, endpoint?: (typeof ENDPOINTS)[number]) => number {
  const state = SharedState.create(1);
  let collections = 0;
  const tick = createIdleCollector({
    ...idleSignsOf(state),
    residentBytes: () => 100 * MIB,
    giveBack: () => {
      collections++;
    },
  });
  return (seconds, endpoint) => {
    for (let second = 0; second < seconds; second++) {
      if (endpoint !== undefined) state.countReply(ENDPOINTS.indexOf(endpoint), 200);
      tick();
    }
    return collections;
  };
}

test('a server is not idle that answers everybody at once, so that no request is there whenever one looks', () => {
  const after = collecting();
  assert.equal(after(60, '/v1/chat/completions'), 0);
  assert.deepEqual([after(4), after(1)], [0, 1]);
});

test('a server that is asked for its health every second is idle', () => {
  assert.equal(collecting()(5, '/health'), 1);
});
