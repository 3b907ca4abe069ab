// Owns: what the bench reads of the product's own /metrics, where a load generator cannot know it. Must never: be asked for in
// the middle of what is timed, but once.

import type { ServerRun } from './server-run.js';

const IN_FLIGHT = /^llm_mock_active_requests (\d+)$/m;
const INJECTED = /^llm_mock_injected_faults_total\{[^}]*\} (\d+)$/gm;

export async function metricsOf(run: ServerRun): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${run.work.port}/metrics`, { signal: run.signal });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`/metrics answered ${response.status}`);
  return text;
}

/** Throws where the page does not say. */
export function inFlightIn(page: string): number {
  const value = Number(IN_FLIGHT.exec(page)?.[1] ?? Number.NaN);
  if (Number.isNaN(value)) throw new Error(`/metrics has nothing like ${IN_FLIGHT.source}`);
  return value;
}

/** Faults of all kinds so far. */
export function injectedIn(page: string): number {
  return [...page.matchAll(INJECTED)].reduce((sum, [, count]) => sum + Number(count), 0);
}
