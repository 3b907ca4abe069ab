import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { startThreadHousekeeping } from '../../../../../dist/main/serving/housekeeping/thread-housekeeping.js';
import { SharedState } from '../../../../../dist/shared/state.js';
import type { WorkPool } from '../../../../../dist/workers/work-pool.js';

test('a thread that serves replaces lost workers every second, and gives its garbage back after five idle ones', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] });
  let heals = 0;
  const workPool: Pick<WorkPool, 'heal'> = {
    heal: () => {
      heals++;
    },
  };
  const left = new WeakRef(new Array(1_000).fill('left'));
  // A WeakRef keeps what it points to until the turn in which it was made or read has ended.
  await nextTurn();
  const housekeeping = startThreadHousekeeping(SharedState.create(1), workPool as WorkPool, { tick() {} });
  context.mock.timers.tick(5_000);
  housekeeping.stop();
  assert.equal(heals, 5);
  assert.equal(left.deref(), undefined);
  context.mock.timers.tick(5_000);
  assert.equal(heals, 5);
});
