import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ServingGate } from '../../../../dist/main/control/gate.js';

test('a drain can be taken back, but not once the server is shutting down', () => {
  const admission = { draining: false };
  const gate = new ServingGate(admission, () => {
    admission.draining = true;
  });
  gate.drain();
  assert.equal(gate.isDraining, true);
  assert.equal(gate.reopen(), true);
  assert.equal(gate.isDraining, false);
  gate.shutDown();
  assert.equal(gate.reopen(), false);
  assert.equal(gate.isDraining, true);
});
