// Owns: the processor time of one thread of another process. Linux only.
// Must never: be taken for exact while that thread runs: the kernel brings the figure up to date at its ticks and switches.

import { readFileSync } from 'node:fs';

/** How far the figure of a running thread may lag behind: a tick of the kernel (250 Hz, as Debian builds it). */
export const TICK_MS = 4;

/** Milliseconds that the main thread of a process has run. Throws when the process is gone. */
export function mainThreadMs(pid: number): number {
  const [ranNs] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ');
  return Number(ranNs) / 1e6;
}
