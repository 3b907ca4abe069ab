// Owns: wrk as a load generator: its arguments, its Lua scripts, and reading what they print.
// Must never: run with more than one thread. The scripts count in one Lua state, and a second core may not be there.

import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Finished, runProcess } from '../run/run-process.js';
import type { Latencies, LoadGenerator, LoadPlan, LoadResult } from './load.js';

/** wrk's own limit on a run that is expected to end by itself. */
const GRACE_SECONDS = 5;
const MARK = 'bench-result ';

const count = z.number().int().nonnegative();
const latencies = z.strictObject({ min_us: count, p50_us: count, p99_us: count, max_us: count });
const errors = { connect: count, read: count, write: count, timeout: count };
const totals = { requests: count, elapsed_us: count, cpu_us: count, ...errors };

const steadyOutput = z.strictObject({ ...totals, ...latencies.shape, status: count });
const oneEachOutput = z.strictObject({
  ...totals,
  wrong: count,
  refused: count,
  ended: z.boolean(),
  refused_latency: latencies.nullable(),
  answered_latency: latencies.nullable(),
});

/**
 * The wrk that is installed, or null. `pinned` is put ahead of its command, for example `taskset -c 1`.
 */
export async function findWrk(pinned: readonly string[]): Promise<LoadGenerator | null> {
  // `wrk -v` prints its version and its usage, and ends with 1.
  const version = await runProcess(['wrk', '-v']).then(
    ({ stdout, stderr }) => /^wrk (?:debian\/)?(\S+)/m.exec(stdout + stderr)?.[1],
    () => undefined,
  );
  if (version === undefined) return null;
  return {
    name: 'wrk',
    version,
    canRenewConnections: true,
    pinned,
    run: (plan, signal) => runWrk(pinned, plan, signal),
  };
}

async function runWrk(pinned: readonly string[], plan: LoadPlan, signal: AbortSignal): Promise<LoadResult> {
  const finished = await runProcess([...pinned, ...wrkCommand(plan)], { signal });
  if (finished.code !== 0) throw new Error(`wrk ended with ${endingOf(finished)}: ${finished.stderr.trim()}`);
  const elapsedMs = finished.elapsedMs;
  const output = markedOutput(finished.stdout);
  if (plan.requests.kind === 'for') return steadyResult(steadyOutput.parse(output));
  return oneEachResult(plan, oneEachOutput.parse(output), elapsedMs);
}

function wrkCommand(plan: LoadPlan): readonly string[] {
  const { requests, answer } = plan;
  const steady = requests.kind === 'for';
  const seconds = steady ? requests.durationMs / 1_000 : plan.timeoutMs / 1_000 + GRACE_SECONDS;
  const script = fileURLToPath(
    new URL(steady ? '../../load/wrk-steady.lua' : '../../load/wrk-one-each.lua', import.meta.url),
  );
  const rest = steady
    ? [requests.newConnections ? 'new' : 'keep']
    : [String(plan.connections), answer.contains ?? '', String(answer.events)];
  return [
    ...['wrk', '--threads', '1', '--connections', String(plan.connections)],
    ...['--duration', `${Math.ceil(seconds)}s`, '--timeout', `${Math.ceil(plan.timeoutMs / 1_000)}s`],
    ...['--script', script, `http://127.0.0.1:${plan.port}${plan.path}`, '--', plan.body, ...rest],
  ];
}

function markedOutput(stdout: string): unknown {
  const line = stdout.split('\n').find((text) => text.startsWith(MARK));
  if (line === undefined) throw new Error(`wrk printed no result: ${stdout.trim().slice(-500)}`);
  return JSON.parse(line.slice(MARK.length));
}

function steadyResult(output: z.infer<typeof steadyOutput>): LoadResult {
  return {
    sent: output.requests,
    answered: output.requests - output.status,
    refused: 0,
    wrong: output.status,
    connectErrors: output.connect,
    readErrors: output.read + output.write,
    timeouts: output.timeout,
    elapsedMs: output.elapsed_us / 1_000,
    answeredLatency: latenciesOf(output),
    refusedLatency: null,
    cpuShare: output.cpu_us / output.elapsed_us,
  };
}

function oneEachResult(plan: LoadPlan, output: z.infer<typeof oneEachOutput>, elapsedMs: number): LoadResult {
  const answered = output.requests - output.refused - output.wrong;
  if (answered > 0 && output.answered_latency === null) {
    throw new Error(`${output.timeout} answers came after its limit of ${plan.timeoutMs} ms, and no other`);
  }
  return {
    sent: plan.connections,
    answered,
    refused: output.refused,
    wrong: output.wrong,
    connectErrors: output.connect,
    readErrors: output.read + output.write,
    timeouts: output.timeout,
    elapsedMs: output.elapsed_us / 1_000,
    answeredLatency: latenciesOf(output.answered_latency),
    refusedLatency: latenciesOf(output.refused_latency),
    cpuShare: output.cpu_us / 1_000 / elapsedMs,
  };
}

function latenciesOf(output: z.infer<typeof latencies> | null): Latencies | null {
  if (output === null) return null;
  return {
    minMs: output.min_us / 1_000,
    p50Ms: output.p50_us / 1_000,
    p99Ms: output.p99_us / 1_000,
    maxMs: output.max_us / 1_000,
  };
}

function endingOf(finished: Finished): string {
  return finished.signal ?? `code ${finished.code}`;
}
