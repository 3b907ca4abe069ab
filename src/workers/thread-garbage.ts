/**
 * Keeps what a thread holds close to what it needs. Work threads only: a collection stops its thread for tens of milliseconds.
 *
 * V8 lets a heap grow to its limit before it works hard to free it, and a thread's limit is meant for its largest task. So a
 * thread whose heap has grown since its last collection collects once the task's answer is out.
 */
import { getHeapStatistics } from 'node:v8';
import { createCollector } from '../shared/collect-garbage.js';

/** Growth that is worth a collection: in bytes of the heap and of what hangs on it, bodies above all. */
const GROWTH_BYTES_MAX = 16 * 1_048_576;

let collect: (() => void) | null = null;
let heldBytes = 0;
let isDue = false;

/** Has the heap looked at after the running task. */
export function collectSoon(): void {
  if (isDue) return;
  isDue = true;
  setImmediate(collectIfGrown);
}

function collectIfGrown(): void {
  isDue = false;
  if (readHeldBytes() - heldBytes < GROWTH_BYTES_MAX) return;
  collect ??= createCollector();
  collect();
  heldBytes = readHeldBytes();
}

function readHeldBytes(): number {
  const { used_heap_size: heapBytes, external_memory: externalBytes } = getHeapStatistics();
  return heapBytes + externalBytes;
}
