/**
 * Reads the models file: YAML, by the model's name or pattern what holds for it. Pure: it gets the text, and gives plain
 * data that may go from one thread to another. All problems come back at once, each with its place. Its page is
 * docs/models-file.md.
 */
import { renderMistakeLine, visible } from '../grammar/mistake.js';
import { readFieldValue } from '../latency/field-value.js';
import { LATENCY_FIELDS, type LatencyRow } from '../latency/fields.js';
import {
  createProfile,
  EMPTY_PROFILE,
  type FieldValue,
  type LatencyProfile,
  overlay,
} from '../latency/profile.js';
import { findModelProfile, MODEL_PROFILE_NAMES } from './model-profiles.js';
import type { ModelRow } from './model-table.js';
import type { Entry, YamlGraph, YamlNode } from './yaml-graph.js';
import { readYaml, type YamlContent, type YamlLibrary, YamlProblems } from './yaml-reader.js';

export const FILE_CHARACTERS_MAX = 1_048_576;
const MODELS_MAX = 1000;
const NAME_CHARACTERS_MAX = 256;

export type ReadModels =
  /** In the order of the file. */
  | { readonly ok: true; readonly rows: readonly ModelRow[] }
  /** A line each: `3:5: what is wrong`, line and column from 1. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** The field of a profile that each key sets. A key is the setting of the same meaning in small letters. */
const FIELD_BY_KEY: ReadonlyMap<unknown, LatencyRow> = new Map(
  LATENCY_FIELDS.map((row) => [row.setting.toLowerCase(), row]),
);

/** Names a ready-made profile, which the other keys of the row overrule. */
const PROFILE_KEY = 'profile';
/** All that a row may have. */
export const MODEL_KEYS = [PROFILE_KEY, ...FIELD_BY_KEY.keys()];

/** `models`, and for each model its name, all its keys and one that merges others in. */
const KEYS_MAX = 1 + MODELS_MAX * (1 + MODEL_KEYS.length + 1);
/** To each key belong a text, a colon, a value, a comma and a tag or an anchor, to each model two brackets. */
const TEXT_LIMITS = { keysMax: KEYS_MAX, partsMax: 5 * KEYS_MAX + 2 * MODELS_MAX } as const;

/**
 * Where a value or key is told to be. What came in by an alias or a merge is told to be where it came in: `fixed` is that
 * place, for all that is inside.
 */
interface Place {
  /** An offset into the text. */
  readonly at: number;
  readonly fixed: number | null;
}

/** Reads the rows of one file; each method that finds something wrong notes it with its place. */
class ModelsFile {
  readonly #graph: YamlGraph;

  constructor(
    private readonly content: YamlContent,
    private readonly problems: YamlProblems,
  ) {
    this.#graph = content.graph;
  }

  read(): readonly ModelRow[] {
    const { root } = this.content;
    const top: Place = { at: 0, fixed: null };
    const entries = this.#graph.entriesOf(root);
    if (entries === undefined) {
      return this.#note(top, `expected a map with the key 'models', got ${this.#nameOf(root)}`) ?? [];
    }
    for (const [key, entry] of entries) {
      if (key === 'models') continue;
      const message = `unknown key ${this.#nameOf(entry.key)}, expected 'models' alone`;
      this.#note(this.#keyPlace(entry, top), message);
    }
    const entry = entries.get('models');
    const place = entry === undefined ? top : this.#placeOf(entry, top);
    const models = this.#graph.entriesOf(entry?.value ?? null);
    if (models === undefined) {
      const got = this.#nameOf(entry?.value ?? null);
      return this.#note(place, `expected a map of models, got ${got}`) ?? [];
    }
    if (models.size > MODELS_MAX) {
      return this.#note(place, `expected at most ${MODELS_MAX} models, got ${models.size}`) ?? [];
    }
    return [...models].flatMap(([name, one]) => this.#row(name, one, place) ?? []);
  }

  #row(name: unknown, entry: Entry, models: Place): ModelRow | undefined {
    const isName = typeof name === 'string' && name.length >= 1 && name.length <= NAME_CHARACTERS_MAX;
    if (!isName) {
      const expected = `a name of 1 to ${NAME_CHARACTERS_MAX} characters`;
      return this.#note(
        this.#keyPlace(entry, models),
        `expected ${expected}, got ${this.#nameOf(entry.key)}`,
      );
    }
    const place = this.#placeOf(entry, models);
    const settings = this.#graph.entriesOf(entry.value);
    if (settings === undefined) {
      return this.#note(place, `expected a map of settings, got ${this.#nameOf(entry.value)}`);
    }
    return { name, profile: this.#settings([...settings], place) };
  }

  #settings(settings: readonly (readonly [key: unknown, Entry])[], row: Place): LatencyProfile {
    const own = new Map<LatencyRow['field'], FieldValue | null>();
    let base: LatencyProfile = EMPTY_PROFILE;
    let delayPlace = row;
    for (const [key, entry] of settings) {
      const place = this.#placeOf(entry, row);
      const field = FIELD_BY_KEY.get(key);
      if (key === PROFILE_KEY) base = this.#profile(place, entry.value);
      else if (field !== undefined) own.set(field.field, this.#value(place, field, entry.value));
      else {
        const message = `unknown key ${this.#nameOf(entry.key)}, expected one of ${MODEL_KEYS.join(', ')}`;
        this.#note(this.#keyPlace(entry, row), message);
      }
      if (field?.field === 'responseDelay') delayPlace = place;
    }
    const profile = createProfile(({ field }) => own.get(field) ?? null);
    if (profile.responseDelay !== null && profile.interTokenLatency !== null) {
      this.#note(delayPlace, 'response_delay: expected without inter_token_latency, got both');
    }
    return overlay(profile, base);
  }

  #profile(place: Place, node: YamlNode): LatencyProfile {
    const name = this.#graph.textOf(node);
    const profile = name === undefined ? undefined : findModelProfile(name);
    if (profile !== undefined) return profile;
    const known = MODEL_PROFILE_NAMES.join(', ');
    return this.#note(place, `profile: expected one of ${known}, got ${this.#nameOf(node)}`) ?? EMPTY_PROFILE;
  }

  #value(place: Place, { kind, setting }: LatencyRow, node: YamlNode): FieldValue | null {
    const key = setting.toLowerCase();
    const text = this.#graph.textOf(node);
    if (text === undefined) {
      const message = `${key}: expected a value such as uniform(1s,3s), got ${this.#nameOf(node)}`;
      return this.#note(place, message) ?? null;
    }
    const read = readFieldValue(kind, text);
    if (read.ok) return read.value;
    const problem =
      kind === 'factor' || kind === 'length'
        ? `${read.message}, got ${this.#nameOf(node)}`
        : renderMistakeLine(text, read.position, read.message);
    return this.#note(place, `${key}: ${problem}`) ?? null;
  }

  /** Of an entry's value, in a map that is at `map`. */
  #placeOf({ key, value, own }: Entry, map: Place): Place {
    const at = map.fixed ?? (own ? offsetOf(value ?? key, map.at) : map.at);
    const isElsewhere = map.fixed !== null || !own || this.#graph.resolve(value) !== value;
    return { at, fixed: isElsewhere ? at : null };
  }

  #keyPlace({ key, own }: Entry, map: Place): Place {
    const at = map.fixed ?? (own ? offsetOf(key, map.at) : map.at);
    return { at, fixed: null };
  }

  /** What was found, on one line and short. */
  #nameOf(node: YamlNode): string {
    const text = node === null ? '' : this.#graph.textOf(node);
    if (text === undefined) return this.#graph.entriesOf(node) === undefined ? 'a list' : 'a map';
    if (text === '') return 'nothing';
    const shown = [...visible(JSON.stringify(text))];
    return shown.length > 60 ? `${shown.slice(0, 60).join('')}…` : shown.join('');
  }

  #note({ at }: Place, message: string): undefined {
    return this.problems.add(at, message);
  }
}

function offsetOf(node: YamlNode, otherwise: number): number {
  return node?.range?.[0] ?? otherwise;
}

/** Reads the text of a models file with the library that is handed in: few servers need it. Never throws. */
export function readModelsFile(text: string, yaml: YamlLibrary): ReadModels {
  if (text.length > FILE_CHARACTERS_MAX) {
    const problem = `1:1: expected at most ${FILE_CHARACTERS_MAX} characters, got ${text.length}`;
    return { ok: false, problems: [problem] };
  }
  const problems = new YamlProblems(text, yaml);
  const content = readYaml(text, yaml, TEXT_LIMITS, problems);
  const rows = content === undefined ? [] : new ModelsFile(content, problems).read();
  return problems.count === 0 ? { ok: true, rows } : { ok: false, problems: problems.list() };
}
