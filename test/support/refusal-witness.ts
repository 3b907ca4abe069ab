// Owns: two threads that want the same single slot, with a log by which every refusal can be judged afterwards: was the
// slot really held by the other one, or by nobody?
// Runs on: worker threads that a test starts.

import { parentPort, workerData } from 'node:worker_threads';
import { SharedState } from '../../dist/shared/state.js';

/** What the rival is at; its phase word is `attempt * 4 + kind`. */
const TRYING = 1;
const HOLDING = 2;
const RESTING = 3;

/** Words of the test's own shared memory; the outcomes of the rival's attempts lie behind them. */
const THREADS_READY = 0;
const PHASE = 1;
const OUTCOMES = 2;

export function witnessBytes(attempts: number): number {
  return (OUTCOMES + attempts) * 4;
}

export interface WitnessTask {
  readonly buffer: SharedArrayBuffer;
  readonly log: SharedArrayBuffer;
  readonly attempts: number;
  readonly role: 'rival' | 'witness';
}

export interface WitnessReport {
  readonly refused: number;
  /** Refusals while the rival certainly held nothing. */
  readonly wrong: number;
  /** Attempts of the rival that lasted longer than one of our refusals: the refusal was right if they took the slot. */
  readonly suspects: readonly number[];
}

/** Whether the rival got the slot in that attempt. */
export function rivalGotSlot(log: SharedArrayBuffer, attempt: number): boolean {
  return new Int32Array(log)[OUTCOMES + attempt] === 1;
}

function rival(state: SharedState, log: Int32Array, attempts: number): null {
  for (let attempt = 0; attempt < attempts; attempt++) {
    Atomics.store(log, PHASE, attempt * 4 + TRYING);
    const got = state.tryAcquireSlot();
    if (got) {
      log[OUTCOMES + attempt] = 1;
      Atomics.store(log, PHASE, attempt * 4 + HOLDING);
      state.releaseSlot();
    }
    Atomics.store(log, PHASE, attempt * 4 + RESTING);
  }
  return null;
}

function witness(state: SharedState, log: Int32Array, attempts: number): WitnessReport {
  let [refused, wrong] = [0, 0];
  const suspects: number[] = [];
  for (let attempt = 0; attempt < attempts; attempt++) {
    const before = Atomics.load(log, PHASE);
    if (state.tryAcquireSlot()) {
      state.releaseSlot();
      continue;
    }
    refused++;
    if (Atomics.load(log, PHASE) !== before) continue;
    if (before % 4 === TRYING) suspects.push(Math.floor(before / 4));
    else if (before % 4 !== HOLDING) wrong++;
  }
  return { refused, wrong, suspects };
}

function run({ buffer, log, attempts, role }: WitnessTask): WitnessReport | null {
  const state = SharedState.attach(buffer, role === 'rival' ? 1 : 0);
  const words = new Int32Array(log);
  Atomics.add(words, THREADS_READY, 1);
  while (Atomics.load(words, THREADS_READY) < 2);
  return role === 'rival' ? rival(state, words, attempts) : witness(state, words, attempts);
}

if (parentPort !== null) parentPort.postMessage(run(workerData as WitnessTask));
