// Owns: the measuring of one step of faults: how late the answers are that were not to fail, and whether exactly they hold a slot.
// Must never: take a request that was lost for one that failed on purpose.

import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadGenerator } from '../load/load.js';
import type { FaultsStep } from '../scenarios/scenario.js';
import { BODY, MODEL, PATH } from '../servers/work.js';
import { WHOLE_ANSWER } from './right-answers.js';
import type { ServerRun } from './server-run.js';
import {
  assertClean,
  assertNeverEarly,
  generatorWarnings,
  lateness,
  type StepResult,
} from './step-result.js';

const LATE_MS_MAX = 20_000;
/** When, as a share of the delay, all requests have come, and none is answered that was to be held. */
const LOOK_AT = 0.7;
const IN_FLIGHT = /^llm_mock_active_requests (\d+)$/m;
const INJECTED = /^llm_mock_injected_faults_total\{[^}]*\} (\d+)$/gm;

export async function measureFaults(
  run: ServerRun,
  load: LoadGenerator,
  step: FaultsStep,
): Promise<StepResult> {
  const { delayMs, port } = run.work;
  const before = injectedIn(await metricsOf(run));
  const [result, page] = await Promise.all([
    load.run(
      {
        port,
        path: PATH,
        body: BODY.replace(MODEL, `${MODEL};fault=${step.fault}`),
        connections: step.held,
        requests: { kind: 'one-each' },
        timeoutMs: delayMs + LATE_MS_MAX,
        answer: WHOLE_ANSWER,
      },
      run.signal,
    ),
    sleep(delayMs * LOOK_AT, undefined, { signal: run.signal }).then(() => metricsOf(run)),
  ]);
  const injected = injectedIn(await metricsOf(run)) - before;
  // Whatever was refused was to be, as often as the server counted.
  assertClean(result, { lostAllowed: false, refusedAllowed: result.refused === injected });
  assertNeverEarly(result, delayMs);
  const held = numberIn(page, IN_FLIGHT);
  return {
    figures: {
      requests_count: result.sent,
      answered_count: result.answered,
      injected_count: injected,
      held_count: held,
      held_wrongly_count: Math.abs(held - result.answered),
      lost_count: result.sent - result.answered - result.refused,
      ...lateness(result, delayMs),
      load_generator_cpu_share: result.cpuShare,
    },
    warnings: generatorWarnings(result),
  };
}

async function metricsOf(run: ServerRun): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${run.work.port}/metrics`, { signal: run.signal });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`/metrics answered ${response.status}`);
  return text;
}

function numberIn(page: string, pattern: RegExp): number {
  const value = Number(pattern.exec(page)?.[1] ?? Number.NaN);
  if (Number.isNaN(value)) throw new Error(`/metrics has nothing like ${pattern.source}`);
  return value;
}

function injectedIn(page: string): number {
  const counts = [...page.matchAll(INJECTED)].map(([, count]) => Number(count));
  return counts.reduce((sum, count) => sum + count, 0);
}
