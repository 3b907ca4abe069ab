/**
 * Owns the reading of a config file: at the start all of it, later its models alone. Main thread at start-up; any thread may
 * read the models again. Never throws.
 */
import type { ModelRow } from '../../behavior/models/model-table.js';
import { type ConfigFile, NO_CONFIG_FILE, readConfigText } from '../file/config-file.js';
import { SETTINGS } from '../settings/settings.js';
import { readValue } from '../values/value.js';
import { readColumnFile } from './column-file.js';
import { isFileReadable, loadYaml, type ReadFile, readText } from './text-file.js';

/** What the file says; its problems begin with its path. */
export function loadConfigFile(path: string): ConfigFile {
  const text = readText(path);
  if (!text.ok) return { ...NO_CONFIG_FILE, problems: text.problems };
  return readConfigText(text.content, path, loadYaml(), readColumnFile);
}

/**
 * The rows of the models of a config file. Its settings are checked as well, each by itself: a file with a mistake is none
 * to go on with, wherever the mistake is.
 */
export function readConfigModels(path: string): ReadFile<readonly ModelRow[]> {
  const file = loadConfigFile(path);
  const problems = [...file.problems];
  for (const setting of SETTINGS) {
    const entry = file.given.get(setting.env);
    const read = entry === undefined ? null : readValue(setting, entry.text, isFileReadable, readColumnFile);
    if (read?.ok === false) problems.push(`${entry?.name}: ${read.problem}`);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, content: file.models ?? [] };
}
