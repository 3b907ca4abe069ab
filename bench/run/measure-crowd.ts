// Owns: the measuring of a crowd: connects that all come at once, and a hundred thousand requests that are held. Must never: run while
// other traffic is on the machine: the kernel counts what it drops for all of it.

import { type CrowdResult, runCrowd } from '../load/crowd.js';
import type { LoadGenerator } from '../load/load.js';
import type { CrowdStep } from '../scenarios/scenario.js';
import { BODY } from '../servers/work.js';
import { peakBetween } from './memory-samples.js';
import { readNetworkCounters } from './network-counters.js';
import { WORDS } from './right-answers.js';
import type { ServerRun } from './server-run.js';
import {
  assertClean,
  assertNeverEarly,
  type Figures,
  generatorWarnings,
  lateness,
  type StepResult,
} from './step-result.js';

/** The kernel asks again after 1, 3, 7 and 15 s. */
const TIMEOUT_MS = 30_000;
/** When, as shares of the delay, all requests have arrived and none is answered yet. */
const HELD_FROM = 0.6;
const HELD_UNTIL = 0.95;

function crowdOf(run: ServerRun, load: LoadGenerator, step: CrowdStep): Promise<CrowdResult> {
  const { connections, addresses } = step;
  const { port, delayMs } = run.work;
  const plan = {
    port,
    path: run.server.path,
    body: BODY,
    connections,
    addresses,
    timeoutMs: delayMs + TIMEOUT_MS,
    contains: WORDS,
  };
  return runCrowd(load.pinned, plan, run.signal);
}

export async function measureStorm(
  run: ServerRun,
  load: LoadGenerator,
  step: CrowdStep,
): Promise<StepResult> {
  const before = readNetworkCounters();
  const result = await crowdOf(run, load, step);
  const after = readNetworkCounters();
  assertClean(result, { lostAllowed: true, refusedAllowed: false });
  return {
    figures: {
      ...countsOf(result),
      connections_refused_count: result.connectErrors,
      ...connectTimesOf(result),
      syns_dropped_count: after.listenDrops - before.listenDrops,
      listen_overflows_count: after.listenOverflows - before.listenOverflows,
      segments_retransmitted_count: after.segmentsRetransmitted - before.segmentsRetransmitted,
      last_served_ms: result.elapsedMs,
      load_generator_cpu_share: result.cpuShare,
    },
    // A storm is as fast as the clients' core can make it: that this core is full is what is asked for.
    warnings: [],
  };
}

export async function measureHeldCrowd(
  run: ServerRun,
  load: LoadGenerator,
  step: CrowdStep,
  idleBytes: number,
): Promise<StepResult> {
  const { delayMs } = run.work;
  const [result, peak] = await Promise.all([
    crowdOf(run, load, step),
    peakBetween(run, delayMs * HELD_FROM, delayMs * HELD_UNTIL),
  ]);
  assertClean(result, { lostAllowed: true, refusedAllowed: false });
  assertNeverEarly(result, delayMs);
  return {
    figures: {
      ...countsOf(result),
      rss_idle_bytes: idleBytes,
      rss_held_bytes: peak.rssBytes,
      ...(peak.containerBytes === null ? {} : { container_held_bytes: peak.containerBytes }),
      ...lateness(result, delayMs),
      ...connectTimesOf(result),
      load_generator_cpu_share: result.cpuShare,
    },
    warnings: generatorWarnings(result),
  };
}

function countsOf(result: CrowdResult): Figures {
  return {
    requests_count: result.sent,
    answered_count: result.answered,
    lost_count: result.sent - result.answered,
  };
}

function connectTimesOf({ connectTimes }: CrowdResult): Figures {
  if (connectTimes === null) return {};
  return {
    connect_p50_ms: connectTimes.p50Ms,
    connect_p99_ms: connectTimes.p99Ms,
    connect_max_ms: connectTimes.maxMs,
  };
}
