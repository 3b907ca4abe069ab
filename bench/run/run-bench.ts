// Owns: a whole run, from the checks of the answers to the Results. Must never: leave anything behind, however it ends.

import type { Limits } from '../limits/limits.js';
import type { LoadGenerator } from '../load/load.js';
import { messageOf } from '../message-of.js';
import type { Measurement, Results } from '../report/results.js';
import type { Scenario } from '../scenarios/scenario.js';
import { checkAnswers } from '../servers/check-answers.js';
import type { BenchServer } from '../servers/server.js';
import { versionOf } from '../servers/servers.js';
import { lastRoundOf, whyNotAdded } from './add-up.js';
import { readMachine, readProduct } from './machine.js';
import type { Quietness } from './machine-watch.js';
import { measureCell } from './measure.js';
import type { Progress } from './progress.js';
import { scheduleCells } from './schedule.js';
import { withServer } from './server-run.js';

/**
 * What servers are asked before anyone is timed: enough to see delay, cap and pace. They hold for so long that no stall of the
 * machine lets the first of ten requests go before the last has come.
 */
const CHECKED_WORKS = [
  { cap: 8, delayMs: 500, tokens: 0, tokenGapMs: 0 },
  { cap: 8, delayMs: 0, tokens: 15, tokenGapMs: 20 },
];

export interface BenchPlan {
  readonly command: string;
  readonly scenarios: readonly Scenario[];
  readonly servers: readonly BenchServer[];
  readonly rounds: number;
  /** The run that this one is added to; null for one of its own. */
  readonly before: Results | null;
  /** Why compiled programs are not there, by their names. */
  readonly missing: ReadonlyMap<string, string>;
  /** The machine as it was before anything was started. */
  readonly quietness: Quietness;
}

export interface BenchRun {
  readonly results: Results;
  /** Why it was broken off; null for a run that came to its end. */
  readonly brokenOff: unknown;
}

/**
 * Runs the plan. What was measured until then is kept when the run is broken off, by `signal` or because nothing can be
 * started any more. Rejects when a server's answers are not those that all have to give.
 */
export async function runBench(
  plan: BenchPlan,
  limits: Limits,
  load: LoadGenerator,
  progress: (cells: ReturnType<typeof scheduleCells>) => Progress,
  signal: AbortSignal,
): Promise<BenchRun> {
  const startedAt = new Date();
  const product = await readProduct(process.env);
  const cells = scheduleCells(plan.scenarios, plan.servers, plan.rounds, ({ name }) =>
    lastRoundOf(plan.before, name),
  );
  const shown = progress(cells);
  const measurements: Measurement[] = [];
  let brokenOff: unknown = null;
  const why =
    plan.before === null
      ? null
      : whyNotAdded(
          plan.before,
          resultsOf(plan, limits, load, { startedAt, product, measurements, brokenOff }),
        );
  // Before anything is measured: it would have to be thrown away.
  if (why !== null) throw new Error(`cannot be added to the run that is there: ${why}`);
  try {
    for (const server of plan.servers) {
      if (server.native !== null && plan.missing.has(server.native.binary)) continue;
      shown.say(`checking the answers of ${server.name}`);
      for (const work of CHECKED_WORKS.filter(({ delayMs }) => delayMs === 0 || server.can.delay)) {
        await withServer(limits, server, work, signal, (run) => checkAnswers(server, run.work));
      }
    }
    for (const cell of cells) {
      shown.begin(cell);
      const measured = await measureCell(cell, { limits, load, missing: plan.missing, signal });
      measurements.push(...measured);
      shown.end(cell, measured);
    }
  } catch (error) {
    if (measurements.length === 0) throw error;
    brokenOff = error;
  } finally {
    shown.stop();
  }
  return {
    results: resultsOf(plan, limits, load, { startedAt, product, measurements, brokenOff }),
    brokenOff,
  };
}

function resultsOf(
  plan: BenchPlan,
  limits: Limits,
  load: LoadGenerator,
  ran: {
    readonly startedAt: Date;
    readonly product: Results['product'];
    readonly measurements: Measurement[];
    readonly brokenOff: unknown;
  },
): Results {
  const warnings = [...limits.warnings, ...plan.quietness.warnings];
  if (load.name === 'autocannon') {
    warnings.push('autocannon can ask less than wrk: install wrk to see what fast servers can do');
  }
  if (ran.brokenOff !== null) warnings.push(`the run was broken off: ${messageOf(ran.brokenOff)}`);
  const startedAt = ran.startedAt.toISOString();
  const finishedAt = new Date().toISOString();
  return {
    schema_version: 1,
    started_at: startedAt,
    finished_at: finishedAt,
    command: plan.command,
    product: ran.product,
    profile: limits.profile.name,
    rounds_count: plan.rounds,
    machine: readMachine(),
    limits: {
      kind: limits.kind,
      cores_count: limits.profile.cores,
      memory_bytes: limits.profile.memoryBytes,
      server_cpus: limits.serverCpus,
      load_generator_cpus: limits.loadGeneratorCpus,
      node_version: limits.nodeVersion,
    },
    load_generator: { name: load.name, version: load.version },
    servers: plan.servers.map((server) => ({
      name: server.name,
      title: server.title,
      version: versionOf(server, limits.nodeVersion),
      command: [...server.command],
      work: server.work,
    })),
    scenarios: plan.scenarios.map(({ name, title, steps }) => ({
      name,
      title,
      steps: steps.map((step) => ({ name: step.name, title: step.title })),
    })),
    pieces: [
      {
        started_at: startedAt,
        finished_at: finishedAt,
        command: plan.command,
        commit: ran.product.commit,
        modified: ran.product.modified,
        ...(ran.product.source === undefined ? {} : { source: ran.product.source }),
        scenarios: plan.scenarios.map(({ name }) => name),
        servers: plan.servers.map(({ name }) => name),
        rounds_count: plan.rounds,
        load_average: plan.quietness.loadAverage,
        others_cpu_share: plan.quietness.othersShare,
        steal_share: plan.quietness.stealShare,
      },
    ],
    measurements: ran.measurements,
    warnings,
  };
}
