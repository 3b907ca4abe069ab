/**
 * Owns the reading of the files that settings name: the models file and the file of answers.
 * Main thread at start-up; any other thread may read a models file. Must never wait for a file or take its size on trust.
 */

import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  openSync,
  readSync,
  type Stats,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { type ModelRow, ModelTable, NO_MODELS } from '../../behavior/models/model-table.js';
import { readModelsFile } from '../../behavior/models/models-file.js';
import type { YamlLibrary } from '../../behavior/models/yaml-reader.js';
import { named } from '../settings/wording.js';
import type { SettingsRead } from '../values/relations.js';

const FILE_BYTES_MAX = 1_048_576;
const ANSWERS_MAX = 10_000;

export type ReadFile<Content> =
  | { readonly ok: true; readonly content: Content }
  /** A line each, beginning with the path. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** Whether there is a file that can be read: no directory, no pipe whose writer would be waited for, no device. */
export function isFileReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return statSync(path).isFile();
  } catch {
    // Absent, forbidden or not a path at all: the caller's problem names the setting, which says enough.
    return false;
  }
}

/** Neither waits for anybody nor takes more memory than a file may have, whatever the path leads to. Never throws. */
function readText(path: string): ReadFile<string> {
  let file: number | null = null;
  try {
    // A pipe that nobody has opened for writing would hold the opening itself, for ever.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = fstatSync(file);
    if (!stats.isFile()) return wrong(path, `expected a file, got ${kindOf(stats)}`);
    if (stats.size > FILE_BYTES_MAX) return tooLarge(path, `${stats.size}`);
    // It may have grown since, and what the kernel makes up (/proc) says a size of 0.
    const bytes = readAtMost(file, FILE_BYTES_MAX + 1);
    if (bytes.length > FILE_BYTES_MAX) return tooLarge(path, 'more');
    return { ok: true, content: bytes.toString('utf8') };
  } catch (error) {
    return wrong(path, (error as NodeJS.ErrnoException).code ?? 'unreadable');
  } finally {
    if (file !== null) closeSync(file);
  }
}

function wrong(path: string, problem: string): { readonly ok: false; readonly problems: readonly string[] } {
  return { ok: false, problems: [`${named(path)}: ${problem}`] };
}

function tooLarge(path: string, got: string): ReadFile<never> {
  return wrong(path, `expected at most ${FILE_BYTES_MAX} bytes, got ${got}`);
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a directory';
  if (stats.isFIFO()) return 'a pipe';
  return stats.isSocket() ? 'a socket' : 'a device';
}

/** Of a file that a library reads whole: whether it may. Whether it is there is asked elsewhere. */
function checkSize(path: string): ReadFile<null> {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return size > FILE_BYTES_MAX ? tooLarge(path, `${size}`) : { ok: true, content: null };
}

function readAtMost(file: number, bytesMax: number): Buffer {
  const buffer = Buffer.allocUnsafe(bytesMax);
  let length = 0;
  while (length < bytesMax) {
    const count = readSync(file, buffer, length, bytesMax - length, null);
    if (count === 0) break;
    length += count;
  }
  return buffer.subarray(0, length);
}

/**
 * Reads and checks a models file, on any thread: what it gives is plain data. Never throws. It may take some hundred
 * milliseconds of the thread's time, so a server that is serving has another thread do it.
 */
export function readModelRows(path: string): ReadFile<readonly ModelRow[]> {
  const text = readText(path);
  if (!text.ok) return text;
  // Loaded here and not at the start: it is megabytes of code that most servers do not need.
  const yaml = createRequire(import.meta.url)('yaml') as YamlLibrary;
  const read = readModelsFile(text.content, yaml);
  if (read.ok) return { ok: true, content: read.rows };
  return { ok: false, problems: read.problems.map((problem) => `${named(path)}:${problem}`) };
}

/** As `readModelRows`, and makes the table of them. */
function loadModelsFile(path: string): ReadFile<ModelTable> {
  const read = readModelRows(path);
  return read.ok ? { ok: true, content: new ModelTable(read.content) } : read;
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
  load('TLS_CERT_FILE', checkSize, null);
  load('TLS_KEY_FILE', checkSize, null);
  return {
    models: load('MODELS_FILE', loadModelsFile, NO_MODELS),
    answers: load('RESPONSE_FILE', loadAnswers, []),
    problems,
  };
}
