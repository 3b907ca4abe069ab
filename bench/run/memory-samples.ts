// Owns: the memory of a server over time. Must never: ask the server itself; what that costs would be measured too.

import { setTimeout as sleep } from 'node:timers/promises';
import { max } from 'simple-statistics';
import { residentBytes } from './process-figures.js';
import type { ServerRun } from './server-run.js';

const EVERY_MS = 100;
const SETTLED_AFTER_MS = 3_000;

export interface MemoryPeak {
  readonly rssBytes: number;
  /** Null where nothing counts it. */
  readonly containerBytes: number | null;
}

/**
 * Resident memory of a server that has nothing to do, in bytes: the least that is seen. A server that leaves garbage
 * behind when it starts seems to hold its first requests for nothing, for they take the garbage's place; the memory while
 * requests are held has no such flaw, and stands beside it in every report.
 */
export async function idleBytes(run: ServerRun): Promise<number> {
  return (await samplesBetween(run, 0, SETTLED_AFTER_MS)).rss.reduce((least, bytes) =>
    Math.min(least, bytes),
  );
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
