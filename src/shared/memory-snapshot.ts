/**
 * What is known of the memory at one moment: a worker samples it, every thread reads it (see shared-state).
 */
import type { MemorySource } from './labels.js';

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
