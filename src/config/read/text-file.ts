/**
 * Owns how a file that an operator names is read: at once or not at all, and never more of it than there may be.
 * Any thread. Must never wait for a file or take its size on trust.
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
import type { YamlLibrary } from '../../behavior/models/yaml-reader.js';
import { leadsTo, named } from '../settings/wording.js';

const FILE_BYTES_MAX = 1_048_576;

/** Why a file cannot be read, by what the kernel says, or Node.js. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  ENOTDIR: 'a part of the path is no folder',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'the path is too long',
  EMFILE: 'too many files are open',
  ENXIO: 'nobody is behind it',
  ERR_INVALID_ARG_VALUE: 'the path has a null in it',
};

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
export function readText(path: string, bytesMax: number = FILE_BYTES_MAX): ReadFile<string> {
  let file: number | null = null;
  try {
    // A pipe that nobody has opened for writing would hold the opening itself, for ever.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = fstatSync(file);
    if (!stats.isFile()) return wrong(path, `expected a file, got ${kindOf(stats)}`);
    if (stats.size > bytesMax) return tooLarge(path, `${stats.size}`, bytesMax);
    // It may have grown since, and what the kernel makes up (/proc) says a size of 0.
    const bytes = readAtMost(file, bytesMax + 1);
    if (bytes.length > bytesMax) return tooLarge(path, 'more', bytesMax);
    return { ok: true, content: bytes.toString('utf8') };
  } catch (error) {
    return wrong(path, reasonOf((error as NodeJS.ErrnoException).code ?? 'unreadable'));
  } finally {
    if (file !== null) closeSync(file);
  }
}

function wrong(path: string, problem: string): { readonly ok: false; readonly problems: readonly string[] } {
  return { ok: false, problems: [`${named(path)}${leadsTo(path)}: ${problem}`] };
}

function reasonOf(code: string): string {
  const reason = REASONS[code];
  return reason === undefined ? code : `${reason} (${code})`;
}

function tooLarge(path: string, got: string, bytesMax: number): ReadFile<never> {
  return wrong(path, `expected at most ${bytesMax} bytes, got ${got}`);
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a directory';
  if (stats.isFIFO()) return 'a pipe';
  return stats.isSocket() ? 'a socket' : 'a device';
}

/** Of a file that a library reads whole: whether it may. Whether it is there is asked elsewhere. */
export function checkSize(path: string): ReadFile<null> {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return size > FILE_BYTES_MAX ? tooLarge(path, `${size}`, FILE_BYTES_MAX) : { ok: true, content: null };
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

/** Loaded where a file is read and not at the start: it is megabytes of code that most servers do not need. */
export function loadYaml(): YamlLibrary {
  return createRequire(import.meta.url)('yaml') as YamlLibrary;
}
