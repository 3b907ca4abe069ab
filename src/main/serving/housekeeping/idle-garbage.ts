/**
 * Gives back what the start and what storms left behind, once the server is idle. Every thread that serves, once a second, for its own heap;
 * what the C library keeps is given back by the main thread for all.
 *
 * V8 collects when memory runs short, and the C library keeps what was freed for the next time: a server that has answered ten
 * thousand clients and waits for the next ones would be twice as large as before, for hours (108 MB, then 190 MB). To collect
 * and to trim takes some milliseconds, in which nobody waits.
 */
import { createRequire } from 'node:module';
import { MODEL_ENDPOINTS, STATUSES } from '../../../shared/labels.js';
import type { SharedState } from '../../../shared/state.js';

/** Seconds without a request before it is called idle. */
const IDLE_CALLS = 5;
/** Less is not worth it. */
const GROWTH_BYTES_MIN = 8_388_608;

export interface IdleGarbageOptions {
  /** Requests that hold a slot. */
  readonly active: () => number;
  /** Requests that were answered so far: whoever waits for nothing holds no slot when one looks. */
  readonly answered: () => number;
  /** Resident memory of the process. */
  readonly residentBytes: () => number;
  /** Runs a full collection, and has the C library give back what is free. */
  readonly giveBack: () => void;
}

/** Gives back what is to be called once a second. */
export function createIdleCollector({
  active,
  answered,
  residentBytes,
  giveBack,
}: IdleGarbageOptions): () => void {
  let idleCalls = 0;
  let answeredBefore = answered();
  // The first time is for what the start left behind.
  let floorBytes = 0;
  return () => {
    const answeredNow = answered();
    idleCalls = active() === 0 && answeredNow === answeredBefore ? idleCalls + 1 : 0;
    answeredBefore = answeredNow;
    if (idleCalls < IDLE_CALLS) return;
    idleCalls = 0;
    const heldBytes = residentBytes();
    // Other threads give back as well, perhaps after this one has.
    floorBytes = Math.min(floorBytes, heldBytes);
    if (heldBytes - floorBytes < GROWTH_BYTES_MIN) return;
    giveBack();
    floorBytes = residentBytes();
  };
}

/** What a thread that serves tells by itself. Pages do not count: health is asked for for ever. */
export function idleSignsOf(state: SharedState): Omit<IdleGarbageOptions, 'giveBack'> {
  const answered = () => {
    let replies = 0;
    for (const endpoint of MODEL_ENDPOINTS.keys()) {
      for (const status of STATUSES) replies += state.repliesOf(endpoint, status);
    }
    return replies;
  };
  return { active: () => state.active, answered, residentBytes };
}

/** Has glibc give free memory back to the system; does nothing where there is no glibc, or no koffi to call it by. */
export function createTrimmer(): () => void {
  try {
    const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi');
    const trim = koffi.load('libc.so.6').func('int malloc_trim(size_t pad)') as (pad: number) => number;
    return () => {
      trim(0);
    };
  } catch {
    // Memory is then given back when the C library sees fit.
    return () => {};
  }
}

/** Resident memory of the process; 0 where it cannot be read, for which a file must be opened. */
function residentBytes(): number {
  try {
    return process.memoryUsage.rss();
  } catch {
    return 0;
  }
}
