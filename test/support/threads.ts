// Owns: the count of worker threads that live in the test's own process. Runs on: the test process.
// Must never: count threads that were started before it was asked to.

import type { Worker } from 'node:worker_threads';

export interface ThreadWatch {
  /** Since the watch began. */
  readonly started: number;
  readonly alive: number;
}

/** Watches every worker thread that this process starts from here on. Node tells of one in the turn after its start. */
export function watchThreads(): ThreadWatch {
  const watch = { started: 0, alive: 0 };
  process.on('worker', (worker: Worker) => {
    watch.started++;
    watch.alive++;
    worker.once('exit', () => watch.alive--);
  });
  return watch;
}
