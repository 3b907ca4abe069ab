/**
 * Owns how what is in force is written as a config file, which can be used again. Pure. Must never show a secret.
 */
import { resolve } from 'node:path';
import type { ModelRow, ModelTable } from '../../behavior/models/model-table.js';
import type { PlainYaml } from '../../behavior/models/yaml-places.js';
import { formatFieldValue } from '../../behavior/profile/field-value.js';
import { LATENCY_FIELDS } from '../../behavior/profile/fields.js';
import type { FieldValue } from '../../behavior/profile/profile.js';
import type { Given, Setting } from '../settings/setting.js';
import { SETTINGS } from '../settings/settings.js';
import { plainText, type Value } from '../values/value.js';

/** A config file takes no longer text. */
const TEXT_CHARACTERS_MAX = 10_000;
/** What such a file cannot say itself, or says in another place. */
const ELSEWHERE: readonly string[] = ['CONFIG_FILE', 'MODELS_FILE'];

export interface InForce {
  /** By the setting's environment name, in its own unit; null for what stays unset. */
  readonly values: ReadonlyMap<string, Value | null>;
  readonly given: ReadonlyMap<string, Given>;
  readonly models: ModelTable;
  /** Of the config file, as it is written there; null where there is none. */
  readonly scenario: PlainYaml | null;
}

/** What was given as lines, the defaults as comments: they may be others on another machine. Ends with a line feed. */
export function renderConfigFile({ values, given, models, scenario }: InForce): string {
  const settings = SETTINGS.filter(({ env }) => !ELSEWHERE.includes(env)).map((setting) => {
    return settingLine(setting, values.get(setting.env) ?? null, given.has(setting.env));
  });
  const rows = models.rows.length === 0 ? [] : ['models:', ...models.rows.flatMap(modelLines)];
  // A map with comments alone would be nothing at all.
  const head = SETTINGS.some(
    ({ env, kind }) => given.has(env) && kind !== 'secret' && !ELSEWHERE.includes(env),
  );
  return `${[head ? 'settings:' : 'settings: {}', ...settings, ...rows, ...scenarioLines(scenario)].join('\n')}\n`;
}

function settingLine(setting: Setting, value: Value | null, isGiven: boolean): string {
  const { env } = setting;
  if (value === null) return `  # ${env}: not set`;
  if (setting.kind === 'secret') return `  # ${env}: set, not shown; give it in the environment`;
  const text = valueText(setting, value);
  if (!isGiven) return `  # ${env}: ${text}  (default)`;
  return text.length > TEXT_CHARACTERS_MAX
    ? `  # ${env}: longer than a config file takes; give it in the environment or in a file`
    : `  ${env}: ${text}`;
}

/** As YAML; whatever stands in JSON's quotes stands in YAML's. */
function valueText(setting: Setting, value: Value): string {
  switch (setting.kind) {
    case 'durations':
    case 'counts':
      return plainOrQuoted(formatFieldValue(setting.kind, value as FieldValue));
    case 'faults':
      return JSON.stringify(formatFieldValue(setting.kind, value as FieldValue));
    case 'span':
    case 'size':
      return plainText(setting, Number(value));
    case 'file':
      return JSON.stringify(resolve(String(value)));
    case 'text':
    case 'origins':
    case 'hosts':
    case 'peers':
      return JSON.stringify(value);
    default:
      return String(value);
  }
}

/** As JSON, which is YAML as well. */
function scenarioLines(scenario: PlainYaml | null): readonly string[] {
  if (scenario === null) return [];
  const lines = JSON.stringify(scenario, null, 2).split('\n');
  return ['scenario:', ...lines.map((line) => `  ${line}`)];
}

function modelLines({ name, profile }: ModelRow): readonly string[] {
  const lines = LATENCY_FIELDS.flatMap(({ field, kind, setting }) => {
    const value = profile[field];
    if (value === null) return [];
    const text = formatFieldValue(kind, value);
    return [
      `    ${setting.toLowerCase()}: ${kind === 'faults' ? JSON.stringify(text) : plainOrQuoted(text)}`,
    ];
  });
  const key = JSON.stringify(name);
  return lines.length === 0 ? [`  ${key}: {}`] : [`  ${key}:`, ...lines];
}

/** Of a distribution: the path of a file in it may have anything that means something in YAML. */
function plainOrQuoted(text: string): string {
  return /\b(?:empirical|trace)\(/.test(text) ? JSON.stringify(text) : text;
}
