/**
 * Owns what is in force while the server runs: the settings of the start-up, over them what was changed by hand, over that what a
 * scenario says. Main thread. A change is judged as a whole, with the rules of the start-up, and then applied in one turn: no
 * request sees half of it. Must never apply a change of which a part is wrong.
 */
import type { ModelTable } from '../../behavior/models/model-table.js';
import type { Config } from '../../config/config.js';
import { type ChangedConfig, changeConfig } from '../../config/read/change-config.js';
import type { SettingInForce } from '../../config/show/in-force.js';
import { changeLayer, EMPTY_LAYER, type Layer, type SettingChanges } from './layer.js';
import type { ModelChanges } from './model-changes.js';

/** From the ground up: what is said further down in this list wins. */
const LAYERS = ['control', 'scenario'] as const;
export type LayerName = (typeof LAYERS)[number];

/** What holds, in words. No secrets and no paths. */
export interface InForce {
  /** Grows by one with every change. */
  readonly revision: number;
  readonly settings: readonly SettingInForce[];
  /** What was changed for models, by name or pattern, in the keys of the models file. */
  readonly models: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export type Steered =
  | { readonly ok: true; readonly inForce: InForce }
  | { readonly ok: false; readonly problems: readonly string[] };

/** What listeners are told. */
export interface SteeringChange {
  readonly revision: number;
  readonly by: LayerName;
  /** The names of the settings whose words in force are others than before, and of the models that were named. */
  readonly changed: readonly string[];
  /** Those settings with what holds for them now, `default` where nothing is shown. */
  readonly values: Readonly<Record<string, string>>;
}

/** Makes what holds so; `models` are the tables of the changes, which lie over the models file, the last on top. */
type Applier = (config: Config, models: readonly ModelTable[]) => void;

export interface SteeringOptions {
  /** Of the start-up, as it is in force. */
  readonly config: Config;
  /** Fits a Config to the machine, as at start-up; what it changes of a cap that was asked for is a problem. */
  readonly fit: (config: Config) => Config;
  readonly appliers: readonly Applier[];
}

export class Steering {
  #layers: Readonly<Record<LayerName, Layer>> = { control: EMPTY_LAYER, scenario: EMPTY_LAYER };
  #config: Config;
  #revision = 0;
  readonly #listeners: ((change: SteeringChange) => void)[] = [];

  constructor(private readonly options: SteeringOptions) {
    this.#config = options.config;
  }

  /** What is in force. */
  get config(): Config {
    return this.#config;
  }

  get inForce(): InForce {
    const models = new Map<string, Readonly<Record<string, unknown>>>();
    for (const name of LAYERS) {
      for (const [model, { said }] of this.#layers[name].models) {
        models.set(model, { ...models.get(model), ...said });
      }
    }
    return {
      revision: this.#revision,
      settings: this.#config.inForce,
      models: Object.fromEntries(models),
    };
  }

  /** Told of every change, once it holds. Must not throw. */
  onChange(listener: (change: SteeringChange) => void): void {
    this.#listeners.push(listener);
  }

  /**
   * Changes settings by hand: what is named is changed, all else stays. Null takes back what was said by hand. A model's row
   * takes the place of the one that was said before.
   */
  patch(settings: SettingChanges, models: ModelChanges = {}): Steered {
    return this.#change('control', this.#layers.control, settings, models);
  }

  /** Says all that a level says, in place of what it said before. */
  layer(name: LayerName, settings: SettingChanges, models: ModelChanges = {}): Steered {
    return this.#change(name, EMPTY_LAYER, settings, models);
  }

  /** A level says nothing any more: what lies below it holds again. */
  clear(name: LayerName): Steered {
    return this.#change(name, EMPTY_LAYER, {}, {});
  }

  /** What would be wrong if a level said this, a line each; nothing is changed. */
  problemsOf(name: LayerName, settings: SettingChanges, models: ModelChanges = {}): readonly string[] {
    const read = changeLayer(EMPTY_LAYER, settings, models);
    const judged = this.#judge({ ...this.#layers, [name]: read.layer }, name);
    return judged.ok ? read.problems : [...read.problems, ...judged.problems];
  }

  #change(name: LayerName, under: Layer, settings: SettingChanges, models: ModelChanges): Steered {
    const read = changeLayer(under, settings, models);
    const layers = { ...this.#layers, [name]: read.layer };
    const judged = this.#judge(layers, name);
    if (!judged.ok) return { ok: false, problems: [...read.problems, ...judged.problems] };
    if (read.problems.length > 0) return { ok: false, problems: read.problems };
    const before = this.#config.inForce;
    this.#layers = layers;
    this.#config = judged.config;
    this.#revision++;
    const tables = LAYERS.map((one) => layers[one].table);
    for (const apply of this.options.appliers) apply(judged.config, tables);
    this.#tell(name, before, Object.keys(models));
    return { ok: true, inForce: this.inForce };
  }

  /** Every level must hold without those above it, too: they may go at any time. */
  #judge(layers: Readonly<Record<LayerName, Layer>>, changed: LayerName): ChangedConfig {
    const { config: start, fit } = this.options;
    const problems = new Set<string>();
    let config = start;
    for (let count = 1; count <= LAYERS.length; count++) {
      const texts = LAYERS.slice(0, count).map((name) => layers[name].settings);
      const result = changeConfig(start, texts);
      if (!result.ok) {
        for (const problem of result.problems) problems.add(problem);
        continue;
      }
      config = fit(result.config);
      if (config.slotsMax !== result.config.slotsMax && layers[changed].settings.has('MAX_CONCURRENT')) {
        problems.add(
          `MAX_CONCURRENT: expected at most ${config.slotsMax}, as the limit on open files allows (ulimit -n), got ${result.config.slotsMax}`,
        );
      }
    }
    return problems.size > 0 ? { ok: false, problems: [...problems] } : { ok: true, config };
  }

  #tell(by: LayerName, before: readonly SettingInForce[], models: readonly string[]): void {
    const values: Record<string, string> = {};
    const words = new Map(before.map(({ name, value }) => [name, value]));
    for (const { name, value } of this.#config.inForce) {
      if (words.get(name) !== value) values[name] = value;
      words.delete(name);
    }
    for (const name of words.keys()) values[name] = 'default';
    const change = { revision: this.#revision, by, changed: [...Object.keys(values), ...models], values };
    for (const listener of this.#listeners) listener(change);
  }
}
