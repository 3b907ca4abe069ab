/**
 * What holds for a request: the knobs in its headers over those in its model's name over the models file over the
 * settings. Pure but for its cache. Hot path: what was asked for before costs a look-up, and gives the same object as before,
 * by which the planner knows that one plan will do.
 */
import { KEY_CHARACTERS_KEPT_MAX } from '../../shared/cache-limits.js';
import { KNOB_SEPARATOR, type KnobLimits, type ReadKnobs, readNameKnobs } from '../latency/knobs.js';
import { type Behavior, overlay, overlayBehavior } from '../latency/profile.js';
import type { ModelTable } from './model-table.js';

/** Clients choose the names, so the number that is kept is bounded; when it is reached, all are forgotten. */
const NAMES_KEPT_MAX = 1024;

export interface ModelCatalogOptions {
  readonly settings: Behavior;
  readonly table: ModelTable;
  readonly limits: KnobLimits;
  /** Whether the knobs in a name count. */
  readonly allowKnobs: boolean;
}

export class ModelCatalog {
  readonly #known = new Map<string, ReadKnobs>();
  /** By what the headers say: what it came to the last time, and over what. */
  readonly #overlaid = new WeakMap<Behavior, { readonly over: Behavior; readonly result: ReadKnobs }>();
  #table: ModelTable;

  constructor(private readonly options: ModelCatalogOptions) {
    this.#table = options.table;
  }

  /** Replaces what the models file says; requests that are planned already keep their plans. */
  replaceTable(table: ModelTable): void {
    this.#table = table;
    this.#known.clear();
  }

  /** The models that the file names. */
  get names(): readonly string[] {
    return this.#table.names;
  }

  /**
   * What holds for a request. Not ok where a knob in the name is wrong.
   *
   * @param model the name as the client wrote it
   * @param asked what the headers say, null for nothing; pass the same object for the same headers
   */
  behaviorOf(model: string, asked: Behavior | null): ReadKnobs {
    const base = this.#known.get(model) ?? this.#remember(model);
    if (asked === null || !base.ok) return base;
    const last = this.#overlaid.get(asked);
    if (last?.over === base.behavior) return last.result;
    const result: ReadKnobs = { ok: true, behavior: overlayBehavior(asked, base.behavior) };
    this.#overlaid.set(asked, { over: base.behavior, result });
    return result;
  }

  #remember(model: string): ReadKnobs {
    const found = this.#find(model);
    if (model.length > KEY_CHARACTERS_KEPT_MAX) return found;
    if (this.#known.size >= NAMES_KEPT_MAX) this.#known.clear();
    this.#known.set(model, found);
    return found;
  }

  #find(model: string): ReadKnobs {
    const { settings, limits, allowKnobs } = this.options;
    const separator = model.indexOf(KNOB_SEPARATOR);
    const name = separator === -1 ? model : model.slice(0, separator).trim();
    const profile = overlay(this.#table.find(name), settings.profile);
    const base: Behavior = { profile, seed: settings.seed };
    if (separator === -1 || !allowKnobs) return { ok: true, behavior: base };
    const knobs = readNameKnobs(model, limits);
    return knobs.ok ? { ok: true, behavior: overlayBehavior(knobs.behavior, base) } : knobs;
  }
}
