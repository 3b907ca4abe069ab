/**
 * Owns how one step of a scenario is read from YAML. Pure. Each thing that is wrong is noted with its place; what is given back
 * then stands for nothing.
 */
import { constantOf } from '../../behavior/distributions/distribution.js';
import { parseDuration } from '../../behavior/grammar/grammar.js';
import { readModelRows } from '../../behavior/models/models-file.js';
import type { Entry } from '../../behavior/models/yaml-graph.js';
import type { Place, YamlPlaces } from '../../behavior/models/yaml-places.js';
import { type Ramp, readRamp } from '../../behavior/scenario/ramp.js';
import type { ModelChanges, ScenarioStep, SettingChanges } from '../../behavior/scenario/scenario.js';
import { MS_PER_HOUR } from '../settings/limits.js';
import { alternatives, unknownSetting } from '../settings/wording.js';
import { spanText } from '../values/value.js';
import { findLiveSetting, LIVE_SETTING_NAMES, problemOf, rampFormOf } from './live-settings.js';

const KEYS = ['at', 'for', 'set', 'models', 'ramp', 'down', 'mark'];
const NOTHING: ScenarioStep = { atMs: 0, forMs: 0, set: {}, models: {}, ramp: null, mark: null };
const RAMP_KEYS = ['setting', 'from', 'to'];
const SPAN_MS_MAX = 24 * MS_PER_HOUR;
const MARK_CHARACTERS_MAX = 100;
/** What `down: true` stands for. */
const DOWN: SettingChanges = { FAULTS: '100%:503' };

/** Reads the steps of one file. */
export class StepReader {
  constructor(private readonly places: YamlPlaces) {}

  /** `list` is where the list of steps stands. */
  read(entry: Entry, list: Place): ScenarioStep {
    const place = this.places.placeOf(entry, list);
    const given = this.#keysOf(entry, place, KEYS, 'a step');
    if (given === undefined) return NOTHING;
    const isDown = this.#down(given.get('down'), place);
    const changes = ['set', 'models', 'ramp', 'down'].some((key) => given.has(key));
    if (!changes && !given.has('mark')) {
      this.places.note(
        place,
        `expected ${alternatives(['set', 'models', 'ramp', 'down', 'mark'])} in a step`,
      );
    }
    return {
      atMs: this.#span('at', given.get('at'), place, 0, true),
      forMs: this.#span('for', given.get('for'), place, 1, changes),
      set: { ...(isDown ? DOWN : {}), ...this.#set(given.get('set'), place) },
      models: this.#models(given.get('models'), place),
      ramp: this.#ramp(given.get('ramp'), place),
      mark: this.#mark(given.get('mark'), place),
    };
  }

  /** The entries of a map that may have these keys alone; undefined where it is no map, which is noted. */
  #keysOf(
    entry: Entry,
    place: Place,
    keys: readonly string[],
    what: string,
  ): ReadonlyMap<string, Entry> | undefined {
    const known = new Map<string, Entry>();
    const entries = this.places.entriesOf(entry.value);
    if (entries === undefined) {
      const got = this.places.nameOf(entry.value);
      return this.places.note(place, `expected ${what} with the keys ${alternatives(keys)}, got ${got}`);
    }
    for (const [key, one] of entries) {
      if (typeof key === 'string' && keys.includes(key)) known.set(key, one);
      else {
        const message = `unknown key ${this.places.nameOf(one.key)}, expected ${alternatives(keys)}`;
        this.places.note(this.places.keyPlace(one, place), message);
      }
    }
    return known;
  }

  /** Whole milliseconds. */
  #span(key: string, entry: Entry | undefined, step: Place, minMs: number, isWanted: boolean): number {
    if (entry === undefined) {
      if (isWanted) this.places.note(step, `expected '${key}' with a duration in this step`);
      return 0;
    }
    const parsed = parseDuration(this.places.textOf(entry.value) ?? '');
    const ms = Math.round((parsed.ok ? constantOf(parsed.distribution) : undefined) ?? -1);
    if (ms >= minMs && ms <= SPAN_MS_MAX) return ms;
    const expected = `a duration from ${spanText(minMs)} to ${spanText(SPAN_MS_MAX)}`;
    const got = this.places.nameOf(entry.value);
    this.places.note(this.places.placeOf(entry, step), `${key}: expected ${expected}, got ${got}`);
    return 0;
  }

  #set(entry: Entry | undefined, step: Place): SettingChanges {
    const set: Record<string, string> = {};
    if (entry === undefined) return set;
    const place = this.places.placeOf(entry, step);
    const entries = this.places.entriesOf(entry.value);
    if (entries === undefined) {
      this.places.note(place, `set: expected a map of settings, got ${this.places.nameOf(entry.value)}`);
    }
    for (const [key, one] of entries ?? []) {
      const name = this.#settingOf(key, this.places.keyPlace(one, place));
      if (name === undefined) continue;
      const text = this.#changeOf(name, one, place);
      if (name in set) this.places.note(this.places.keyPlace(one, place), `${name}: expected once`);
      else if (text !== undefined) set[name] = text;
    }
    return set;
  }

  #settingOf(key: unknown, place: Place): string | undefined {
    const name = findLiveSetting(key);
    if (name !== undefined) return name;
    const unknown = unknownSetting(key, LIVE_SETTING_NAMES).replace(
      'unknown setting',
      'no setting that a scenario can change',
    );
    return this.places.note(place, unknown);
  }

  /** A text that the setting takes. */
  #changeOf(name: string, entry: Entry, map: Place): string | undefined {
    const text = this.places.textOf(entry.value);
    const got = this.places.nameOf(entry.value);
    const problem = text === undefined ? `expected a text or a number, got ${got}` : problemOf(name, text);
    if (problem === null) return text;
    return this.places.note(this.places.placeOf(entry, map), `${name}: ${problem}`);
  }

  #models(entry: Entry | undefined, step: Place): ModelChanges {
    if (entry === undefined) return {};
    readModelRows(this.places, entry, step);
    const rows = [...(this.places.entriesOf(entry.value) ?? [])];
    return Object.fromEntries(
      rows.map(([name, row]) => {
        const keys = [...(this.places.entriesOf(row.value) ?? [])];
        return [
          String(name),
          Object.fromEntries(keys.map(([key, one]) => [String(key), this.places.textOf(one.value) ?? ''])),
        ];
      }),
    );
  }

  #ramp(entry: Entry | undefined, step: Place): Ramp | null {
    if (entry === undefined) return null;
    const place = this.places.placeOf(entry, step);
    const given = this.#keysOf(entry, place, RAMP_KEYS, 'a ramp');
    if (given === undefined) return null;
    const [setting, from, to] = RAMP_KEYS.map((key) => given.get(key));
    if (setting === undefined || from === undefined || to === undefined) {
      return this.places.note(place, 'ramp: expected setting, from and to') ?? null;
    }
    const name = this.#settingOf(this.places.textOf(setting.value), this.places.placeOf(setting, place));
    if (name === undefined) return null;
    const [one, other] = [from, to].map((end) => this.#changeOf(name, end, place));
    if (one === undefined || other === undefined) return null;
    const read = readRamp(name, rampFormOf(name), one, other);
    if (read.ok) return read.ramp;
    const got = `${this.places.nameOf(from.value)} and ${this.places.nameOf(to.value)}`;
    return this.places.note(place, `ramp: expected ${read.expected}, got ${got}`) ?? null;
  }

  #down(entry: Entry | undefined, step: Place): boolean {
    if (entry === undefined || this.places.textOf(entry.value) === 'true') return entry !== undefined;
    const got = this.places.nameOf(entry.value);
    this.places.note(this.places.placeOf(entry, step), `down: expected true or nothing at all, got ${got}`);
    return false;
  }

  #mark(entry: Entry | undefined, step: Place): string | null {
    if (entry === undefined) return null;
    const text = this.places.textOf(entry.value) ?? '';
    if (text.length >= 1 && text.length <= MARK_CHARACTERS_MAX) return text;
    const got = this.places.nameOf(entry.value);
    const message = `mark: expected 1 to ${MARK_CHARACTERS_MAX} characters, got ${got}`;
    return this.places.note(this.places.placeOf(entry, step), message) ?? null;
  }
}
