import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { collectStartUpGarbage } from '../../../../../dist/main/process/memory/start-up-garbage.js';

test('what nobody holds any more is given back at once', async () => {
  const left = new WeakRef(new Array(1_000).fill('left'));
  const held = new Array(1_000).fill('held');
  const stillThere = new WeakRef(held);
  // A WeakRef keeps what it points to until the turn in which it was made or read has ended.
  await nextTurn();
  collectStartUpGarbage();
  assert.equal(left.deref(), undefined);
  assert.equal(stillThere.deref(), held);
});
