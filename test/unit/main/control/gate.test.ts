import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ServingGate } from '../../../../dist/main/control/gate.js';

function rig() {
  const admission = { draining: false, servesWhileDraining: false };
  const state = { draining: 0 };
  const turnedAway = { times: 0 };
  const gate = new ServingGate(admission, state, () => {
    turnedAway.times++;
  });
  const look = () => [admission.draining, admission.servesWhileDraining, state.draining, turnedAway.times];
  return { gate, look };
}

test('a drain can be taken back, but not once the server is shutting down', () => {
  const { gate, look } = rig();
  gate.drain();
  assert.equal(gate.isDraining, true);
  assert.equal(gate.reopen(), true);
  assert.deepEqual(look(), [false, false, 0, 1]);
  gate.shutDown();
  assert.equal(gate.reopen(), false);
  assert.equal(gate.isDraining, true);
});

test('a shutdown that is announced shows everywhere and turns nobody away until it comes, and is not taken back', () => {
  const { gate, look } = rig();
  gate.announceShutdown();
  assert.deepEqual(look(), [true, true, 1, 0]);
  assert.equal(gate.reopen(), false);
  gate.shutDown();
  assert.deepEqual(look(), [true, false, 1, 1]);
});

test('who has drained by hand is not served again because a shutdown is announced', () => {
  const { gate, look } = rig();
  gate.drain();
  gate.announceShutdown();
  assert.deepEqual(look(), [true, false, 1, 1]);
});
