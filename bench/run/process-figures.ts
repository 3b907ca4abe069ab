// Owns: what the kernel says of a process: resident memory, processor time, start. Must never: cost the process anything.

import { readFileSync } from 'node:fs';

/** Fixed in the kernel's interface to programs, whatever the kernel's own clock is (`man 5 proc`, `getconf CLK_TCK`). */
const TICKS_PER_SECOND = 100;

/** Places in /proc/<pid>/stat, counted behind the name in brackets, which may hold anything (`man 5 proc`). */
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;
const START_TICKS = 19;

/** Resident memory of all its threads, in bytes. Throws when there is no such process. */
export function residentBytes(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (kibibytes === undefined) throw new Error(`process ${pid} has no memory any more`);
  return Number(kibibytes) * 1_024;
}

/** Processor time of all its threads so far, in ms, to within 20 ms. Throws when there is no such process. */
export function processorMs(pid: number): number {
  const fields = statFields(pid);
  return ((Number(fields[USER_TICKS]) + Number(fields[SYSTEM_TICKS])) * 1_000) / TICKS_PER_SECOND;
}

/** When it started, on the clock of `process.hrtime`, in ms, to within 10 ms. Throws when there is no such process. */
export function startedAtMs(pid: number): number {
  return (Number(statFields(pid)[START_TICKS]) * 1_000) / TICKS_PER_SECOND;
}

/** The clock that `startedAtMs` counts on, in ms. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

function statFields(pid: number): readonly string[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}
