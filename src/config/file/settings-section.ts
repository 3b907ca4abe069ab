/**
 * Owns how the map `settings` of a config file becomes settings by name. Pure. Must never judge a value, which the reader of
 * all settings does, and never show one: it may be a secret.
 */
import { dirname, resolve } from 'node:path';
import type { Entry } from '../../behavior/models/yaml-graph.js';
import type { Place, YamlPlaces } from '../../behavior/models/yaml-places.js';
import { ENVIRONMENT_PREFIX, type Given, type Setting } from '../settings/setting.js';
import { SETTINGS } from '../settings/settings.js';
import { named, nearestName } from '../settings/wording.js';

/** What can be a name; anything else, such as `API_KEY=sk-…`, may hold a secret. */
const NAME = /^[\w-]{1,60}$/;
/** The file cannot say which file it is. */
const ELSEWHERE = 'CONFIG_FILE';

const SETTING_BY_KEY: ReadonlyMap<unknown, Setting> = new Map(
  SETTINGS.flatMap((setting) => [
    [setting.env, setting],
    [setting.env.toLowerCase(), setting],
  ]),
);
const NAMES = SETTINGS.map((setting): string => setting.env).filter((env) => env !== ELSEWHERE);

/** The setting of that name, as in the environment or in small letters. */
export function findSetting(key: unknown): Setting | undefined {
  return SETTING_BY_KEY.get(key);
}

/** What is told of a key that is no setting, with the one that was probably meant out of `names`. */
export function unknownSetting(key: unknown, names: readonly string[]): string {
  if (typeof key !== 'string' || !NAME.test(key)) return 'expected the name of a setting, got something else';
  const typed = key.toUpperCase().replaceAll('-', '_').replace(ENVIRONMENT_PREFIX, '');
  const meant = nearestName(typed, names);
  const hint = meant === undefined ? 'see --help' : `did you mean ${meant}?`;
  return `${named(key)}: unknown setting; ${hint}`;
}

/**
 * @param path of the file; what is wrong with a value is told under `path:line:column: NAME`, and the path of a file among
 *   the values is taken from the folder of this one
 * @returns every setting that was given, by its environment name
 */
export function readSettings(
  places: YamlPlaces,
  entry: Entry,
  top: Place,
  path: string,
): ReadonlyMap<string, Given> {
  const given = new Map<string, Given>();
  const place = places.placeOf(entry, top);
  const entries = places.entriesOf(entry.value);
  if (entries === undefined) {
    places.note(place, `settings: expected a map of settings, got ${places.kindOf(entry.value)}`);
    return given;
  }
  for (const [key, one] of entries) {
    const setting = findSetting(key);
    const keyPlace = places.keyPlace(one, place);
    const text = places.textOf(one.value);
    if (setting === undefined) places.note(keyPlace, unknownSetting(key, NAMES));
    else if (setting.env === ELSEWHERE) {
      places.note(keyPlace, `${ELSEWHERE}: expected as a flag or a variable, not in the file itself`);
    } else if (given.has(setting.env)) {
      places.note(keyPlace, `${setting.env}: expected once, got it in capital and in small letters`);
    } else if (text === undefined) {
      places.note(keyPlace, `${setting.env}: expected a text or a number, got ${places.kindOf(one.value)}`);
    } else {
      const value = setting.kind === 'file' && text !== '' ? resolve(dirname(path), text) : text;
      const at = places.lineOf(places.placeOf(one, place));
      given.set(setting.env, { name: `${named(path)}:${at}: ${setting.env}`, text: value });
    }
  }
  return given;
}
