/**
 * What is known of the memory at one moment: a worker samples it, every thread reads it by SharedState. It is kept whole in the
 * shared memory by a sequence lock: its version is odd while the cells change, so that a reader can tell a torn snapshot from
 * a whole one.
 */
import { MEMORY_SOURCES, type MemorySource } from './labels.js';
import * as at from './layout.js';
import { MEMORY_VERSION } from './threads/words.js';

/** Figures in bytes, and when they were taken (milliseconds since the epoch, 0 before the first sample). */
export interface MemorySnapshot {
  totalBytes: number;
  usedBytes: number;
  availableBytes: number;
  source: MemorySource;
  sampledAtMs: number;
}

/** What a reader holds before the first sample was taken. */
export function emptyMemorySnapshot(): MemorySnapshot {
  return { totalBytes: 0, usedBytes: 0, availableBytes: 0, source: 'none', sampledAtMs: 0 };
}

/** One writer at a time. */
export function writeSnapshot(words: Int32Array, cells: Float64Array, sample: MemorySnapshot): void {
  const version = Atomics.load(words, MEMORY_VERSION) | 1;
  Atomics.store(words, MEMORY_VERSION, version);
  cells[at.MEMORY] = sample.totalBytes;
  cells[at.MEMORY + 1] = sample.usedBytes;
  cells[at.MEMORY + 2] = sample.availableBytes;
  cells[at.MEMORY + 3] = MEMORY_SOURCES.indexOf(sample.source);
  cells[at.MEMORY + 4] = sample.sampledAtMs;
  Atomics.store(words, MEMORY_VERSION, version + 1);
}

/**
 * Copies the snapshot into `into`, which keeps its old figures when a writer is at work (or died at work: a thread that was
 * killed between the two stores leaves the version odd until the next sample). Returns `into`.
 */
export function readSnapshot(words: Int32Array, cells: Float64Array, into: MemorySnapshot): MemorySnapshot {
  const version = Atomics.load(words, MEMORY_VERSION);
  if (version & 1) return into;
  const [total, used, available, source, sampledAt] = cells.slice(at.MEMORY, at.MEMORY + at.MEMORY_CELLS);
  if (Atomics.load(words, MEMORY_VERSION) !== version) return into;
  into.totalBytes = total as number;
  into.usedBytes = used as number;
  into.availableBytes = available as number;
  into.source = MEMORY_SOURCES[source as number] as MemorySource;
  into.sampledAtMs = sampledAt as number;
  return into;
}
