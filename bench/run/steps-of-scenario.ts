// Owns: what a scenario asks of a server, and how each of its steps is measured: the one place that knows all scenarios.
// Must never: decide what becomes of a step that breaks.

import { openFilesMax } from '../limits/open-files.js';
import type { LoadGenerator } from '../load/load.js';
import { CROWD, isBuilt } from '../native/programs.js';
import type {
  CrowdScenario,
  Scenario,
  StreamingScenario,
  StreamKindsScenario,
} from '../scenarios/scenario.js';
import type { BenchServer } from '../servers/server.js';
import type { Work } from '../servers/work.js';
import { measureBurst } from './measure-burst.js';
import { measureCap } from './measure-cap.js';
import { measureHeldCrowd, measureStorm } from './measure-crowd.js';
import { measureDensity } from './measure-density.js';
import { measureFaults } from './measure-faults.js';
import { measureScrape } from './measure-scrape.js';
import { cannotStream, measureStreamKind } from './measure-stream-kind.js';
import { measureStreaming } from './measure-streaming.js';
import { measureThroughput } from './measure-throughput.js';
import { type Footprint, idleBytes } from './memory-samples.js';
import type { ServerRun } from './server-run.js';
import type { StepResult } from './step-result.js';
import { warmUp } from './warm-up.js';

/** Above everything that is sent where the cap is not what is measured, but for a crowd. */
const CAP_OUT_OF_THE_WAY = 20_000;
/** What the start has left lying about is given back within seconds; the requests that are held then would seem to cost less. */
const IDLE_MS = 8_000;
/** Of a crowd and of the server that serves it, which are no connections. */
const DESCRIPTORS_BESIDE = 1_000;

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
  if (isPaced(scenario) && !server.can.stream) return 'does not stream at a given pace';
  if (scenario.name === 'scrape' && !server.can.metrics) return 'has no metrics page';
  if (scenario.name === 'faults' && !server.can.faults) return 'has no faults that it counts';
  if (isCrowd(scenario) && openFilesMax() < crowdOf(scenario) + DESCRIPTORS_BESIDE) {
    return `needs ${crowdOf(scenario)} open files, and ${openFilesMax()} are allowed (ulimit -Hn)`;
  }
  if (isCrowd(scenario) && !isBuilt(CROWD)) return 'needs clients that are not built, for want of cargo';
  return null;
}

/** What a server is told to do in a scenario. */
export function workOf(scenario: Scenario): Omit<Work, 'port'> {
  const paced = isPaced(scenario) ? scenario : { tokens: 0, tokenGapMs: 0 };
  const [step] = scenario.steps;
  const most = isCrowd(scenario) ? crowdOf(scenario) : 0;
  return {
    cap: step !== undefined && 'cap' in step ? step.cap : Math.max(most, CAP_OUT_OF_THE_WAY),
    delayMs: scenario.delayMs,
    tokens: paced.tokens,
    tokenGapMs: paced.tokenGapMs,
  };
}

function isPaced(scenario: Scenario): scenario is StreamingScenario | StreamKindsScenario {
  return scenario.name === 'streaming' || scenario.name === 'stream-kinds';
}

function isCrowd(scenario: Scenario): scenario is CrowdScenario {
  return scenario.name === 'held-100k' || scenario.name === 'connect-storm';
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
  if (scenario.name === 'held-100k') {
    const idle = await idleBytes(run, IDLE_MS);
    return scenario.steps.map((step) => measured(step, () => measureHeldCrowd(run, load, step, idle)));
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
    case 'connect-storm':
      return scenario.steps.map((step) => measured(step, () => measureStorm(run, load, step)));
    case 'stream-kinds':
      return scenario.steps.map((step) => ({
        name: step.name,
        connections: step.streams,
        cannot: cannotStream(step, run.server),
        run: () => measureStreamKind(run, load, step),
      }));
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

function crowdOf({ steps }: CrowdScenario): number {
  return Math.max(...steps.map(({ connections }) => connections));
}

function measured(
  step: { readonly name: string; readonly connections: number },
  run: () => Promise<StepResult>,
): MeasuredStep {
  return { name: step.name, connections: step.connections, run };
}
