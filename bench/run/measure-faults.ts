// Owns: the measuring of one step of faults: how late the answers are that were not to fail, and whether exactly they hold a slot.
// Must never: take a request that was lost for one that failed on purpose.

import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadGenerator } from '../load/load.js';
import type { FaultsStep } from '../scenarios/scenario.js';
import { BODY, MODEL } from '../servers/work.js';
import { inFlightIn, injectedIn, metricsOf } from './our-metrics.js';
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
        path: run.server.path,
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
  const held = inFlightIn(page);
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
