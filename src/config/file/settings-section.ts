/**
 * Owns how the map `settings` of a config file becomes settings by name. Pure. Must never judge a value, which the reader of
 * all settings does, and never show one: it may be a secret.
 */
import { dirname, resolve } from 'node:path';
import type { Entry } from '../../behavior/models/yaml-graph.js';
import type { Place, YamlPlaces } from '../../behavior/models/yaml-places.js';
import type { Given, Setting } from '../settings/setting.js';
import { SETTINGS } from '../settings/settings.js';
import { named, unknownSetting } from '../settings/wording.js';

/** The file cannot say which file it is. */
const ELSEWHERE = 'CONFIG_FILE';

const SETTING_BY_KEY: ReadonlyMap<unknown, Setting> = new Map(
  SETTINGS.flatMap((setting) => [
    [setting.env, setting],
    [setting.env.toLowerCase(), setting],
  ]),
);
const NAMES = SETTINGS.map((setting): string => setting.env).filter((env) => env !== ELSEWHERE);

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
    const setting = SETTING_BY_KEY.get(key);
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
