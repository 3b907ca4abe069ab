import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { emptyMemorySnapshot } from '../../../dist/shared/memory-snapshot.js';
import { SharedState } from '../../../dist/shared/state.js';
import type { WriterTask } from '../../support/memory-writer.js';

/** Different samples that the reader must have seen in between: proof that reader and writer met. */
const SEEN = 300;

test('while another thread writes, a reader never mixes two samples, and never goes back to an older one', async () => {
  const state = SharedState.create(1);
  const stop = new SharedArrayBuffer(4);
  const workerData: WriterTask = { buffer: state.buffer, stop };
  const worker = new Worker(new URL('../../support/memory-writer.js', import.meta.url), { workerData });
  await once(worker, 'online');
  const snapshot = emptyMemorySnapshot();
  let [seen, last] = [0, 0];
  const mixed: string[] = [];
  const deadlineMs = performance.now() + 20_000;
  while (seen < SEEN && performance.now() < deadlineMs) {
    const { totalBytes, usedBytes, availableBytes, sampledAtMs } = state.readMemory(snapshot);
    const whole = usedBytes === totalBytes && availableBytes === totalBytes && sampledAtMs === totalBytes;
    if (!whole || totalBytes < last) mixed.push(JSON.stringify(snapshot));
    if (totalBytes !== last) seen++;
    last = totalBytes;
  }
  Atomics.store(new Int32Array(stop), 0, 1);
  const [written] = (await once(worker, 'message')) as [number];
  assert.deepEqual([mixed.slice(0, 3), seen], [[], SEEN]);
  assert.equal(state.readMemory(snapshot).sampledAtMs, written);
});
