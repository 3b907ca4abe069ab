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

export interface StreamKindStep extends StreamingStep {
  /** Words; the same with the usage at the end; a call of a tool; half of the streams broken off on purpose. */
  readonly kind: 'plain' | 'usage' | 'tools' | 'cut';
}

/** Connections that all come at once, from several addresses of the loopback, one request each. */
export interface CrowdStep extends StepBase {
  readonly connections: number;
  /** One address has 28,232 ports for one server. */
  readonly addresses: number;
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
export type CrowdScenario = ScenarioBase<'held-100k' | 'connect-storm', CrowdStep>;
export type BurstScenario = ScenarioBase<'burst', BurstStep>;
export type ScrapeScenario = ScenarioBase<'scrape', ScrapeStep>;
export type FaultsScenario = ScenarioBase<'faults', FaultsStep>;
export type StartupScenario = ScenarioBase<'startup', StartupStep>;

interface Paced {
  readonly tokens: number;
  readonly tokenGapMs: number;
}

export type StreamingScenario = ScenarioBase<'streaming', StreamingStep> & Paced;
export type StreamKindsScenario = ScenarioBase<'stream-kinds', StreamKindStep> & Paced;

export type Scenario =
  | ThroughputScenario
  | DensityScenario
  | CapScenario
  | StreamingScenario
  | StreamKindsScenario
  | CrowdScenario
  | BurstScenario
  | ScrapeScenario
  | FaultsScenario
  | StartupScenario;
