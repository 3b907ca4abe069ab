// Owns: the form of a scenario: what is asked of a server, as data. Must never: measure; that is in run/.

import type { ScenarioName } from '../report/results.js';

/** Names in the report are kebab-case; `quick` marks what `npm run bench` without arguments runs. */
interface StepBase {
  readonly name: string;
  readonly title: string;
  readonly quick: boolean;
}

export interface ThroughputStep extends StepBase {
  readonly connections: number;
  readonly newConnections: boolean;
  /** Of bodies that are all different; null for one that is repeated. */
  readonly bodyBytes: number | null;
  readonly durationMs: number;
}

export interface DensityStep extends StepBase {
  readonly held: number;
  /** Of bodies that are all different; null for the short one that all send. */
  readonly bodyBytes: number | null;
}

export interface CapStep extends StepBase {
  readonly cap: number;
  readonly beyond: number;
}

export interface StreamingStep extends StepBase {
  readonly streams: number;
}

export interface BurstStep extends StepBase {
  readonly connections: number;
}

export interface ScrapeStep extends StepBase {
  readonly connections: number;
  readonly durationMs: number;
  readonly scrapeEveryMs: number | null;
}

export interface FaultsStep extends StepBase {
  /** All at once. */
  readonly held: number;
  /** In the grammar of faults; 503 at once alone: it holds no slot, and load generators tell its latency from that of answers. */
  readonly fault: string;
}

type StartupStep = StepBase;

interface ScenarioBase<Name extends ScenarioName, Step> {
  readonly name: Name;
  readonly title: string;
  /** How long an answer is held. */
  readonly delayMs: number;
  readonly steps: readonly Step[];
}

export type ThroughputScenario = ScenarioBase<'throughput', ThroughputStep>;
export type DensityScenario = ScenarioBase<'density' | 'prompts', DensityStep>;
export type CapScenario = ScenarioBase<'cap', CapStep>;
export type BurstScenario = ScenarioBase<'burst', BurstStep>;
export type ScrapeScenario = ScenarioBase<'scrape', ScrapeStep>;
export type FaultsScenario = ScenarioBase<'faults', FaultsStep>;
export type StartupScenario = ScenarioBase<'startup', StartupStep>;

export interface StreamingScenario extends ScenarioBase<'streaming', StreamingStep> {
  readonly tokens: number;
  readonly tokenGapMs: number;
}

export type Scenario =
  | ThroughputScenario
  | DensityScenario
  | CapScenario
  | StreamingScenario
  | BurstScenario
  | ScrapeScenario
  | FaultsScenario
  | StartupScenario;
