/**
 * Reads changes by model: rows with the keys of the models file, as plain objects. Main thread, when somebody changes something;
 * what may be said, and what is wrong with it, says the reader of the models file itself.
 */
import { createRequire } from 'node:module';
import type { ModelRow } from '../../behavior/models/model-table.js';
import { readModelsFile } from '../../behavior/models/models-file.js';
import type { YamlLibrary } from '../../behavior/models/yaml-reader.js';
import { named } from '../../config/settings/wording.js';

/** Rows by a model's name or pattern; null takes what was said of it back. */
export type ModelChanges = Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;

/** What was said of one model: as it was given, and what it came to. */
export interface ModelChange {
  readonly said: Readonly<Record<string, unknown>>;
  readonly row: ModelRow;
}

/** Of all that is said of models on one level. */
export const MODELS_CHANGED_MAX = 100;

const PLACE = /^\d+:\d+: /;

export interface ReadModelChanges {
  /** By name; null where what was said is taken back. */
  readonly rows: ReadonlyMap<string, ModelChange | null>;
  /** A line each, beginning with the model's name. */
  readonly problems: readonly string[];
}

/** Reads all rows, and finds everything that is wrong with them. Never throws. */
export function readModelChanges(changes: ModelChanges): ReadModelChanges {
  const rows = new Map<string, ModelChange | null>();
  const problems: string[] = [];
  const names = Object.keys(changes);
  if (names.length > MODELS_CHANGED_MAX) {
    return { rows, problems: [`models: expected at most ${MODELS_CHANGED_MAX} models, got ${names.length}`] };
  }
  for (const name of names) {
    const said = changes[name];
    if (said === null || said === undefined) {
      rows.set(name, null);
      continue;
    }
    // JSON is YAML. Row by row, since places in a text that nobody wrote say nothing.
    const read = readModelsFile(JSON.stringify({ models: { [name]: said } }), yamlLibrary());
    if (read.ok) for (const row of read.rows) rows.set(name, { said, row });
    else problems.push(...read.problems.map((one) => `models: ${named(name)}: ${one.replace(PLACE, '')}`));
  }
  return { rows, problems };
}

let yaml: YamlLibrary | null = null;

/** Loaded when it is wanted: megabytes of code that most servers do not need. */
function yamlLibrary(): YamlLibrary {
  yaml ??= createRequire(import.meta.url)('yaml') as YamlLibrary;
  return yaml;
}
