/**
 * Owns what a Config becomes when some of its settings are changed while the server runs: the same texts, ranges and rules as
 * at start-up. Main thread; pure. Must never change a setting whose row is not `live`.
 */
import { totalmem } from 'node:os';
import type { Config } from '../config.js';
import type { Given, Setting } from '../settings/setting.js';
import { SETTINGS, type Values } from '../settings/settings.js';
import { alternatives, named, nearestName } from '../settings/wording.js';
import { describeSettings } from '../show/in-force.js';
import { exclusiveOf, relationProblems, responseDelayMaxMs } from '../values/relations.js';
import { defaultValue, readValue, type Value } from '../values/value.js';
import { latencyOf, plainFieldsOf } from './build-config.js';

/** Texts of settings by their environment name, all of them live ones. */
export type SettingTexts = ReadonlyMap<string, string>;

export type ChangedConfig =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] };

const ROWS: readonly Setting[] = SETTINGS;

/** The environment names of the settings that may be changed while the server runs. */
export const LIVE_SETTINGS: readonly string[] = ROWS.filter(({ live }) => live).map(({ env }) => env);

/** Why a setting of this name cannot be changed while the server runs; null where it can. */
export function liveProblem(name: string): string | null {
  const env = name.toUpperCase();
  if (LIVE_SETTINGS.includes(env)) return null;
  if (ROWS.some((row) => row.env === env)) {
    return `${named(name)}: holds from the start of the server to its end; expected ${alternatives(LIVE_SETTINGS)}`;
  }
  const meant = nearestName(env, LIVE_SETTINGS);
  const hint = meant === undefined ? `expected ${alternatives(LIVE_SETTINGS)}` : `did you mean ${meant}?`;
  return `${named(name)}: unknown setting; ${hint}`;
}

/**
 * Lays changes over what was given at start-up, the last one on top. What a layer says takes the place of what says the same in
 * another way further down.
 *
 * @param start the Config of the start-up
 * @returns the whole Config that holds then; or every problem, one line each
 */
export function changeConfig(start: Config, layers: readonly SettingTexts[]): ChangedConfig {
  const given = layOver(start.origin.given, layers);
  const problems: string[] = [];
  const values = new Map<string, Value | null>();
  for (const setting of ROWS) {
    const { env } = setting;
    const entry = given.get(env);
    if (entry === start.origin.given.get(env)) {
      values.set(env, start.origin.values[env as keyof Values]);
    } else if (entry === undefined) {
      values.set(env, defaultOf(setting, start, values));
    } else {
      const read = readChange(setting, entry.text);
      if (read.ok) values.set(env, read.value);
      else problems.push(`${entry.name}: ${read.problem}`);
    }
  }
  // It cannot follow any more, so it is a bound even where nobody gave it.
  const bound: Given = { name: 'MAX_DELAY', text: null };
  problems.push(...relationProblems({ given: new Map(given).set('MAX_DELAY', bound), values }));
  if (problems.length > 0) return { ok: false, problems };

  const complete = Object.fromEntries(values) as unknown as Values;
  const shown = { ...complete, HTTP10_PORT: start.http10Port ?? 'off' };
  const config: Config = {
    ...start,
    ...plainFieldsOf(complete),
    latency: Object.freeze(latencyOf(complete)),
    inForce: Object.freeze(describeSettings(shown, new Set(given.keys()))),
  };
  return { ok: true, config: Object.freeze(config) };
}

/** Of one setting: each level's text, and as many again for those to come. */
const TEXTS_KEPT_MAX = 4;
const kept = new Map<
  Setting,
  { readonly text: string | null; readonly read: ReturnType<typeof readValue> }[]
>();

/**
 * Gives the same value for a text that still holds: what is counted for it (rate limits, faults such as `first(3):503`) goes on
 * while other settings change, as they do once a second in a scenario's ramp.
 */
function readChange(setting: Setting, text: string | null): ReturnType<typeof readValue> {
  const known = kept.get(setting) ?? [];
  const found = known.find((one) => one.text === text);
  // No file is named by what may change.
  const one = found ?? { text, read: readValue(setting, text, () => false) };
  // The one that was asked for last stays the longest.
  kept.set(setting, [one, ...known.filter((other) => other !== one)].slice(0, TEXTS_KEPT_MAX));
  return one.read;
}

function layOver(start: ReadonlyMap<string, Given>, layers: readonly SettingTexts[]): Map<string, Given> {
  const given = new Map(start);
  for (const layer of layers) {
    for (const env of layer.keys()) for (const other of exclusiveOf(env)) given.delete(other);
    for (const [env, text] of layer) given.set(env, { name: env, text });
  }
  return given;
}

/** Of a setting that another one took the place of. */
function defaultOf(setting: Setting, { cpu }: Config, values: ReadonlyMap<string, Value | null>) {
  return defaultValue(setting, {
    cores: cpu.availableCores,
    memoryBytes: totalmem(),
    responseDelayMaxMs: responseDelayMaxMs(values),
    delayMaxMs: Number(values.get('MAX_DELAY')),
  });
}
