// Owns: the measuring of one step of density: memory while requests are held, and how late their answers are.
// Must never: warm a server up before: memory that a warm-up left behind would hide what held requests cost.

import { runCrowd } from '../load/crowd.js';
import { type LoadGenerator, type LoadResult, NOT_LOOKED_AT } from '../load/load.js';
import { CROWD, isBuilt } from '../native/programs.js';
import type { DensityStep } from '../scenarios/scenario.js';
import { BODY, differentBody } from '../servers/work.js';
import { bytesPerFurther, containerBytesPerFurther, type Footprint, peakBetween } from './memory-samples.js';
import type { ServerRun } from './server-run.js';
import {
  assertClean,
  assertNeverEarly,
  generatorWarnings,
  lateness,
  type StepResult,
} from './step-result.js';

/** Beyond the delay: an answer that is later is lost. */
const LATE_MS_MAX = 20_000;
/** When, as shares of the delay, all requests have arrived and none is answered yet. */
const HELD_FROM = 0.6;
const HELD_UNTIL = 0.95;

/**
 * One address has 28,232 ports for one server, of which those of the step before are taken for another minute: near the end of them the
 * kernel looks for a free one so long that 19,000 connects took more than ten seconds, and servers end connections that have said
 * nothing for so long.
 */
const ADDRESSES = 4;

/** All at once, one request each: by the crowd, which comes from several addresses, where it is built and the bodies are equal. */
function held(run: ServerRun, load: LoadGenerator, step: DensityStep): Promise<LoadResult> {
  const { port, delayMs } = run.work;
  const common = {
    ...{ port, path: run.server.path, connections: step.held, timeoutMs: delayMs + LATE_MS_MAX },
    body: step.bodyBytes === null ? BODY : differentBody(step.bodyBytes),
  };
  return step.bodyBytes === null && isBuilt(CROWD)
    ? runCrowd(load.pinned, { ...common, addresses: ADDRESSES, contains: '' }, run.signal)
    : load.run({ ...common, requests: { kind: 'one-each' }, answer: NOT_LOOKED_AT }, run.signal);
}

export async function measureDensity(
  run: ServerRun,
  load: LoadGenerator,
  step: DensityStep,
  idleBytes: number,
  lighter: Footprint | null,
): Promise<StepResult & { readonly footprint: Footprint }> {
  const { delayMs } = run.work;
  const [result, peak, coming] = await Promise.all([
    held(run, load, step),
    peakBetween(run, delayMs * HELD_FROM, delayMs * HELD_UNTIL),
    // Looking costs a little: only where what comes in counts.
    step.bodyBytes === null ? null : peakBetween(run, 0, delayMs * HELD_UNTIL),
  ]);
  assertClean(result, { lostAllowed: true, refusedAllowed: false });
  assertNeverEarly(result, delayMs);
  const comingBytes = coming?.containerBytes ?? null;
  const footprint = { count: step.held, ...peak };
  const containerBytes = lighter === null ? null : containerBytesPerFurther(lighter, footprint);
  return {
    figures: {
      requests_count: result.sent,
      answered_count: result.answered,
      lost_count: result.sent - result.answered,
      rss_idle_bytes: idleBytes,
      rss_held_bytes: peak.rssBytes,
      ...(coming === null ? {} : { rss_peak_bytes: coming.rssBytes }),
      ...(peak.containerBytes === null ? {} : { container_held_bytes: peak.containerBytes }),
      ...(comingBytes === null ? {} : { container_peak_bytes: comingBytes }),
      ...(lighter === null ? {} : { bytes_per_held_request: bytesPerFurther(lighter, footprint) }),
      ...(containerBytes === null ? {} : { container_bytes_per_held_request: containerBytes }),
      ...lateness(result, delayMs),
      load_generator_cpu_share: result.cpuShare,
    },
    warnings: generatorWarnings(result),
    footprint,
  };
}
