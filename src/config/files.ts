/**
 * Owns the reading of the files that settings name: the models file and the file of answers.
 * Main thread, at start-up and on SIGHUP, never while a request waits for it.
 */

import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type ModelTable, NO_MODELS } from '../behavior/model-table.js';
import { readModelsFile, type YamlLibrary } from '../behavior/models-file.js';
import type { SettingsRead } from './relations.js';
import { named } from './wording.js';

const FILE_BYTES_MAX = 1_048_576;
const ANSWERS_MAX = 10_000;

export type ReadFile<Content> =
  | { readonly ok: true; readonly content: Content }
  /** A line each, beginning with the path. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** Whether a file is there, can be read, and is not a directory. */
export function isFileReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return !statSync(path).isDirectory();
  } catch {
    // Absent, forbidden or not a path at all: the caller's problem names the setting, which says enough.
    return false;
  }
}

function readText(path: string): ReadFile<string> {
  try {
    const bytes = readFileSync(path);
    if (bytes.length <= FILE_BYTES_MAX) return { ok: true, content: bytes.toString('utf8') };
    const problem = `expected at most ${FILE_BYTES_MAX} bytes, got ${bytes.length}`;
    return { ok: false, problems: [`${named(path)}: ${problem}`] };
  } catch (error) {
    return {
      ok: false,
      problems: [`${named(path)}: ${(error as NodeJS.ErrnoException).code ?? 'unreadable'}`],
    };
  }
}

/** Reads and checks a models file. Never throws. */
export function loadModelsFile(path: string): ReadFile<ModelTable> {
  const text = readText(path);
  if (!text.ok) return text;
  // Loaded here and not at the start: it is megabytes of code that most servers do not need.
  const yaml = createRequire(import.meta.url)('yaml') as YamlLibrary;
  const read = readModelsFile(text.content, yaml);
  if (read.ok) return { ok: true, content: read.table };
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
  readonly problems: readonly string[];
}

/** Reads every file that a setting names. A setting whose value is wrong by itself is passed over. */
export function readSettingFiles({ given, values }: SettingsRead): SettingFiles {
  const problems: string[] = [];
  function load<Content>(env: string, read: (path: string) => ReadFile<Content>, none: Content): Content {
    const path = values.get(env);
    if (typeof path !== 'string') return none;
    const result = read(path);
    if (result.ok) return result.content;
    problems.push(...result.problems.map((problem) => `${given.get(env)?.name}: ${problem}`));
    return none;
  }
  return {
    models: load('MODELS_FILE', loadModelsFile, NO_MODELS),
    answers: load('RESPONSE_FILE', loadAnswers, []),
    problems,
  };
}
