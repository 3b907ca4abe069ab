// Owns: what a scrape of /metrics does to the requests beside it, at full load.

import type { ScrapeScenario, ScrapeStep } from './scenario.js';

function step(name: string, title: string, scrapeEveryMs: number | null): ScrapeStep {
  return { name, title, quick: true, connections: 64, durationMs: 10_000, scrapeEveryMs };
}

export const scrape: ScrapeScenario = {
  name: 'scrape',
  title: 'Latency at full load, with and without a scrape every second',
  delayMs: 0,
  steps: [step('without-metrics', 'no scrapes', null), step('with-metrics', 'a scrape every second', 1_000)],
};
