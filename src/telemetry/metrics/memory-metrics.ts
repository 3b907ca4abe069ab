/**
 * Works out the figures of memory from the snapshot that was sampled last. Runs in a worker thread.
 */
import { emptyMemorySnapshot } from '../../shared/memory-snapshot.js';
import type { SharedState } from '../../shared/state.js';

/** The readers by the names of their figures. */
export function memoryReaders(state: SharedState) {
  const memory = emptyMemorySnapshot();
  const read = () => state.readMemory(memory);
  return {
    memoryTotalBytes: () => read().totalBytes,
    memoryUsedBytes: () => read().usedBytes,
    memoryAvailableBytes: () => read().availableBytes,
    memoryUsageRatio: () => {
      const { usedBytes, totalBytes } = read();
      return totalBytes > 0 ? usedBytes / totalBytes : 0;
    },
    /** Of a clock that was set back it says 0, never less. */
    memorySampleAgeSeconds: () => {
      const { sampledAtMs } = read();
      return sampledAtMs > 0 ? Math.max(0, Date.now() - sampledAtMs) / 1000 : Number.NaN;
    },
  };
}
