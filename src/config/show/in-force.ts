/**
 * Owns how the settings that are in force are shown to whoever looks at a running server.
 * Main thread, once, at start-up. Must never show a secret, or where a file lies.
 */

import { formatLimits, type Limit } from '../../behavior/limits/limit.js';
import { formatFieldValue } from '../../behavior/profile/field-value.js';
import type { FieldValue } from '../../behavior/profile/profile.js';
import type { Setting } from '../settings/setting.js';
import { SETTINGS } from '../settings/settings.js';
import { named } from '../settings/wording.js';
import { plainText, type Value } from '../values/value.js';

/** One setting by its environment name, its value in words, and whether somebody gave it. */
export interface SettingInForce {
  readonly name: string;
  readonly value: string;
  readonly given: boolean;
}

/** The settings that have a value, in the order of the table. `given` holds the names of those that somebody gave. */
export function describeSettings(
  values: Readonly<Record<string, Value | null>>,
  given: ReadonlySet<string>,
): readonly SettingInForce[] {
  const inForce = SETTINGS.filter(({ env }) => values[env] !== null && !isOverruled(env, values));
  return inForce.map((setting) => ({
    name: setting.env,
    value: inWords(setting, values[setting.env] as Value),
    given: given.has(setting.env),
  }));
}

/** The seconds have no say where another setting says how long answers take. */
function isOverruled(
  env: string,
  { RESPONSE_DELAY, INTER_TOKEN_LATENCY }: Readonly<Record<string, unknown>>,
) {
  return env === 'RESPONSE_DELAY_SECONDS' && (RESPONSE_DELAY !== null || INTER_TOKEN_LATENCY !== null);
}

/** Units are written in the plural. */
function counted(value: number, unit: string): string {
  return `${value} ${value === 1 ? unit.replace(/s$/, '') : unit}`;
}

function inWords(setting: Setting, value: Value): string {
  switch (setting.kind) {
    case 'secret':
      return 'set (not shown)';
    case 'file':
      return 'set';
    case 'durations':
    case 'counts':
      return withoutFolders(formatFieldValue(setting.kind, value as FieldValue));
    case 'faults':
      return formatFieldValue(setting.kind, value as FieldValue);
    case 'limits':
      return formatLimits(value as readonly Limit[]);
    case 'span':
    case 'size':
      return plainText(setting, Number(value));
    case 'integer':
    case 'seconds':
    case 'decimal':
      return setting.unit === null ? String(value) : counted(Number(value), setting.unit);
    default:
      return named(String(value));
  }
}

/** A distribution may name a file. */
function withoutFolders(text: string): string {
  return text.replace(/\b(empirical|trace)\([^,()]*\//g, '$1(');
}
