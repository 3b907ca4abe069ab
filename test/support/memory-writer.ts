// Owns: a thread that replaces the memory snapshot as fast as it can, until it is told to stop.
// Runs on: worker threads that a test starts.

import { parentPort, workerData } from 'node:worker_threads';
import { SharedState } from '../../dist/shared/state.js';

export interface WriterTask {
  readonly buffer: SharedArrayBuffer;
  /** One word; anything but 0 ends the thread. */
  readonly stop: SharedArrayBuffer;
}

/** All figures of a sample are the same number, so that a mixture of two samples shows. */
function write({ buffer, stop }: WriterTask): number {
  const state = SharedState.attach(buffer);
  const words = new Int32Array(stop);
  let sample = 0;
  while (Atomics.load(words, 0) === 0) {
    sample++;
    const source = 'cgroup_v2';
    state.writeMemory({
      totalBytes: sample,
      usedBytes: sample,
      availableBytes: sample,
      source,
      sampledAtMs: sample,
    });
  }
  return sample;
}

if (parentPort !== null) parentPort.postMessage(write(workerData as WriterTask));
