// Owns: the memory of a server over time. Must never: ask the server itself; what that costs would be measured too.

import { setTimeout as sleep } from 'node:timers/promises';
import { max, min } from 'simple-statistics';
import { residentBytes } from './process-figures.js';
import type { ServerRun } from './server-run.js';

const EVERY_MS = 100;

export interface MemoryPeak {
  readonly rssBytes: number;
  /** Null where nothing counts it. */
  readonly containerBytes: number | null;
}

/** What a server needs while it holds so many requests or streams. */
export interface Footprint {
  readonly count: number;
  readonly rssBytes: number;
  /** Null where nothing counts it. */
  readonly containerBytes: number | null;
}

/**
 * What each request or stream beyond a lighter footprint costs, in bytes. Against a lighter load, not against idleness:
 * garbage of the start that lies about, or is given back seconds later, would make the first requests seem to cost
 * nothing, or less.
 */
export function bytesPerFurther(lighter: Footprint, heavier: Footprint): number {
  return (heavier.rssBytes - lighter.rssBytes) / (heavier.count - lighter.count);
}

/** The same of the whole container; null where nothing counts it. */
export function containerBytesPerFurther(lighter: Footprint, heavier: Footprint): number | null {
  if (lighter.containerBytes === null || heavier.containerBytes === null) return null;
  return (heavier.containerBytes - lighter.containerBytes) / (heavier.count - lighter.count);
}

/** Resident memory of a server that has nothing to do, in bytes: the least that is seen within `settleMs`. */
export async function idleBytes(run: ServerRun, settleMs: number): Promise<number> {
  return min((await samplesBetween(run, 0, settleMs)).rss);
}

/** The most memory that is seen between two moments, counted in ms from now. Rejects when the server goes away. */
export async function peakBetween(run: ServerRun, fromMs: number, untilMs: number): Promise<MemoryPeak> {
  const { rss, container } = await samplesBetween(run, fromMs, untilMs);
  return { rssBytes: max(rss), containerBytes: container.length === 0 ? null : max(container) };
}

interface Samples {
  readonly rss: number[];
  readonly container: number[];
}

async function samplesBetween(run: ServerRun, fromMs: number, untilMs: number): Promise<Samples> {
  const startedMs = performance.now();
  await sleep(fromMs, undefined, { signal: run.signal });
  const rss: number[] = [];
  const container: number[] = [];
  do {
    rss.push(residentBytes(run.pid));
    const bytes = run.process.memoryBytes();
    if (bytes !== null) container.push(bytes);
    await sleep(EVERY_MS, undefined, { signal: run.signal });
  } while (performance.now() - startedMs < untilMs);
  return { rss, container };
}
