/**
 * Owns the reading of the files that settings name: the models file, the scenario and the file of answers.
 * Main thread at start-up; any other thread may read a models file. Must never wait for a file or take its size on trust.
 */

import { type ModelRow, ModelTable, NO_MODELS } from '../../behavior/models/model-table.js';
import { readModelsFile } from '../../behavior/models/models-file.js';
import type { Scenario } from '../../behavior/scenario/scenario.js';
import type { ConfigFile } from '../file/config-file.js';
import { readScenarioText } from '../scenario/scenario-file.js';
import { named } from '../settings/wording.js';
import type { SettingsRead } from '../values/relations.js';
import { readColumnFile } from './column-file.js';
import { checkSize, loadYaml, type ReadFile, readText } from './text-file.js';

const ANSWERS_MAX = 10_000;

/**
 * Reads and checks a models file, on any thread: what it gives is plain data. Never throws. It may take some hundred
 * milliseconds of the thread's time, so a server that is serving has another thread do it.
 */
export function readModelRows(path: string): ReadFile<readonly ModelRow[]> {
  const text = readText(path);
  if (!text.ok) return text;
  const read = readModelsFile(text.content, loadYaml(), readColumnFile);
  if (read.ok) return { ok: true, content: read.rows };
  return { ok: false, problems: read.problems.map((problem) => `${named(path)}:${problem}`) };
}

/** As `readModelRows`, and makes the table of them. */
function loadModelsFile(path: string): ReadFile<ModelTable> {
  const read = readModelRows(path);
  return read.ok ? { ok: true, content: new ModelTable(read.content) } : read;
}

/** A scenario, checked as a whole. */
function loadScenario(path: string): ReadFile<Scenario> {
  const text = readText(path);
  if (!text.ok) return text;
  const read = readScenarioText(text.content, loadYaml());
  if (read.ok) return { ok: true, content: read.scenario };
  return { ok: false, problems: read.problems.map((problem) => `${named(path)}:${problem}`) };
}

/** The answers of a file, one a line; blank lines do not count. Never throws. */
function loadAnswers(path: string): ReadFile<readonly string[]> {
  const text = readText(path);
  if (!text.ok) return text;
  const lines = text.content.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length >= 1 && lines.length <= ANSWERS_MAX) return { ok: true, content: lines };
  const problem = `expected 1 to ${ANSWERS_MAX} lines with an answer, got ${lines.length}`;
  return { ok: false, problems: [`${named(path)}: ${problem}`] };
}

/** What the files of all settings hold; empty where none is named. */
export interface SettingFiles {
  readonly models: ModelTable;
  readonly answers: readonly string[];
  readonly scenario: Scenario | null;
  readonly problems: readonly string[];
}

/** Reads every file that a setting names, but the config file. A setting whose value is wrong by itself is passed over. */
export function readSettingFiles({ given, values }: SettingsRead, configFile: ConfigFile): SettingFiles {
  const problems: string[] = [];
  function load<Content, None>(
    env: string,
    read: (path: string) => ReadFile<Content>,
    none: None,
  ): Content | None {
    const path = values.get(env);
    if (typeof path !== 'string') return none;
    const result = read(path);
    if (result.ok) return result.content;
    problems.push(...result.problems.map((problem) => `${given.get(env)?.name}: ${problem}`));
    return none;
  }
  load('TLS_CERT_FILE', checkSize, null);
  load('TLS_KEY_FILE', checkSize, null);
  const models = load('MODELS_FILE', loadModelsFile, NO_MODELS);
  if (configFile.models !== null && given.has('MODELS_FILE')) {
    problems.push(
      `${given.get('MODELS_FILE')?.name}: expected without 'models' in the config file, got both`,
    );
  }
  const scenario = load('SCENARIO_FILE', loadScenario, null) ?? configFile.scenario?.scenario ?? null;
  if (configFile.scenario !== null && given.has('SCENARIO_FILE')) {
    problems.push(
      `${given.get('SCENARIO_FILE')?.name}: expected without 'scenario' in the config file, got both`,
    );
  }
  if (given.has('SCENARIO_START') && !given.has('SCENARIO_FILE') && configFile.scenario === null) {
    problems.push(
      `${given.get('SCENARIO_START')?.name}: expected a scenario beside it (SCENARIO_FILE), got it alone`,
    );
  }
  return {
    scenario,
    models: configFile.models === null ? models : new ModelTable(configFile.models),
    answers: load('RESPONSE_FILE', loadAnswers, []),
    problems,
  };
}
