/**
 * What is known of memory before the first worker samples it. Main thread, once, at start-up.
 */
import { totalmem } from 'node:os';
import { emptyMemorySnapshot } from '../../../shared/memory-snapshot.js';
import type { SharedState } from '../../../shared/state.js';
import { createGroupSampler } from '../../../telemetry/limits/memory.js';

/** In a container the first figures are there before the first worker is: reading them takes a tenth of a millisecond. */
export function seedMemory(state: SharedState): void {
  const sample = createGroupSampler()();
  if (sample !== null) state.writeMemory({ ...sample, sampledAtMs: Date.now() });
}

/** The limit of the container, or what the host has. */
export function memoryBytes(state: SharedState): number {
  return state.readMemory(emptyMemorySnapshot()).totalBytes || totalmem();
}
