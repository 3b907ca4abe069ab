// Owns: one cell of the bench: one server, one scenario, one round, in a process of its own, all steps one after the
// other. Must never: let what one cell did reach the next.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Limits } from '../limits/limits.js';
import type { LoadGenerator } from '../load/load.js';
import type { Measurement } from '../report/results.js';
import type { Scenario } from '../scenarios/scenario.js';
import type { BenchServer } from '../servers/server.js';
import type { Work } from '../servers/work.js';
import { openFilesMax } from './machine.js';
import { measureBurst } from './measure-burst.js';
import { measureCap } from './measure-cap.js';
import { measureDensity } from './measure-density.js';
import { measureScrape } from './measure-scrape.js';
import { measureStreaming } from './measure-streaming.js';
import { measureThroughput, warmUp } from './measure-throughput.js';
import { type Footprint, idleBytes } from './memory-samples.js';
import { LimitsError, type ServerRun, withServer } from './server-run.js';
import type { StepResult } from './step-result.js';

/** Above everything that is sent where the cap is not what is measured. */
const CAP_OUT_OF_THE_WAY = 20_000;
/** Descriptors of the load generator that are no connections. */
const DESCRIPTORS_BESIDE = 64;
/** Between steps: connections of the last one are closed, and its memory is let go. */
const BETWEEN_STEPS_MS = 500;
const IDLE_MS = 3_000;

export interface Cell {
  readonly scenario: Scenario;
  readonly server: BenchServer;
  readonly round: number;
  readonly place: number;
}

export interface Equipment {
  readonly limits: Limits;
  readonly load: LoadGenerator;
  readonly signal: AbortSignal;
}

/** A step of any scenario, with the scenario's own way of measuring it. */
interface Measure {
  readonly name: string;
  readonly connections: number;
  /** Why the equipment cannot measure it; null if it can. */
  readonly cannot?: string | null;
  readonly run: () => Promise<StepResult>;
}

/**
 * Measures all steps of a cell. What breaks becomes an `error` of its step and of those behind it; rejects only when
 * the bench was told to end, or when the limits can start nothing.
 */
export async function measureCell(cell: Cell, equipment: Equipment): Promise<readonly Measurement[]> {
  const done: Measurement[] = [];
  const rest = (outcome: Measurement['outcome'], reason: string): readonly Measurement[] => {
    const missing = cell.scenario.steps.slice(done.length);
    return [...done, ...missing.map(({ name }) => measurement(cell, name, outcome, reason))];
  };
  const cannot = whatItCannot(cell);
  if (cannot !== null) return rest('left-out', cannot);
  try {
    return await withServer(
      equipment.limits,
      cell.server,
      workOf(cell.scenario),
      equipment.signal,
      async (run) => {
        for (const step of await prepared(cell.scenario, run, equipment.load)) {
          if (step.connections + DESCRIPTORS_BESIDE > openFilesMax()) {
            return rest(
              'left-out',
              `needs ${step.connections} open files, and ${openFilesMax()} are allowed`,
            );
          }
          if (step.cannot) {
            done.push(measurement(cell, step.name, 'left-out', step.cannot));
            continue;
          }
          const result = await step.run();
          done.push({
            ...measurement(cell, step.name, 'measured', null),
            figures: result.figures,
            warnings: [...result.warnings],
          });
          if (result.saturated) return rest('left-out', `saturated at ${step.name}`);
          await sleep(BETWEEN_STEPS_MS, undefined, { signal: run.signal });
        }
        return done;
      },
    );
  } catch (error) {
    equipment.signal.throwIfAborted();
    if (error instanceof LimitsError) throw error;
    return rest('error', error instanceof Error ? error.message : String(error));
  }
}

function whatItCannot({ scenario, server }: Cell): string | null {
  if (scenario.name === 'cap' && !server.can.cap) return 'has no cap';
  if (scenario.delayMs > 0 && !server.can.delay) return 'cannot hold an answer back';
  if (scenario.name === 'streaming' && !server.can.stream) return 'does not stream at a given pace';
  if (scenario.name === 'scrape' && !server.can.metrics) return 'has no metrics page';
  return null;
}

function workOf(scenario: Scenario): Omit<Work, 'port'> {
  const streamed = scenario.name === 'streaming';
  const [step] = scenario.steps;
  return {
    cap: step !== undefined && 'cap' in step ? step.cap : CAP_OUT_OF_THE_WAY,
    delayMs: scenario.delayMs,
    tokens: streamed ? scenario.tokens : 0,
    tokenGapMs: streamed ? scenario.tokenGapMs : 0,
  };
}

/** Brings a server into the state that its scenario begins with, and gives the steps. */
async function prepared(
  scenario: Scenario,
  run: ServerRun,
  load: LoadGenerator,
): Promise<readonly Measure[]> {
  if (scenario.name === 'startup') {
    const figures = { ready_ms: run.readyMs, rss_ready_bytes: run.rssReadyBytes };
    return scenario.steps.map(({ name }) => ({
      name,
      connections: 1,
      run: () => Promise.resolve({ figures, warnings: [] }),
    }));
  }
  if (scenario.name === 'density') {
    const idle = await idleBytes(run, IDLE_MS);
    let lightest: Footprint | null = null;
    return scenario.steps.map((step) => ({
      name: step.name,
      connections: step.held,
      run: async () => {
        const result = await measureDensity(run, load, step, idle, lightest);
        lightest ??= result.footprint;
        return result;
      },
    }));
  }
  await warmUp(run, load);
  switch (scenario.name) {
    case 'throughput':
      return scenario.steps.map((step) => ({
        ...measureOf(step, () => measureThroughput(run, load, step)),
        cannot:
          step.newConnections && !load.canRenewConnections
            ? `${load.name} cannot open a connection for each request`
            : null,
      }));
    case 'cap':
      return scenario.steps.map((step) => ({
        name: step.name,
        connections: step.cap + step.beyond,
        run: () => measureCap(run, load, step),
      }));
    case 'burst':
      return scenario.steps.map((step) => measureOf(step, () => measureBurst(run, load, step)));
    case 'scrape':
      return scenario.steps.map((step) => measureOf(step, () => measureScrape(run, load, step)));
    case 'streaming': {
      let lightest: Footprint | null = null;
      return scenario.steps.map((step) => ({
        name: step.name,
        connections: step.streams,
        run: async () => {
          const result = await measureStreaming(run, load, step, lightest);
          lightest ??= result.footprint;
          return result;
        },
      }));
    }
  }
}

function measureOf(
  step: { readonly name: string; readonly connections: number },
  run: () => Promise<StepResult>,
): Measure {
  return { name: step.name, connections: step.connections, run };
}

function measurement(
  cell: Cell,
  step: string,
  outcome: Measurement['outcome'],
  reason: string | null,
): Measurement {
  return {
    scenario: cell.scenario.name,
    step,
    server: cell.server.name,
    round: cell.round,
    place: cell.place,
    outcome,
    reason,
    figures: {},
    warnings: [],
  };
}
