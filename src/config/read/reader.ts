/**
 * Owns the way from environment and command line to one frozen Config, or to all problems at once.
 * Main thread, once, at start-up. Must never touch process.env or process.argv: both are arguments.
 */

import { totalmem } from 'node:os';
import type { Config, CpuLimits } from '../config.js';
import { type ConfigFile, NO_CONFIG_FILE } from '../file/config-file.js';
import type { DefaultBasis, Given } from '../settings/setting.js';
import { SETTINGS, type Values } from '../settings/settings.js';
import { named } from '../settings/wording.js';
import { renderConfigFile } from '../show/config-file-text.js';
import { relationProblems, responseDelayMaxMs } from '../values/relations.js';
import { defaultValue, readValue, type Value } from '../values/value.js';
import { readArguments } from './arguments.js';
import { buildConfig } from './build-config.js';
import { scenarioProblems } from './check-scenario.js';
import { readColumnFile } from './column-file.js';
import { loadConfigFile } from './config-file.js';
import { type EnvironmentVariables, readEnvironment } from './environment.js';
import { readSettingFiles } from './files.js';
import { isFileReadable } from './text-file.js';
import { inspectTls } from './tls-files.js';

export interface ConfigSources {
  readonly env: EnvironmentVariables;
  /** The words after the script's name. */
  readonly argv: readonly string[];
  readonly cpu: CpuLimits;
  /** The memory that this process may use; the host's unless something limits it. */
  readonly memoryBytes?: number;
  /** Whether a file can be read; asks the file system unless a test says otherwise. */
  readonly fileReadable?: (path: string) => boolean;
}

export type ConfigResult =
  | { readonly kind: 'config'; readonly config: Config }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  /** All is right; the notes are what would be warned about. */
  | { readonly kind: 'check'; readonly notes: readonly string[] }
  /** The text of a config file that says what is in force. */
  | { readonly kind: 'print-config'; readonly text: string }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

/** What the defaults are computed from, as far as the table has been read. */
function basisOf(
  values: ReadonlyMap<string, Value | null>,
  cores: number,
  memoryBytes: number,
): DefaultBasis {
  return {
    cores,
    memoryBytes,
    responseDelayMaxMs: responseDelayMaxMs(values),
    delayMaxMs: Number(values.get('MAX_DELAY') ?? 0),
  };
}

/** Without a path there is none; one that cannot be read is told as the wrong value of its setting. */
function configFileOf(entry: Given | undefined, fileReadable: (path: string) => boolean): ConfigFile {
  const path = entry?.text ?? null;
  return path === null || !fileReadable(path) ? NO_CONFIG_FILE : loadConfigFile(path);
}

/**
 * Reads every setting: a flag wins over LLM_MOCK_<NAME>, which wins over <NAME>, which wins over the config file; an overruled
 * value is not looked at.
 *
 * @returns the Config, frozen; or what a flag asked for in place of a server, --help and --version whatever else was given;
 *   or every problem there is, one line each, never with the value of a secret
 */
export function readConfig({
  env,
  argv,
  cpu,
  memoryBytes = totalmem(),
  fileReadable = isFileReadable,
}: ConfigSources): ConfigResult {
  const args = readArguments(argv);
  if (args.wants === 'help' || args.wants === 'version') return { kind: args.wants };
  const environment = readEnvironment(env);
  const outside = new Map([...environment.given, ...args.given]);
  const file = configFileOf(outside.get('CONFIG_FILE'), fileReadable);
  const given = new Map([...file.given, ...outside]);
  const problems = [...args.problems, ...environment.problems, ...file.problems];

  const values = new Map<string, Value | null>();
  for (const setting of SETTINGS) {
    const entry = given.get(setting.env);
    if (entry === undefined) {
      values.set(setting.env, defaultValue(setting, basisOf(values, cpu.availableCores, memoryBytes)));
      continue;
    }
    const read = readValue(setting, entry.text, fileReadable, readColumnFile);
    if (read.ok) values.set(setting.env, read.value);
    else problems.push(`${entry.name}: ${read.problem}`);
  }
  const files = readSettingFiles({ given, values }, file);
  problems.push(...relationProblems({ given, values }), ...files.problems);
  if (problems.length > 0) return { kind: 'invalid', problems };

  // The table's own kinds decided each value; the compiler cannot follow that through a Map.
  const complete = Object.fromEntries(values) as unknown as Values;
  if (args.wants === 'print-config') {
    return {
      kind: 'print-config',
      text: renderConfigFile({
        values,
        given,
        models: files.models,
        scenario: file.scenario?.source ?? null,
      }),
    };
  }
  const { TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile } = complete;
  // A start asks itself, when it makes its listeners.
  const isAsked = args.wants === 'check' && certFile !== null && keyFile !== null;
  const tls = isAsked ? inspectTls({ certFile, keyFile }, Date.now()) : null;
  if (tls !== null && tls.problems.length > 0) return { kind: 'invalid', problems: tls.problems };
  const config = buildConfig({ values: complete, given, files, cpu, notes: environment.notes });
  const wrong = config.scenario === null ? [] : scenarioProblems(config.scenario, config);
  if (wrong.length > 0) {
    const source = given.get('SCENARIO_FILE') ?? given.get('CONFIG_FILE');
    const place = `${source?.name}: ${named(source?.text ?? '')}`;
    return { kind: 'invalid', problems: wrong.map((problem) => `${place}: scenario ${problem}`) };
  }
  const notes = [...config.notes, ...(tls?.warnings ?? [])];
  return args.wants === 'check' ? { kind: 'check', notes } : { kind: 'config', config };
}
