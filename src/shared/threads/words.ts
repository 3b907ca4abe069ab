/**
 * Where each number lies in the Int32 words of the shared memory. Plain data; SharedState with its parts is the only code that goes by it.
 */

/** Int32 words at the start of the buffer, of all threads together: what is changed by Atomics. A cache line. */
export const ACTIVE = 0;
export const SLOTS_MAX = 1;
export const PEAK = 2;
export const MEMORY_VERSION = 3;
/** How many threads serve. */
export const THREADS = 4;
export const CONNECTIONS = 5;
export const QUEUED = 6;
/** The number that the next request gets which has to wait. */
export const TICKET = 7;
/** Grows with everything that the main thread tells the others. */
export const GENERATION = 8;
/** Requests that were recorded. */
export const RECORDS = 9;
/** 1 once the first request has been told of. */
export const STARTED = 10;
const SHARED_WORDS = 16;

/** Behind those the words of each thread, a cache line each: its share of the same, which is given back when it dies. */
export const OWN_ACTIVE = 0;
export const OWN_CONNECTIONS = 1;
export const OWN_QUEUED = 2;
/** The number of the request that waits longest there. */
export const OWN_TICKET = 3;
/** 1 while the thread is to look whether it may give slots. */
export const OWN_CALL = 4;
const THREAD_WORDS = 16;

/** The first word of a thread's own. */
export function wordsOf(thread: number): number {
  return SHARED_WORDS + thread * THREAD_WORDS;
}
