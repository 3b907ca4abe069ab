/**
 * Reads changes by model: rows with the keys of the models file, as plain objects. Main thread, when somebody changes something;
 * what may be said, and what is wrong with it, says the reader of the models file itself.
 */
import { createRequire } from 'node:module';
import type { ModelRow } from '../../behavior/models/model-table.js';
import { MODEL_KEYS, readModelsFile } from '../../behavior/models/models-file.js';
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

/** Of one row; every key that there is, and room for mistakes. */
const KEYS_MAX = 2 * MODEL_KEYS.length;

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
  const given = Object.entries(changes).flatMap(([name, said]) => (said ? [[name, said] as const] : []));
  const shapes = given.flatMap(([name, said]) => shapeProblems(name, said));
  if (shapes.length > 0) return { rows, problems: shapes };
  for (const name of names) rows.set(name, null);
  const whole = readRows(given);
  if (whole.ok) {
    // Not in the order in which they were given: names that are numbers come first.
    const said = new Map(given);
    for (const row of whole.rows) rows.set(row.name, { said: said.get(row.name) ?? {}, row });
    return { rows, problems };
  }
  // Row by row, since places in a text that nobody wrote say nothing.
  for (const [name, said] of given) {
    const read = readRows([[name, said]]);
    if (read.ok) continue;
    problems.push(...read.problems.map((one) => `models: ${named(name)}: ${one.replace(PLACE, '')}`));
  }
  return { rows, problems };
}

type Said = readonly [name: string, said: Readonly<Record<string, unknown>>];

/** As JSON, which is YAML. */
function readRows(given: readonly Said[]): ReturnType<typeof readModelsFile> {
  return readModelsFile(JSON.stringify({ models: Object.fromEntries(given) }), loadModelReader());
}

/** What the reader need not see: it, and the way to it, are made for texts that people write. */
function shapeProblems(name: string, said: Readonly<Record<string, unknown>>): readonly string[] {
  const keys = Object.keys(said);
  if (keys.length > KEYS_MAX) {
    return [`models: ${named(name)}: expected at most ${KEYS_MAX} keys, got ${keys.length}`];
  }
  return keys.flatMap((key) => {
    const value = said[key];
    if (value === null || typeof value !== 'object') return [];
    return [
      `models: ${named(name)}: ${named(key)}: expected a text or a number, got ${Array.isArray(value) ? 'a list' : 'an object'}`,
    ];
  });
}

let yaml: YamlLibrary | null = null;

/**
 * Loads what reads rows, unless it is there: megabytes of code that most servers do not need, and some thirty milliseconds in
 * which nothing is answered. So a server that may be asked for it by others loads it at its start.
 */
export function loadModelReader(): YamlLibrary {
  yaml ??= createRequire(import.meta.url)('yaml') as YamlLibrary;
  return yaml;
}
