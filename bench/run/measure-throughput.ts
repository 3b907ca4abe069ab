// Owns: the measuring of one step of throughput. Must never: look at bodies: the answers were checked before.

import { type LoadGenerator, type LoadPlan, NOT_LOOKED_AT } from '../load/load.js';
import type { ThroughputStep } from '../scenarios/scenario.js';
import { BODY, differentBody } from '../servers/work.js';
import { processorMs } from './process-figures.js';
import type { ServerRun } from './server-run.js';
import { assertClean, generatorWarnings, type StepResult } from './step-result.js';

const TIMEOUT_MS = 10_000;

/** A plan of as many requests as go into a time, bodies not looked at: the answers were checked before. */
export function steadyPlan(
  run: ServerRun,
  connections: number,
  durationMs: number,
  newConnections = false,
): LoadPlan {
  return {
    port: run.work.port,
    path: run.server.path,
    body: BODY,
    connections,
    requests: { kind: 'for', durationMs, newConnections },
    timeoutMs: TIMEOUT_MS,
    answer: NOT_LOOKED_AT,
  };
}

export async function measureThroughput(
  run: ServerRun,
  load: LoadGenerator,
  step: ThroughputStep,
): Promise<StepResult> {
  const steady = steadyPlan(run, step.connections, step.durationMs, step.newConnections);
  const plan = step.bodyBytes === null ? steady : { ...steady, body: differentBody(step.bodyBytes) };
  const before = { cpuMs: processorMs(run.pid), atMs: performance.now() };
  const result = await load.run(plan, run.signal);
  const cpuMs = processorMs(run.pid) - before.cpuMs;
  assertClean(result, { lostAllowed: false, refusedAllowed: false });
  return {
    figures: {
      answers_per_second: (result.answered * 1_000) / result.elapsedMs,
      latency_p50_ms: result.answeredLatency?.p50Ms ?? Number.NaN,
      latency_p99_ms: result.answeredLatency?.p99Ms ?? Number.NaN,
      latency_max_ms: result.answeredLatency?.maxMs ?? Number.NaN,
      server_cpu_us_per_answer: (cpuMs * 1_000) / result.answered,
      server_cpu_share: cpuMs / (performance.now() - before.atMs),
      load_generator_cpu_share: result.cpuShare,
    },
    warnings: generatorWarnings(result),
  };
}
