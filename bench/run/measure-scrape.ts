// Owns: the measuring of one step of scrape. Must never: count a scrape that failed as a quick one.

import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadGenerator } from '../load/load.js';
import type { ScrapeStep } from '../scenarios/scenario.js';
import { steadyPlan } from './measure-throughput.js';
import type { ServerRun } from './server-run.js';
import { assertClean, generatorWarnings, type StepResult } from './step-result.js';

const SCRAPE_WITHIN_MS = 10_000;
/** Before the load, and not counted: a server is scraped for hours, and not for the first time when the load comes. */
const SCRAPES_BEFORE = 6;

export async function measureScrape(
  run: ServerRun,
  load: LoadGenerator,
  step: ScrapeStep,
): Promise<StepResult> {
  const agent = new Agent({ keepAlive: true });
  try {
    return await measureWith(run, load, step, agent);
  } finally {
    agent.destroy();
  }
}

async function measureWith(
  run: ServerRun,
  load: LoadGenerator,
  step: ScrapeStep,
  agent: Agent,
): Promise<StepResult> {
  const { scrapeEveryMs } = step;
  for (let count = 0; scrapeEveryMs !== null && count < SCRAPES_BEFORE; count += 1) {
    await scrape(run, agent);
    await sleep(scrapeEveryMs, undefined, { signal: run.signal });
  }
  const over = new AbortController();
  const scrapes =
    scrapeEveryMs === null ? Promise.resolve([]) : scrapeUntil(run, agent, scrapeEveryMs, over.signal);
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

/**
 * How long each scrape took, in ms. The first comes after half a period, when the load is on. What is read is counted and thrown
 * away: whoever scrapes sits elsewhere, and here it takes the processor of the server or of the load generator.
 */
async function scrapeUntil(
  run: ServerRun,
  agent: Agent,
  everyMs: number,
  over: AbortSignal,
): Promise<number[]> {
  const tookMs: number[] = [];
  const startedMs = performance.now();
  for (let count = 0; ; count += 1) {
    const waitMs = startedMs + everyMs * (count + 0.5) - performance.now();
    await sleep(Math.max(0, waitMs), undefined, { signal: over }).catch(() => undefined);
    if (over.aborted) return tookMs;
    const askedMs = performance.now();
    await scrape(run, agent);
    tookMs.push(performance.now() - askedMs);
  }
}

async function scrape(run: ServerRun, agent: Agent): Promise<void> {
  const signal = AbortSignal.any([run.signal, AbortSignal.timeout(SCRAPE_WITHIN_MS)]);
  const asked = get({ host: '127.0.0.1', port: run.work.port, path: '/metrics', agent, signal });
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  let bytes = 0;
  response.on('data', (piece: Buffer) => {
    bytes += piece.length;
  });
  await once(response, 'end');
  if (response.statusCode !== 200 || bytes === 0) throw new Error(`/metrics answered ${response.statusCode}`);
}
