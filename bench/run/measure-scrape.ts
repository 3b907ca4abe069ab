// Owns: the measuring of one step of scrape. Must never: count a scrape that failed as a quick one.

import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadGenerator } from '../load/load.js';
import type { ScrapeStep } from '../scenarios/scenario.js';
import { steadyPlan } from './measure-throughput.js';
import type { ServerRun } from './server-run.js';
import { assertClean, generatorWarnings, type StepResult } from './step-result.js';

const SCRAPE_WITHIN_MS = 10_000;

export async function measureScrape(
  run: ServerRun,
  load: LoadGenerator,
  step: ScrapeStep,
): Promise<StepResult> {
  const over = new AbortController();
  const scrapes =
    step.scrapeEveryMs === null ? Promise.resolve([]) : scrapeUntil(run, step.scrapeEveryMs, over.signal);
  const loaded = load
    .run(steadyPlan(run, step.connections, step.durationMs), run.signal)
    .finally(() => over.abort());
  const [result, scrapesMs] = await Promise.all([loaded, scrapes]);
  assertClean(result, { lostAllowed: false, refusedAllowed: false });
  return {
    figures: {
      answers_per_second: (result.answered * 1_000) / result.elapsedMs,
      latency_p50_ms: result.answeredLatency?.p50Ms ?? Number.NaN,
      latency_p99_ms: result.answeredLatency?.p99Ms ?? Number.NaN,
      load_generator_cpu_share: result.cpuShare,
      ...(scrapesMs.length === 0 ? {} : { scrape_max_ms: Math.max(...scrapesMs) }),
    },
    warnings: generatorWarnings(result),
  };
}

/** How long each scrape took, in ms. The first comes after half a period, when the load is on. */
async function scrapeUntil(run: ServerRun, everyMs: number, over: AbortSignal): Promise<number[]> {
  const tookMs: number[] = [];
  const startedMs = performance.now();
  for (let count = 0; ; count += 1) {
    const waitMs = startedMs + everyMs * (count + 0.5) - performance.now();
    await sleep(Math.max(0, waitMs), undefined, { signal: over }).catch(() => undefined);
    if (over.aborted) return tookMs;
    const askedMs = performance.now();
    const response = await fetch(`http://127.0.0.1:${run.work.port}/metrics`, {
      signal: AbortSignal.any([run.signal, AbortSignal.timeout(SCRAPE_WITHIN_MS)]),
    });
    const text = await response.text();
    if (response.status !== 200 || text === '') throw new Error(`/metrics answered ${response.status}`);
    tookMs.push(performance.now() - askedMs);
  }
}
