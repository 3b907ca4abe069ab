// Owns: what one thread of the slot hammer does: takes and frees slots as fast as it can, and keeps books of its own.
// Runs on: worker threads that a test starts.

import { parentPort, workerData } from 'node:worker_threads';
import { SharedState } from '../../dist/shared/state.js';

/** Words of the test's own shared memory; the state under test knows nothing of them. */
export const THREADS_READY = 0;
/** Slots that are held for certain: counted up after a slot was taken, down before it is freed. */
export const HOLDING = 1;
export const CONTROL_WORDS = 2;

export interface HammerTask {
  readonly buffer: SharedArrayBuffer;
  readonly control: SharedArrayBuffer;
  readonly threads: number;
  /** Which of them this is: each has books of its own in the state, too. */
  readonly thread: number;
  readonly rounds: number;
  /** Most slots that this thread holds at once. */
  readonly holdMax: number;
}

export interface HammerReport {
  readonly acquired: number;
  readonly refused: number;
  /** The most slots that were held for certain, and the bounds of `active`, as this thread saw them. */
  readonly holdingMax: number;
  readonly activeMin: number;
  readonly activeMax: number;
}

function hammer({ buffer, control, threads, thread, rounds, holdMax }: HammerTask): HammerReport {
  const state = SharedState.attach(buffer, thread);
  const words = new Int32Array(control);
  let [acquired, refused, holdingMax, activeMin, activeMax, held] = [0, 0, 0, 0, 0, 0];
  // All begin at once, or the first would be done before the last has started.
  Atomics.add(words, THREADS_READY, 1);
  while (Atomics.load(words, THREADS_READY) < threads);
  for (let round = 0; round < rounds; round++) {
    while (held < holdMax) {
      if (!state.tryAcquireSlot()) {
        refused++;
        break;
      }
      acquired++;
      held++;
      holdingMax = Math.max(holdingMax, Atomics.add(words, HOLDING, 1) + 1);
    }
    const { active } = state;
    activeMin = Math.min(activeMin, active);
    activeMax = Math.max(activeMax, active);
    for (; held > 0; held--) {
      Atomics.sub(words, HOLDING, 1);
      state.releaseSlot();
    }
  }
  return { acquired, refused, holdingMax, activeMin, activeMax };
}

if (parentPort !== null) parentPort.postMessage(hammer(workerData as HammerTask));
