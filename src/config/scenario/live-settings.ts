/**
 * Owns which settings a scenario may change while the server runs, and how a text for one is checked. Pure.
 */
import type { RampForm } from '../../behavior/scenario/ramp.js';
import type { Setting } from '../settings/setting.js';
import { SETTINGS } from '../settings/settings.js';
import { readValue } from '../values/value.js';

/** The rows that say so: those that take effect on the next request, without anything being made anew. */
const LIVE: readonly Setting[] = (SETTINGS as readonly Setting[]).filter(({ live }) => live);

export const LIVE_SETTING_NAMES: readonly string[] = LIVE.map(({ env }) => env);

/** The name as in the environment; undefined for what is no setting that can be changed. */
export function findLiveSetting(key: unknown): string | undefined {
  const name = typeof key === 'string' ? key : '';
  const isOneCase = name === name.toUpperCase() || name === name.toLowerCase();
  return isOneCase && LIVE_SETTING_NAMES.includes(name.toUpperCase()) ? name.toUpperCase() : undefined;
}

/** `name` is one of LIVE_SETTING_NAMES. */
function rowOf(name: string): Setting {
  return LIVE.find(({ env }) => env === name) as Setting;
}

/** What is wrong with a text for this setting; null if nothing is. */
export function problemOf(name: string, text: string): string | null {
  // None of them is the path of a file.
  const read = readValue(rowOf(name), text, () => false);
  return read.ok ? null : read.problem;
}

/** In which form its values go evenly from one to another. */
export function rampFormOf(name: string): RampForm {
  switch (rowOf(name).kind) {
    case 'durations':
    case 'span':
      return 'duration';
    case 'counts':
    case 'integer':
    case 'size':
    case 'integer-or-off':
      return 'whole';
    case 'seconds':
    case 'decimal':
      return 'decimal';
    default:
      return 'share';
  }
}
