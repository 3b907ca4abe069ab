/**
 * Reads the models file: YAML, by the model's name or pattern what holds for it. Pure: it gets the text, and gives plain
 * data that may go from one thread to another. All problems come back at once, each with its place. Its page is
 * docs/models-file.md.
 */
import type { ColumnReader } from '../distributions/column.js';
import { renderMistakeLine } from '../grammar/mistake.js';
import { readFieldValue } from '../profile/field-value.js';
import { LATENCY_FIELDS, type LatencyRow } from '../profile/fields.js';
import {
  createProfile,
  EMPTY_PROFILE,
  type FieldValue,
  type LatencyProfile,
  overlay,
} from '../profile/profile.js';
import { findModelProfile, MODEL_PROFILE_NAMES } from './model-profiles.js';
import type { ModelRow } from './model-table.js';
import type { Entry, YamlNode } from './yaml-graph.js';
import { type Place, YamlPlaces } from './yaml-places.js';
import { readYaml, type YamlLibrary, YamlProblems } from './yaml-reader.js';
import type { TallyLimits } from './yaml-tally.js';

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
export const MODELS_LIMITS: TallyLimits = { keysMax: KEYS_MAX, partsMax: 5 * KEYS_MAX + 2 * MODELS_MAX };

/** Reads the rows of one file; each method that finds something wrong notes it with its place. */
class ModelRows {
  constructor(
    private readonly places: YamlPlaces,
    private readonly columns: ColumnReader | null,
  ) {}

  read(entry: Entry | undefined, top: Place): readonly ModelRow[] {
    const place = entry === undefined ? top : this.places.placeOf(entry, top);
    const models = this.places.entriesOf(entry?.value ?? null);
    if (models === undefined) {
      const got = this.places.nameOf(entry?.value ?? null);
      return this.places.note(place, `expected a map of models, got ${got}`) ?? [];
    }
    if (models.size > MODELS_MAX) {
      return this.places.note(place, `expected at most ${MODELS_MAX} models, got ${models.size}`) ?? [];
    }
    return [...models].flatMap(([name, one]) => this.#row(name, one, place) ?? []);
  }

  #row(name: unknown, entry: Entry, models: Place): ModelRow | undefined {
    const isName = typeof name === 'string' && name.length >= 1 && name.length <= NAME_CHARACTERS_MAX;
    if (!isName) {
      const expected = `a name of 1 to ${NAME_CHARACTERS_MAX} characters`;
      return this.places.note(
        this.places.keyPlace(entry, models),
        `expected ${expected}, got ${this.places.nameOf(entry.key)}`,
      );
    }
    const place = this.places.placeOf(entry, models);
    const settings = this.places.entriesOf(entry.value);
    if (settings === undefined) {
      return this.places.note(place, `expected a map of settings, got ${this.places.nameOf(entry.value)}`);
    }
    return { name, profile: this.#settings([...settings], place) };
  }

  #settings(settings: readonly (readonly [key: unknown, Entry])[], row: Place): LatencyProfile {
    const own = new Map<LatencyRow['field'], FieldValue | null>();
    let base: LatencyProfile = EMPTY_PROFILE;
    let delayPlace = row;
    for (const [key, entry] of settings) {
      const place = this.places.placeOf(entry, row);
      const field = FIELD_BY_KEY.get(key);
      if (key === PROFILE_KEY) base = this.#profile(place, entry.value);
      else if (field !== undefined) own.set(field.field, this.#value(place, field, entry.value));
      else {
        const message = `unknown key ${this.places.nameOf(entry.key)}, expected one of ${MODEL_KEYS.join(', ')}`;
        this.places.note(this.places.keyPlace(entry, row), message);
      }
      if (field?.field === 'responseDelay') delayPlace = place;
    }
    const profile = createProfile(({ field }) => own.get(field) ?? null);
    if (profile.responseDelay !== null && profile.interTokenLatency !== null) {
      this.places.note(delayPlace, 'response_delay: expected without inter_token_latency, got both');
    }
    return overlay(profile, base);
  }

  #profile(place: Place, node: YamlNode): LatencyProfile {
    const name = this.places.textOf(node);
    const profile = name === undefined ? undefined : findModelProfile(name);
    if (profile !== undefined) return profile;
    const known = `one of ${MODEL_PROFILE_NAMES.join(', ')}, or a measured model such as gpt-4o`;
    return (
      this.places.note(place, `profile: expected ${known}, got ${this.places.nameOf(node)}`) ?? EMPTY_PROFILE
    );
  }

  #value(place: Place, { kind, setting }: LatencyRow, node: YamlNode): FieldValue | null {
    const key = setting.toLowerCase();
    const text = this.places.textOf(node);
    if (text === undefined) {
      const message = `${key}: expected a value such as uniform(1s,3s), got ${this.places.nameOf(node)}`;
      return this.places.note(place, message) ?? null;
    }
    const read = readFieldValue(kind, text, this.columns);
    if (read.ok) return read.value;
    const problem =
      kind === 'factor' || kind === 'length'
        ? `${read.message}, got ${this.places.nameOf(node)}`
        : renderMistakeLine(text, read.position, read.message);
    return this.places.note(place, `${key}: ${problem}`) ?? null;
  }
}

/**
 * Reads the rows of the map `models`, wherever it stands.
 *
 * @param entry the key and its map; undefined where there is none, which is a mistake
 * @param top where the map around it is
 * @param columns reads the files that values name; without it none may be named
 */
export function readModelRows(
  places: YamlPlaces,
  entry: Entry | undefined,
  top: Place,
  columns: ColumnReader | null = null,
): readonly ModelRow[] {
  return new ModelRows(places, columns).read(entry, top);
}

/** All of a file that holds models and nothing else. */
function readTop(places: YamlPlaces, root: YamlNode, columns: ColumnReader | null): readonly ModelRow[] {
  const top: Place = { at: 0, fixed: null };
  const entries = places.entriesOf(root);
  if (entries === undefined) {
    return places.note(top, `expected a map with the key 'models', got ${places.nameOf(root)}`) ?? [];
  }
  for (const [key, entry] of entries) {
    if (key === 'models') continue;
    const message = `unknown key ${places.nameOf(entry.key)}, expected 'models' alone`;
    places.note(places.keyPlace(entry, top), message);
  }
  return readModelRows(places, entries.get('models'), top, columns);
}

/** Reads the text of a models file with the library that is handed in: few servers need it. Never throws. */
export function readModelsFile(
  text: string,
  yaml: YamlLibrary,
  columns: ColumnReader | null = null,
): ReadModels {
  const problems = new YamlProblems(text, yaml);
  const content = readYaml(text, yaml, MODELS_LIMITS, problems);
  const rows =
    content === undefined ? [] : readTop(new YamlPlaces(content.graph, problems), content.root, columns);
  return problems.count === 0 ? { ok: true, rows } : { ok: false, problems: problems.list() };
}
