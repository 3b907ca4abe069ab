/**
 * Owns the way from environment and command line to one frozen Config, or to all problems at once.
 * Main thread, once, at start-up. Must never touch process.env or process.argv: both are arguments.
 */

import { accessSync, constants, statSync } from 'node:fs';
import { type Config, type CpuLimits, RESPONSE_DELAY_SECONDS_DEFAULT, SETTINGS } from '../config.js';
import { readArguments } from './arguments.js';
import { type EnvironmentVariables, readEnvironment } from './environment.js';
import type { Given, Setting } from './setting.js';
import { defaultValue, expectation, parseValue, type Value } from './value.js';
import { quoted } from './wording.js';

export interface ConfigSources {
  readonly env: EnvironmentVariables;
  /** The words after the script's name. */
  readonly argv: readonly string[];
  readonly cpu: CpuLimits;
  /** Whether a file can be read; asks the file system unless a test says otherwise. */
  readonly fileReadable?: (path: string) => boolean;
}

export type ConfigResult =
  | { readonly kind: 'config'; readonly config: Config }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

type TypeOf<Row extends Setting> = Row extends { kind: 'integer' | 'seconds' }
  ? number
  : Row extends { kind: 'boolean' }
    ? boolean | null
    : Row extends { choices: readonly (infer Choice)[] }
      ? Choice
      : Row['fallback'] extends null
        ? string | null
        : string;

/** Every setting by its environment name, in its own unit, typed from its row of the table. */
type Values = { readonly [Row in (typeof SETTINGS)[number] as Row['env']]: TypeOf<Row> };

function isFileReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return !statSync(path).isDirectory();
  } catch {
    // Absent, forbidden or not a path at all: the caller's problem names the setting, which says enough.
    return false;
  }
}

function wrongValue(setting: Setting, { name, text }: Given): string {
  const got =
    text === null ? 'no value' : setting.kind === 'secret' ? 'something else (not shown)' : quoted(text);
  return `${name}: expected ${expectation(setting)}, got ${got}`;
}

/** Rules between settings. `values` holds no value that is wrong by itself: that has been reported already. */
function relationProblems(
  given: ReadonlyMap<string, Given>,
  values: ReadonlyMap<string, Value | null>,
): readonly string[] {
  const problems: string[] = [];
  const certificate = given.get('TLS_CERT_FILE');
  const key = given.get('TLS_KEY_FILE');
  if (certificate !== undefined && key === undefined) {
    problems.push(`${certificate.name}: expected TLS_KEY_FILE beside it, got it alone`);
  }
  if (key !== undefined && certificate === undefined) {
    problems.push(`${key.name}: expected TLS_CERT_FILE beside it, got it alone`);
  }
  const http10 = given.get('HTTP10_PORT');
  const port = values.get('PORT');
  if (http10 !== undefined && port !== undefined && port !== 0 && values.get('HTTP10_PORT') === port) {
    problems.push(`${http10.name}: expected another port than PORT, got ${quoted(String(port))} for both`);
  }
  return problems;
}

function secondsToMs(seconds: number): number {
  // 0.07 * 1000 is 70.00000000000001.
  return Math.round(seconds * 1000);
}

function buildConfig(values: Values, http10PortExplicit: boolean, cpu: CpuLimits): Config {
  const notes: string[] = [];
  let http10Port = values.HTTP10_PORT;
  if (!http10PortExplicit && http10Port === values.PORT) {
    notes.push(
      `The HTTP/1.0 listener is off, because PORT uses ${http10Port}, the default of HTTP10_PORT. ` +
        'Set HTTP10_PORT to another port to have it.',
    );
    http10Port = 0;
  }
  const certFile = values.TLS_CERT_FILE;
  const keyFile = values.TLS_KEY_FILE;
  return Object.freeze({
    port: values.PORT,
    host: values.HOST,
    slotsMax: values.MAX_CONCURRENT,
    workerThreads: values.WORKER_THREADS,
    responseDelayMs: secondsToMs(values.RESPONSE_DELAY_SECONDS),
    responseText: values.RESPONSE_TEXT,
    bodyBytesMax: values.MAX_BODY_BYTES,
    http10Port,
    http10PortExplicit,
    retryAfterSeconds: values.RETRY_AFTER_SECONDS,
    shouldRetry: values.SHOULD_RETRY,
    shutdownGraceMs: secondsToMs(values.SHUTDOWN_GRACE_SECONDS),
    logLevel: values.LOG_LEVEL,
    tls: certFile !== null && keyFile !== null ? Object.freeze({ certFile, keyFile }) : null,
    apiKey: values.API_KEY,
    cpu: Object.freeze({ ...cpu }),
    notes: Object.freeze(notes),
  });
}

/**
 * Reads every setting: a flag wins over LLM_MOCK_<NAME>, which wins over <NAME>; an overruled value is not looked at.
 *
 * @returns the Config, deeply frozen; or what --help or --version asked for, whatever else was given;
 *   or every problem there is, one line each, never with the value of a secret
 */
export function readConfig({ env, argv, cpu, fileReadable = isFileReadable }: ConfigSources): ConfigResult {
  const args = readArguments(argv);
  if (args.wants !== null) return { kind: args.wants };
  const environment = readEnvironment(env);
  const given = new Map([...environment.given, ...args.given]);
  const problems = [...args.problems, ...environment.problems];

  const values = new Map<string, Value | null>();
  for (const setting of SETTINGS) {
    const entry = given.get(setting.env);
    if (entry === undefined) {
      const delay = values.get('RESPONSE_DELAY_SECONDS') ?? RESPONSE_DELAY_SECONDS_DEFAULT;
      const basis = { cores: cpu.availableCores, responseDelaySeconds: Number(delay) };
      values.set(setting.env, defaultValue(setting, basis));
      continue;
    }
    const value = entry.text === null ? undefined : parseValue(setting, entry.text, fileReadable);
    if (value === undefined) problems.push(wrongValue(setting, entry));
    else values.set(setting.env, value);
  }
  problems.push(...relationProblems(given, values));
  if (problems.length > 0) return { kind: 'invalid', problems };

  // The table's own kinds decided each value; the compiler cannot follow that through a Map.
  const complete = Object.fromEntries(values) as Values;
  return { kind: 'config', config: buildConfig(complete, given.has('HTTP10_PORT'), cpu) };
}
