// Owns: what a scenario asks of a server, and how each of its steps is measured: the one place that knows all scenarios.
// Must never: decide what becomes of a step that breaks.

import type { LoadGenerator } from '../load/load.js';
import type { Scenario } from '../scenarios/scenario.js';
import type { BenchServer } from '../servers/server.js';
import type { Work } from '../servers/work.js';
import { measureBurst } from './measure-burst.js';
import { measureCap } from './measure-cap.js';
import { measureDensity } from './measure-density.js';
import { measureFaults } from './measure-faults.js';
import { measureScrape } from './measure-scrape.js';
import { measureStreaming } from './measure-streaming.js';
import { measureThroughput, warmUp } from './measure-throughput.js';
import { type Footprint, idleBytes } from './memory-samples.js';
import type { ServerRun } from './server-run.js';
import type { StepResult } from './step-result.js';

/** Above everything that is sent where the cap is not what is measured. */
const CAP_OUT_OF_THE_WAY = 20_000;
const IDLE_MS = 3_000;

/** A step of any scenario, with the scenario's own way of measuring it. */
export interface MeasuredStep {
  readonly name: string;
  readonly connections: number;
  /** Why the equipment cannot measure it; null if it can. */
  readonly cannot?: string | null;
  readonly run: () => Promise<StepResult>;
}

/** Why a server is left out of a scenario; null if it can do it. */
export function whatItCannot(scenario: Scenario, server: BenchServer): string | null {
  if (scenario.name === 'cap' && !server.can.cap) return 'has no cap';
  if (scenario.delayMs > 0 && !server.can.delay) return 'cannot hold an answer back';
  if (scenario.name === 'streaming' && !server.can.stream) return 'does not stream at a given pace';
  if (scenario.name === 'scrape' && !server.can.metrics) return 'has no metrics page';
  if (scenario.name === 'faults' && !server.can.faults) return 'has no faults';
  return null;
}

/** What a server is told to do in a scenario. */
export function workOf(scenario: Scenario): Omit<Work, 'port'> {
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
export async function preparedSteps(
  scenario: Scenario,
  run: ServerRun,
  load: LoadGenerator,
): Promise<readonly MeasuredStep[]> {
  if (scenario.name === 'startup') {
    const figures = { ready_ms: run.readyMs, rss_ready_bytes: run.rssReadyBytes };
    return scenario.steps.map(({ name }) => ({
      name,
      connections: 1,
      run: () => Promise.resolve({ figures, warnings: [] }),
    }));
  }
  if (scenario.name === 'density' || scenario.name === 'prompts') {
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
        ...measured(step, () => measureThroughput(run, load, step)),
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
      return scenario.steps.map((step) => measured(step, () => measureBurst(run, load, step)));
    case 'scrape':
      return scenario.steps.map((step) => measured(step, () => measureScrape(run, load, step)));
    case 'faults':
      return scenario.steps.map((step) => ({
        name: step.name,
        connections: step.held,
        run: () => measureFaults(run, load, step),
      }));
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

function measured(
  step: { readonly name: string; readonly connections: number },
  run: () => Promise<StepResult>,
): MeasuredStep {
  return { name: step.name, connections: step.connections, run };
}
