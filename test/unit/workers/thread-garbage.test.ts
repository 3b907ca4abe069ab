import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { collectSoon } from '../../../dist/workers/thread-garbage.js';

const MIB = 1_048_576;

test('a thread that has grown by 16 MiB collects in the next turn, be it its heap or what hangs on it', async () => {
  for (const grow of [() => new Array((17 * MIB) / 8).fill(0.5), () => new ArrayBuffer(17 * MIB)]) {
    // What was there before is not growth.
    collectSoon();
    await nextTurn();
    const left = new WeakRef<object>(grow());
    await nextTurn();
    assert.notEqual(left.deref(), undefined);
    await nextTurn();
    collectSoon();
    await nextTurn();
    await nextTurn();
    assert.equal(left.deref(), undefined);
  }
});
