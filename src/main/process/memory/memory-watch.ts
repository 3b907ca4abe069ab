/**
 * Says once that memory comes near its limit, and again only after it went well below. Main thread, once a second.
 */
import { NEAR_LIMIT_RATIO } from '../../../shared/live-protocol.js';

/** Below this it has gone back. */
const CLEAR_RATIO = 0.8;

export interface MemoryUse {
  readonly usedBytes: number;
  readonly totalBytes: number;
}

/** Gives back a function that looks at the use of memory, and tells `onNear` when it has come near. */
export function createMemoryWatch(onNear: (use: MemoryUse) => void): (use: MemoryUse) => void {
  let isNear = false;
  return (use) => {
    // Before the first sample there is no limit.
    const ratio = use.totalBytes > 0 ? use.usedBytes / use.totalBytes : 0;
    if (isNear) {
      isNear = ratio >= CLEAR_RATIO;
    } else if (ratio >= NEAR_LIMIT_RATIO) {
      isNear = true;
      onNear(use);
    }
  };
}
