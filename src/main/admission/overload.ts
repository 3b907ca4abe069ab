/**
 * How full the server is, and from where on it calls itself overloaded. Main thread; reads the shared state alone.
 */
import { NEAR_LIMIT_RATIO } from '../../shared/live-protocol.js';
import { emptyMemorySnapshot, type MemorySnapshot } from '../../shared/memory-snapshot.js';
import type { SharedState } from '../../shared/state.js';

/** Above these a load balancer should look elsewhere. */
const OVERLOADED_SLOTS_RATIO = 0.9;
const OVERLOADED_MEMORY_RATIO = 0.95;

export interface Load {
  active: number;
  slotsMax: number;
  /** Slots in use over all slots: 0 to 1, and above 1 while a cap that was lowered is not yet reached. */
  slotsRatio: number;
  readonly memory: MemorySnapshot;
  /** Memory in use over the limit, 0 to 1; 0 while nothing is known. */
  memoryRatio: number;
  /** Whether memory comes near its limit; overloaded is later. */
  nearMemoryLimit: boolean;
  overloaded: boolean;
}

/** Gives back a function that reads the load; it fills the same object at every call. */
export function createLoadReader(state: SharedState): () => Load {
  const load: Load = {
    active: 0,
    slotsMax: state.slotsMax,
    slotsRatio: 0,
    memory: emptyMemorySnapshot(),
    memoryRatio: 0,
    nearMemoryLimit: false,
    overloaded: false,
  };
  return () => {
    load.active = state.active;
    load.slotsMax = state.slotsMax;
    load.slotsRatio = load.active / load.slotsMax;
    const { totalBytes, usedBytes } = state.readMemory(load.memory);
    load.memoryRatio = totalBytes > 0 ? usedBytes / totalBytes : 0;
    load.nearMemoryLimit = load.memoryRatio >= NEAR_LIMIT_RATIO;
    load.overloaded = load.slotsRatio > OVERLOADED_SLOTS_RATIO || load.memoryRatio > OVERLOADED_MEMORY_RATIO;
    return load;
  };
}
