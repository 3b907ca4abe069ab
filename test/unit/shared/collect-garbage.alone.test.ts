// In a process of its own: resident memory is that of all threads.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createCollector, createReleaser } from '../../../dist/shared/collect-garbage.js';

const MIB = 1_048_576;
/** The first release of Node.js of which it was seen that its V8 keeps the pages that a collection frees. */
const POOLS_SINCE = 24;
const [major = 0] = process.versions.node.split('.').map(Number);

/** Leaves tens of megabytes of garbage in the heap of objects. */
function litter(): number {
  return Array.from({ length: 400_000 }, (_, at) => ({ at, text: `text ${at}` })).length;
}

test('what nobody holds any more is given back by the collection that releases, whatever flavours V8 knows', async () => {
  const left = new WeakRef(new Array(1_000).fill('left'));
  await nextTurn();
  createReleaser()();
  assert.equal(left.deref(), undefined);
});

test('pages that a collection keeps go back to the system', {
  skip: major < POOLS_SINCE && `Node.js ${major} keeps none: from ${POOLS_SINCE} on`,
}, () => {
  litter();
  createCollector()();
  const kept = process.memoryUsage.rss();
  createReleaser()();
  const released = kept - process.memoryUsage.rss();
  assert.ok(released > 10 * MIB, `${released} bytes`);
});
