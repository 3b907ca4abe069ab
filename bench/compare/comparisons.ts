// Owns: what is compared of two builds of ours: which figure, from how many alternating slices.
// Must never: compare what was not measured within the same round.

import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadGenerator } from '../load/load.js';
import type { FigureName } from '../report/figures.js';
import { measureDensity } from '../run/measure-density.js';
import { measureStreaming } from '../run/measure-streaming.js';
import { measureThroughput } from '../run/measure-throughput.js';
import { idleBytes } from '../run/memory-samples.js';
import type { ServerRun } from '../run/server-run.js';
import type { Figures } from '../run/step-result.js';
import { warmUp } from '../run/warm-up.js';
import type { Work } from '../servers/work.js';

export interface Comparison {
  readonly name: 'throughput' | 'different' | 'density' | 'streaming' | 'startup';
  readonly work: Omit<Work, 'port'>;
  /** The figures that are shown. */
  readonly figures: readonly FigureName[];
  /** How often each of the two is measured in one round, taking turns; each time with the process of that round. */
  readonly slices: number;
  prepare(run: ServerRun, load: LoadGenerator): Promise<number>;
  measure(run: ServerRun, load: LoadGenerator, prepared: number): Promise<Figures>;
}

const SLICE_MS = 1_000;
const CONNECTIONS = 64;
const HELD = 15_000;
const STREAMS = 2_000;
const BETWEEN_SLICES_MS = 200;
const CAP = 20_000;
/**
 * V8 gives back what a start left behind after eight seconds with little to do, thread by thread. An idle figure that is taken
 * earlier makes whatever is held look smaller than it is.
 */
const SETTLED_AFTER_MS = 18_000;

const step = { name: 'compare', title: 'compare', quick: true } as const;

/** `bodyBytes`: of bodies that are all different; null for one that is repeated. */
const answers = (name: 'throughput' | 'different', bodyBytes: number | null): Comparison => ({
  name,
  work: { cap: CAP, delayMs: 0, tokens: 0, tokenGapMs: 0 },
  figures: ['answers_per_second', 'server_cpu_us_per_answer', 'latency_p99_ms'],
  slices: 6,
  async prepare(run, load) {
    await warmUp(run, load);
    return 0;
  },
  async measure(run, load) {
    await sleep(BETWEEN_SLICES_MS, undefined, { signal: run.signal });
    const slice = {
      ...step,
      connections: CONNECTIONS,
      newConnections: false,
      durationMs: SLICE_MS,
      bodyBytes,
    };
    return (await measureThroughput(run, load, slice)).figures;
  },
});

/** As those of real clients. */
const DIFFERENT_BYTES = 1_000;
const throughput = answers('throughput', null);
const different = answers('different', DIFFERENT_BYTES);

const density: Comparison = {
  name: 'density',
  work: { cap: CAP, delayMs: 10_000, tokens: 0, tokenGapMs: 0 },
  figures: ['bytes_per_held_request', 'rss_idle_bytes', 'rss_held_bytes', 'lateness_p99_ms'],
  slices: 1,
  prepare: (run) => idleBytes(run, SETTLED_AFTER_MS),
  async measure(run, load, idle) {
    return (
      await measureDensity(run, load, { ...step, held: HELD, bodyBytes: null }, idle, {
        count: 0,
        rssBytes: idle,
        containerBytes: null,
      })
    ).figures;
  },
};

const streaming: Comparison = {
  name: 'streaming',
  work: { cap: CAP, delayMs: 0, tokens: 200, tokenGapMs: 20 },
  figures: [
    'events_per_second',
    'lateness_p50_ms',
    'lateness_p99_ms',
    'bytes_per_stream',
    'server_cpu_share',
  ],
  slices: 1,
  async prepare(run, load) {
    await warmUp(run, load);
    return idleBytes(run, SETTLED_AFTER_MS);
  },
  async measure(run, load, idle) {
    return (
      await measureStreaming(
        run,
        load,
        { ...step, streams: STREAMS },
        { count: 0, rssBytes: idle, containerBytes: null },
      )
    ).figures;
  },
};

/** The start is over when there is something to measure. */
const startup: Comparison = {
  name: 'startup',
  work: { cap: CAP, delayMs: 0, tokens: 0, tokenGapMs: 0 },
  figures: ['ready_ms', 'rss_ready_bytes'],
  slices: 1,
  prepare: () => Promise.resolve(0),
  measure: (run) => Promise.resolve({ ready_ms: run.readyMs, rss_ready_bytes: run.rssReadyBytes }),
};

export const COMPARISONS: readonly Comparison[] = [throughput, different, density, streaming, startup];
