// Owns: the measuring of one step of burst. Must never: run while other traffic is on the machine: the kernel counts
// what is sent again for all of it.

import type { LoadGenerator } from '../load/load.js';
import type { BurstStep } from '../scenarios/scenario.js';
import { BODY } from '../servers/work.js';
import { readNetworkCounters } from './network-counters.js';
import { WHOLE_ANSWER } from './right-answers.js';
import type { ServerRun } from './server-run.js';
import { assertClean, generatorWarnings, type StepResult } from './step-result.js';

/** The kernel asks again after 1, 3, 7 and 15 s. */
const TIMEOUT_MS = 20_000;

export async function measureBurst(
  run: ServerRun,
  load: LoadGenerator,
  step: BurstStep,
): Promise<StepResult> {
  const before = readNetworkCounters();
  const result = await load.run(
    {
      port: run.work.port,
      path: run.server.path,
      body: BODY,
      connections: step.connections,
      requests: { kind: 'one-each' },
      timeoutMs: TIMEOUT_MS,
      answer: WHOLE_ANSWER,
    },
    run.signal,
  );
  const after = readNetworkCounters();
  assertClean(result, { lostAllowed: true, refusedAllowed: false });
  return {
    figures: {
      requests_count: result.sent,
      answered_count: result.answered,
      lost_count: result.sent - result.answered,
      connections_refused_count: result.connectErrors,
      segments_retransmitted_count: after.segmentsRetransmitted - before.segmentsRetransmitted,
      listen_overflows_count: after.listenOverflows - before.listenOverflows,
      last_served_ms: result.elapsedMs,
    },
    warnings: generatorWarnings(result),
  };
}
