// Owns: the measuring of the cap. Must never: take a lost request for a refused one.

import type { LoadGenerator } from '../load/load.js';
import type { CapStep } from '../scenarios/scenario.js';
import { BODY } from '../servers/work.js';
import { WHOLE_ANSWER } from './right-answers.js';
import type { ServerRun } from './server-run.js';
import { assertClean, assertNeverEarly, generatorWarnings, type StepResult } from './step-result.js';

const LATE_MS_MAX = 10_000;

export async function measureCap(run: ServerRun, load: LoadGenerator, step: CapStep): Promise<StepResult> {
  const { delayMs, cap } = run.work;
  const result = await load.run(
    {
      port: run.work.port,
      path: run.server.path,
      body: BODY,
      connections: step.cap + step.beyond,
      requests: { kind: 'one-each' },
      timeoutMs: delayMs + LATE_MS_MAX,
      answer: WHOLE_ANSWER,
    },
    run.signal,
  );
  assertClean(result, { lostAllowed: false, refusedAllowed: true });
  assertNeverEarly(result, delayMs);
  return {
    figures: {
      requests_count: result.sent,
      cap_count: cap,
      answered_count: result.answered,
      refused_count: result.refused,
      lost_count: result.sent - result.answered - result.refused,
      beyond_cap_count: Math.max(0, result.answered - cap),
      below_cap_count: Math.max(0, cap - result.answered),
      ...(result.refusedLatency === null
        ? {}
        : { latency_p50_ms: result.refusedLatency.p50Ms, latency_p99_ms: result.refusedLatency.p99Ms }),
    },
    warnings: generatorWarnings(result),
  };
}
