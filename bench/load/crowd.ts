// Owns: the crowd of clients (bench/native/src/bin/crowd.rs) as the bench runs it: for what wrk cannot do, which is to time connects
// and to come from several addresses. Must never: stand beside wrk in one step: the figures of the two are not compared.

import { z } from 'zod';
import { binaryOf, CROWD } from '../native/programs.js';
import { PROJECT_FOLDER } from '../project-folder.js';
import { runProcess } from '../run/run-process.js';
import type { Latencies, LoadResult } from './load.js';

export interface CrowdPlan {
  readonly port: number;
  readonly path: string;
  readonly body: string;
  readonly connections: number;
  /** 127.0.0.1 and those behind it. */
  readonly addresses: number;
  readonly timeoutMs: number;
  /** What a right body has in it; empty where none is looked at. */
  readonly contains: string;
}

export interface CrowdResult extends LoadResult {
  /** Of those that were connected. */
  readonly connectTimes: Latencies | null;
}

const count = z.number().int().nonnegative();
const times = z.strictObject({ min_us: count, p50_us: count, p99_us: count, max_us: count }).nullable();
const output = z.strictObject({
  answered: count,
  refused: count,
  wrong: count,
  connect: count,
  read: count,
  timeout: count,
  elapsed_us: count,
  cpu_us: count,
  connect_times: times,
  answered_latency: times,
  refused_latency: times,
});

/** `pinned` is put ahead of its command, for example `taskset -c 1`. Rejects when it fails; `signal` ends it. */
export async function runCrowd(
  pinned: readonly string[],
  plan: CrowdPlan,
  signal: AbortSignal,
): Promise<CrowdResult> {
  const { timeoutMs, ...rest } = plan;
  const text = JSON.stringify({ ...rest, timeout_ms: timeoutMs });
  const finished = await runProcess([...pinned, binaryOf(CROWD), text], { signal, cwd: PROJECT_FOLDER });
  if (finished.code !== 0) {
    throw new Error(
      `the crowd ended with ${finished.signal ?? `code ${finished.code}`}: ${finished.stderr.trim()}`,
    );
  }
  const seen = output.parse(JSON.parse(finished.stdout));
  return {
    sent: plan.connections,
    answered: seen.answered,
    refused: seen.refused,
    wrong: seen.wrong,
    connectErrors: seen.connect,
    readErrors: seen.read,
    timeouts: seen.timeout,
    elapsedMs: seen.elapsed_us / 1_000,
    answeredLatency: inMs(seen.answered_latency),
    refusedLatency: inMs(seen.refused_latency),
    connectTimes: inMs(seen.connect_times),
    cpuShare: seen.cpu_us / seen.elapsed_us,
  };
}

function inMs(seen: z.infer<typeof times>): Latencies | null {
  if (seen === null) return null;
  return {
    minMs: seen.min_us / 1_000,
    p50Ms: seen.p50_us / 1_000,
    p99Ms: seen.p99_us / 1_000,
    maxMs: seen.max_us / 1_000,
  };
}
