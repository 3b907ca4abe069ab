/**
 * One level of changes: texts of settings, and rows by model. Main thread; immutable.
 */
import { ModelTable } from '../../behavior/models/model-table.js';
import { liveProblem, type SettingTexts } from '../../config/read/change-config.js';
import { exclusiveOf } from '../../config/values/relations.js';
import {
  MODELS_CHANGED_MAX,
  type ModelChange,
  type ModelChanges,
  readModelChanges,
} from './model-changes.js';

/** Texts by the settings' environment names, in any case; null takes back what was said. */
export type SettingChanges = Readonly<Record<string, string | null>>;

export interface Layer {
  readonly settings: SettingTexts;
  readonly models: ReadonlyMap<string, ModelChange>;
  readonly table: ModelTable;
}

export const EMPTY_LAYER: Layer = { settings: new Map(), models: new Map(), table: new ModelTable([]) };

export interface ReadLayer {
  /** With all changes that are no problem. */
  readonly layer: Layer;
  /** A line each. */
  readonly problems: readonly string[];
}

/** Lays changes over what a level says. The values of settings are not looked at: they are judged with all others. */
export function changeLayer(under: Layer, settings: SettingChanges, models: ModelChanges): ReadLayer {
  const texts = new Map(under.settings);
  const changed = new Set(Object.keys(settings).map((name) => name.toUpperCase()));
  const problems: string[] = [];
  for (const [name, text] of Object.entries(settings)) {
    const problem = liveProblem(name);
    const env = name.toUpperCase();
    if (problem !== null) problems.push(problem);
    else if (text === null) texts.delete(env);
    else {
      // It takes the place of what said the same in another way, unless both are said at once, which is a mistake.
      for (const other of exclusiveOf(env)) if (!changed.has(other)) texts.delete(other);
      texts.set(env, text);
    }
  }
  const read = readModelChanges(models);
  problems.push(...read.problems);
  const rows = new Map(under.models);
  for (const [name, change] of read.rows) {
    if (change === null) rows.delete(name);
    else rows.set(name, change);
  }
  if (rows.size > MODELS_CHANGED_MAX) {
    problems.push(`models: expected at most ${MODELS_CHANGED_MAX} changed models, got ${rows.size}`);
  }
  const table = new ModelTable([...rows.values()].map(({ row }) => row));
  return { layer: { settings: texts, models: rows, table }, problems };
}
