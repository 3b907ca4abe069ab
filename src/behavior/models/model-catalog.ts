/**
 * Owns what holds for a request: the overrides in its headers over those in its model's name over the models file over the
 * settings. Pure but for its cache. Hot path: what was asked for before costs a look-up, and gives the same object as before,
 * by which the planner knows that one plan will do.
 */
import { KEY_CHARACTERS_KEPT_MAX } from '../../shared/cache-limits.js';
import { type FaultMix, isCounted } from '../faults/fault.js';
import { OVERRIDE_SEPARATOR, type OverrideLimits, readNameOverrides } from '../profile/overrides.js';
import { type Behavior, type Overrides, overlay, overlayBehavior } from '../profile/profile.js';
import type { ModelTable } from './model-table.js';

/** The name of a model without the overrides behind it. */
export function modelNameOf(model: string): string {
  const separator = model.indexOf(OVERRIDE_SEPARATOR);
  return separator === -1 ? model : model.slice(0, separator).trim();
}

/** Clients choose the names, so the number that is kept is bounded; when it is reached, all are forgotten. */
const NAMES_KEPT_MAX = 1024;

export interface ModelCatalogOptions {
  readonly settings: Behavior;
  readonly table: ModelTable;
  readonly limits: OverrideLimits;
  /** Whether the overrides in a name count. */
  readonly allowOverrides: boolean;
  /** The one model that is known though the file does not name it, where no other is; null where any name is a model. */
  readonly onlyOther: string | null;
}

/**
 * What holds, or what is wrong with the overrides in the model's name; and the name or pattern of the row of the models file that
 * the model falls under, null where there is none.
 */
export type FoundBehavior = { readonly row: string | null } & (
  | { readonly ok: true; readonly behavior: Behavior }
  /** `message` is null where the model is unknown. */
  | { readonly ok: false; readonly message: string | null }
);

export class ModelCatalog {
  readonly #known = new Map<string, FoundBehavior>();
  /** By what the headers say: what it came to the last time, and over what. */
  readonly #overlaid = new WeakMap<Overrides, { readonly over: Behavior; readonly result: FoundBehavior }>();
  #table: ModelTable;
  #settings: Behavior;
  /** What was changed for models while the server runs: over the file, the last on top. */
  #changes: readonly ModelTable[] = [];
  #revision = 0;
  #countsFaults: boolean;
  /** Faults that stand in the name of a model. */
  readonly #faultsInNames = new WeakSet<FaultMix>();

  constructor(private readonly options: ModelCatalogOptions) {
    this.#table = options.table;
    this.#settings = options.settings;
    this.#countsFaults = this.#hasCountedFaults();
  }

  /** Replaces what the models file says; requests that are planned already keep their plans. */
  replaceTable(table: ModelTable): void {
    this.#table = table;
    this.#forget();
  }

  /** As `replaceTable`, for what the settings say, and for tables that lie over the models file, the last on top. */
  replaceSettings(settings: Behavior, changes: readonly ModelTable[] = []): void {
    this.#settings = settings;
    this.#changes = changes;
    this.#forget();
  }

  #forget(): void {
    this.#known.clear();
    this.#revision++;
    this.#countsFaults = this.#hasCountedFaults();
  }

  #hasCountedFaults(): boolean {
    const tables = [this.#table, ...this.#changes];
    return (
      isCounted(this.#settings.profile.faults) ||
      tables.some(({ rows }) => rows.some(({ profile }) => isCounted(profile.faults)))
    );
  }

  /** Whether settings or models have faults that go by how often somebody has asked. */
  get countsFaults(): boolean {
    return this.#countsFaults;
  }

  /** Whether these faults were asked for in the name of a model. */
  standInName(faults: FaultMix): boolean {
    return this.#faultsInNames.has(faults);
  }

  /** How often something was replaced: with it goes what was found. */
  get revision(): number {
    return this.#revision;
  }

  /** The models that the file names. */
  get names(): readonly string[] {
    return this.#table.names;
  }

  /**
   * What holds for a request. Not ok where an override in the name is wrong.
   *
   * @param model the name as the client wrote it
   * @param asked what the headers say, null for nothing; pass the same object for the same headers
   */
  behaviorOf(model: string, asked: Overrides | null): FoundBehavior {
    const base = this.#known.get(model) ?? this.#remember(model);
    if (asked === null || !base.ok) return base;
    const last = this.#overlaid.get(asked);
    if (last?.over === base.behavior) return last.result;
    const { row } = base;
    const result: FoundBehavior = { ok: true, row, behavior: overlayBehavior(asked, base.behavior) };
    this.#overlaid.set(asked, { over: base.behavior, result });
    return result;
  }

  #remember(model: string): FoundBehavior {
    const found = this.#find(model);
    if (model.length > KEY_CHARACTERS_KEPT_MAX) return found;
    if (this.#known.size >= NAMES_KEPT_MAX) this.#known.clear();
    this.#known.set(model, found);
    return found;
  }

  #find(model: string): FoundBehavior {
    const { limits, allowOverrides } = this.options;
    const settings = this.#settings;
    const separator = model.indexOf(OVERRIDE_SEPARATOR);
    const name = modelNameOf(model);
    const row = this.#table.rowOf(name);
    if (!this.#isKnown(name)) return { ok: false, row, message: null };
    let profile = overlay(this.#table.find(name), settings.profile);
    for (const changes of this.#changes) profile = overlay(changes.find(name), profile);
    const base: Behavior = { profile, seed: settings.seed };
    if (separator === -1 || !allowOverrides) return { ok: true, row, behavior: base };
    const read = readNameOverrides(model, limits);
    if (read.ok && read.overrides.profile.faults !== null) {
      this.#faultsInNames.add(read.overrides.profile.faults);
    }
    if (!read.ok) return { ok: false, row, message: read.message };
    return { ok: true, row, behavior: overlayBehavior(read.overrides, base) };
  }

  #isKnown(name: string): boolean {
    const { onlyOther } = this.options;
    return onlyOther === null || name === onlyOther || this.#table.has(name);
  }
}
