// Owns: what else the machine did while something was measured: processor time of other processes, and time that the machine itself
// did not get from its host. Must never: cost what it watches: it looks before and after, not meanwhile.

import { readdirSync, readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Figures } from './step-result.js';

/** Of one core. Below, it is what any machine does beside its work. */
const OTHERS_SHARE_MAX = 0.1;
/** Of the time of all processors. */
const STEAL_SHARE_MAX = 0.02;
/** The kernel counts in ticks of 10 ms: over a shorter time a share says nothing. */
const WATCHED_MS_MIN = 500;
const LOOK_MS = 1_000;
const TICKS_PER_SECOND = 100;

/** Processor time so far, in ticks. */
export interface ProcessorTimes {
  readonly atMs: number;
  /** Of programs and of the kernel for them, interrupts left out: whose they are the kernel does not say. */
  readonly busy: number;
  readonly stolen: number;
  /** Of every process with those of its children that have ended: what a child used moves to its parent, and is never lost. */
  readonly processes: ReadonlyMap<number, { readonly name: string; readonly ticks: number }>;
}

export interface Disturbance {
  /** Of one core. */
  readonly othersShare: number;
  /** The process that used most of it; null where none can be seen. */
  readonly busiest: string | null;
  /** Of the time of all processors. */
  readonly stealShare: number;
}

export function readProcessorTimes(): ProcessorTimes {
  const [, user = 0, nice = 0, system = 0, , , , , steal = 0] = (
    readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? ''
  )
    .split(/\s+/)
    .map(Number);
  const processes = new Map<number, { name: string; ticks: number }>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const seen = processIn(name);
    if (seen !== null) processes.set(Number(name), seen);
  }
  return { atMs: performance.now(), busy: user + nice + system, stolen: steal, processes };
}

/** Null where it has ended in the meantime. */
function processIn(pid: string): { name: string; ticks: number } | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
  const end = text.lastIndexOf(')');
  const fields = text.slice(end + 2).split(' ');
  // User and kernel time, and the same of children that have been waited for (`man 5 proc`).
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { name: text.slice(text.indexOf('(') + 1, end), ticks };
}

/**
 * What others did between two looks. `own` are the processes that are measured or that measure; null where the time between
 * was too short to say. It takes the larger of two counts, because each can miss something: all that was busy less our own,
 * where the kernel books interrupts on whom they met, and the sum over the other processes, which short-lived orphans escape.
 */
export function disturbanceBetween(
  before: ProcessorTimes,
  after: ProcessorTimes,
  own: readonly number[],
): Disturbance | null {
  const elapsedMs = after.atMs - before.atMs;
  if (elapsedMs < WATCHED_MS_MIN) return null;
  const elapsedTicks = (elapsedMs * TICKS_PER_SECOND) / 1_000;
  const ownTicks = ticksOf(after, (pid) => own.includes(pid)) - ticksOf(before, (pid) => own.includes(pid));
  const otherTicks =
    ticksOf(after, (pid) => !own.includes(pid)) - ticksOf(before, (pid) => !own.includes(pid));
  const unaccounted = after.busy - before.busy - ownTicks;
  let [most, busiest]: [number, string | null] = [0, null];
  for (const [pid, { name, ticks }] of after.processes) {
    const used = ticks - (before.processes.get(pid)?.ticks ?? 0);
    if (!own.includes(pid) && used > most) [most, busiest] = [used, name];
  }
  return {
    othersShare: Math.max(0, otherTicks, unaccounted) / elapsedTicks,
    busiest,
    stealShare: (after.stolen - before.stolen) / (elapsedTicks * cpus().length),
  };
}

function ticksOf({ processes }: ProcessorTimes, isMeant: (pid: number) => boolean): number {
  return [...processes].reduce((sum, [pid, { ticks }]) => sum + (isMeant(pid) ? ticks : 0), 0);
}

/** Nothing where the machine was quiet. */
export function disturbanceWarnings({ othersShare, busiest, stealShare }: Disturbance): readonly string[] {
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  const who = busiest === null ? '' : ` (most of it ${busiest})`;
  return [
    ...(othersShare > OTHERS_SHARE_MAX
      ? [`the machine was busy: other processes used ${percent(othersShare)} of a core${who}`]
      : []),
    ...(stealShare > STEAL_SHARE_MAX
      ? [`the machine was not alone: its host took ${percent(stealShare)} of its processors' time`]
      : []),
  ];
}

export function disturbanceFigures({ othersShare, stealShare }: Disturbance): Figures {
  return { others_cpu_share: othersShare, steal_share: stealShare };
}

export interface Quietness {
  /** Of the last minute, which may be the end of a run before this one. */
  readonly loadAverage: number;
  readonly othersShare: number;
  readonly stealShare: number;
  readonly warnings: readonly string[];
}

/** Looks at the machine for a second in which the bench does nothing. */
export async function lookAtMachine(signal: AbortSignal): Promise<Quietness> {
  const [loadAverage = 0] = loadavg();
  const before = readProcessorTimes();
  await sleep(LOOK_MS, undefined, { signal });
  const seen = disturbanceBetween(before, readProcessorTimes(), [process.pid]);
  const { othersShare, stealShare } = seen ?? { othersShare: 0, stealShare: 0 };
  const warnings = seen === null ? [] : disturbanceWarnings(seen);
  return {
    loadAverage,
    othersShare,
    stealShare,
    warnings: warnings.map(
      (text) => `before the run, with a load average of ${loadAverage.toFixed(1)}: ${text}`,
    ),
  };
}
