/**
 * Whether the memory limit holds as many requests as the cap lets in. Pure; once, at start-up.
 *
 * The figures are those of a container that holds requests, the kernel's share for their sockets included
 * (`container_held_bytes` of the scenario `density` in bench/results); a test compares them with the published run. A
 * stream takes more, and so does what requests and replies are made of, which MAX_BUFFERED_BYTES bounds.
 */
import type { Config } from '../../../config/config.js';
import { NEAR_LIMIT_RATIO } from '../../../shared/live-protocol.js';

/** What a held request adds: (143.7 - 75.8) MB between 5,000 and 19,000 held. */
export const HELD_REQUEST_BYTES = 5_120;
/** What there is without requests: 58.7 MB with 1,500 held, less what those add. */
export const IDLE_BYTES = 54_525_952;
/** What each thread adds that serves beside the main one: 25 and 22 MiB resident, of 4 and of 8 (docs/threads.md, 2026-11-27). */
const THREAD_BYTES = 26_214_400;

const BYTES_PER_MIB = 1_048_576;
const mib = (bytes: number): number => Math.round(bytes / BYTES_PER_MIB);

/** A sentence for a cap that needs more than `memoryBytes`, the limit of the container or the memory of the host. */
export function memoryWarnings(
  { slotsMax, socketThreads }: Pick<Config, 'slotsMax' | 'socketThreads'>,
  memoryBytes: number,
): readonly string[] {
  const usableBytes = memoryBytes * NEAR_LIMIT_RATIO;
  const idleBytes = IDLE_BYTES + (socketThreads - 1) * THREAD_BYTES;
  const neededBytes = idleBytes + slotsMax * HELD_REQUEST_BYTES;
  if (neededBytes <= usableBytes) return [];
  const fitting = Math.max(0, Math.floor((usableBytes - idleBytes) / HELD_REQUEST_BYTES));
  const threads = socketThreads === 1 ? '' : ', or fewer SOCKET_THREADS';
  const advice =
    fitting === 0
      ? `raise the limit above ${Math.ceil(idleBytes / NEAR_LIMIT_RATIO / BYTES_PER_MIB)} MiB`
      : `raise the limit or set MAX_CONCURRENT=${fitting}`;
  return [
    `MAX_CONCURRENT=${slotsMax} needs about ${mib(neededBytes)} MiB when every slot is in use, and ` +
      `${Math.round(NEAR_LIMIT_RATIO * 100)} % of the memory (${mib(memoryBytes)} MiB) are ${mib(usableBytes)} MiB: the ` +
      `kernel would end the process; ${advice}${threads}`,
  ];
}
