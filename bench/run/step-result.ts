// Owns: what measuring one step gives, and what makes it an error instead of a number. Must never: forgive anything.

import type { LoadResult } from '../load/load.js';
import type { FigureName } from '../report/figures.js';

export type Figures = Readonly<Partial<Record<FigureName, number>>>;

export interface StepResult {
  readonly figures: Figures;
  readonly warnings: readonly string[];
  /** The server fell behind: heavier steps would only say so again. */
  readonly saturated?: boolean;
}

/** From here on the load generator may have been what was measured. */
const GENERATOR_FULL_SHARE = 0.95;
/** wrk's clock and a server's are the same one, but wrk rounds. */
const EARLY_TOLERANCE_MS = 1;

/** Throws unless every request was answered rightly or refused. `lostAllowed`: the step counts those that were lost. */
export function assertClean(
  load: LoadResult,
  options: { lostAllowed: boolean; refusedAllowed: boolean },
): void {
  const told = load.wrong + load.connectErrors + load.readErrors + load.timeouts;
  const missing = load.sent - load.answered - load.refused - told;
  const problems = [
    [load.wrong, 'wrong answers (status or body)'],
    [options.refusedAllowed ? 0 : load.refused, 'refusals with 503'],
    [options.lostAllowed ? 0 : load.connectErrors, 'connections that failed'],
    [options.lostAllowed ? 0 : load.readErrors, 'connections that broke off'],
    [options.lostAllowed ? 0 : load.timeouts, 'answers that did not come in time'],
    [options.lostAllowed ? 0 : missing, 'answers that did not come at all'],
  ] as const;
  const found = problems.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  if (found.length > 0) throw new Error(`of ${load.sent} requests: ${found.join(', ')}`);
  if (load.answered + load.refused === 0) throw new Error(`none of ${load.sent} requests was answered`);
}

/** Throws when an answer came before it was due: that server does other work than the rest. */
export function assertNeverEarly(load: LoadResult, plannedMs: number): void {
  const earliestMs = load.answeredLatency?.minMs ?? plannedMs;
  if (earliestMs < plannedMs - EARLY_TOLERANCE_MS) {
    throw new Error(`an answer came after ${earliestMs.toFixed(1)} ms and was due after ${plannedMs} ms`);
  }
}

/** How late answers were against what was planned, as the client saw it. */
export function lateness(load: LoadResult, plannedMs: number): Figures {
  const latency = load.answeredLatency;
  if (latency === null) return {};
  return {
    lateness_p50_ms: Math.max(0, latency.p50Ms - plannedMs),
    lateness_p99_ms: Math.max(0, latency.p99Ms - plannedMs),
    lateness_max_ms: Math.max(0, latency.maxMs - plannedMs),
  };
}

/** A warning when the load generator's core was full: then the server may be better than the figure says. */
export function generatorWarnings(load: LoadResult): readonly string[] {
  if (load.cpuShare < GENERATOR_FULL_SHARE) return [];
  const percent = Math.round(load.cpuShare * 100);
  return [`the load generator used ${percent} % of its core: it may have been the limit, not the server`];
}
