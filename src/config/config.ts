/**
 * Owns the shape of the frozen Config that is made from the settings.
 * Runs on the main thread at start-up (plain data and types: any thread may import it).
 * Must never read process.env, argv or the file system.
 */

import type { ModelRow, ModelTable } from '../behavior/models/model-table.js';
import type { LatencyProfile } from '../behavior/profile/profile.js';
import type { Scenario } from '../behavior/scenario/scenario.js';
import type { Given } from './settings/setting.js';
import type { PlainFields, Values } from './settings/settings.js';
import type { SettingInForce } from './show/in-force.js';

/** What the process may really use of the machine; `source` names where the figure was read. */
export interface CpuLimits {
  readonly totalCores: number;
  /** Whole cores, at least 1: defaults are computed from it. */
  readonly availableCores: number;
  readonly source: string;
}

/** What answers say. */
export type ContentConfig =
  /** `isDefault`: nobody chose the text. */
  | { readonly kind: 'fixed'; readonly text: string; readonly isDefault: boolean }
  | { readonly kind: 'echo' }
  | { readonly kind: 'lorem' | 'tokens' }
  | { readonly kind: 'list'; readonly texts: readonly string[] };

/** What a Config was made of: what is changed while the server runs is laid over it. */
interface ConfigOrigin {
  /** In the settings' own units. */
  readonly values: Values;
  /** What somebody gave, by the setting's environment name. */
  readonly given: ReadonlyMap<string, Given>;
}

/**
 * All settings after reading: valid, related to each other, deeply frozen. The fields that are one setting each are in
 * the rows of `settings/`; null where the setting has no default and was not given.
 */
export interface Config extends PlainFields {
  /** What holds for a model of which nothing else is said. */
  readonly latency: LatencyProfile;
  /**
   * The models file as it was read at start-up, or the config file if the models stand there, and the models that were chosen by name;
   * without a path where only those are.
   */
  readonly modelsFile: { readonly path: string | null; readonly table: ModelTable } | null;
  /** Those that were chosen by name: they hold beside whatever file is read later. */
  readonly chosenModels: readonly ModelRow[];
  /** Of its own file or of the config file, checked as a whole. */
  readonly scenario: Scenario | null;
  readonly content: ContentConfig;
  /** Threads that serve requests, the main thread among them. */
  readonly socketThreads: number;
  /** 0 means any free port, null that no HTTP/1.0 listener is started. */
  readonly http10Port: number | null;
  /** Asked for by name: a port that is taken then is an error, otherwise only a warning. */
  readonly http10PortExplicit: boolean;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  readonly cpu: CpuLimits;
  /** Sentences to show as warnings at start: what was changed without having been asked for. */
  readonly notes: readonly string[];
  /** The settings to show on the live page, without secrets. */
  readonly inForce: readonly SettingInForce[];
  /** Holds secrets, as the fields do: it is shown to nobody. */
  readonly origin: ConfigOrigin;
}
