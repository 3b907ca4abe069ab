/**
 * Owns the shape of a scenario: steps on a time line, each of which changes settings for a while. Types only: no thread runs
 * it. Where it is read from YAML and checked is config/scenario/.
 */
import type { Ramp } from './ramp.js';

/** Texts of settings by their environment name. */
export type SettingChanges = Readonly<Record<string, string>>;
/** By the name or pattern of a model, texts by the key of the models file. */
export type ModelChanges = Readonly<Record<string, SettingChanges>>;

export interface ScenarioStep {
  /** From the start of the round, whole milliseconds. */
  readonly atMs: number;
  /** Whole milliseconds; 0 for a step that is a mark alone. */
  readonly forMs: number;
  readonly set: SettingChanges;
  readonly models: ModelChanges;
  readonly ramp: Ramp | null;
  /** Told when the step begins. */
  readonly mark: string | null;
}

export interface Scenario {
  readonly name: string;
  /** How often all steps are gone through, from 1. */
  readonly rounds: number;
  /** In the order of the file: where two change the same, the later one counts. */
  readonly steps: readonly ScenarioStep[];
}
