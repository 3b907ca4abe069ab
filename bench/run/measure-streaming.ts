// Owns: the measuring of one step of streaming. Must never: count events of a stream that did not come to its end.

import type { LoadGenerator } from '../load/load.js';
import type { StreamingStep } from '../scenarios/scenario.js';
import { STREAM_BODY } from '../servers/work.js';
import { bytesPerFurther, type Footprint, peakBetween } from './memory-samples.js';
import { processorMs } from './process-figures.js';
import { wholeStream } from './right-answers.js';
import type { ServerRun } from './server-run.js';
import {
  assertClean,
  assertNeverEarly,
  generatorWarnings,
  lateness,
  type StepResult,
} from './step-result.js';

const LATE_MS_MAX = 30_000;
/** A server that delivers less than this share of what is due has reached its limit. */
const SATURATED_BELOW_SHARE = 0.75;

export async function measureStreaming(
  run: ServerRun,
  load: LoadGenerator,
  step: StreamingStep,
  lighter: Footprint | null,
): Promise<StepResult & { readonly footprint: Footprint }> {
  const plannedMs = run.work.tokens * run.work.tokenGapMs;
  const answer = wholeStream(run.server, run.work.tokens);
  const before = { cpuMs: processorMs(run.pid), atMs: performance.now() };
  const [result, peak] = await Promise.all([
    load.run(
      {
        port: run.work.port,
        path: run.server.path,
        body: STREAM_BODY,
        connections: step.streams,
        requests: { kind: 'one-each' },
        timeoutMs: plannedMs + LATE_MS_MAX,
        answer,
      },
      run.signal,
    ),
    peakBetween(run, 0, plannedMs),
  ]);
  const cpuMs = processorMs(run.pid) - before.cpuMs;
  const wholeMs = performance.now() - before.atMs;
  assertClean(result, { lostAllowed: false, refusedAllowed: false });
  assertNeverEarly(result, plannedMs);
  const footprint = { count: step.streams, ...peak };
  const planned = (step.streams * answer.events * 1_000) / plannedMs;
  const delivered = (result.answered * answer.events * 1_000) / result.elapsedMs;
  return {
    figures: {
      requests_count: result.sent,
      planned_events_per_second: planned,
      events_per_second: delivered,
      ...lateness(result, plannedMs),
      ...(lighter === null ? {} : { bytes_per_stream: bytesPerFurther(lighter, footprint) }),
      server_cpu_share: cpuMs / wholeMs,
      load_generator_cpu_share: result.cpuShare,
      lost_count: result.sent - result.answered,
    },
    warnings: generatorWarnings(result),
    footprint,
    saturated: delivered < planned * SATURATED_BELOW_SHARE,
  };
}
