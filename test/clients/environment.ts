// Owns: what clients in Python need: an environment of its own with exactly the packages of a lock (requirements.txt, if no other),
// made when it is first asked for and kept for the next time. Must never: install anything that is not named there with its hash.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { readProjectFile } from '../support/source-tree.js';
import { findPython, minorOf } from './interpreters.js';

const run = promisify(execFile);

const FOLDER = 'node_modules/.cache/llm-mock-clients';
const REQUIREMENTS = 'test/clients/requirements.txt';
const INSTALL_MS = 1_200_000;
/** What is longer is a program, and no script. */
const SCRIPT_BYTES_MAX = 65_536;
/** What installs the others: in seconds, where pip takes minutes. In the lock as they are. */
const INSTALLER = 'uv';

export type PythonEnvironment =
  | { readonly ok: true; readonly python: string }
  /** Why there is none: nothing can be tested then, and nothing is wrong. */
  | { readonly ok: false; readonly reason: string };

/** The environment of a lock; made anew where that has changed. */
export async function preparePython(lock = REQUIREMENTS): Promise<PythonEnvironment> {
  const folder = cacheFolder('', readProjectFile(lock));
  const python = join(folder, 'bin', 'python');
  if (existsSync(python)) return { ok: true, python };
  const found = await findPython(minorOf(lock));
  if (!found.ok) return found;
  // Under its name only when it is whole.
  const making = `${folder}.${process.pid}`;
  mkdirSync(FOLDER, { recursive: true });
  try {
    await run(found.python, ['-m', 'venv', making]);
    const pythonMade = join(making, 'bin', 'python');
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--require-hashes'];
    const installer = join(making, 'installer.txt');
    writeFileSync(installer, lockedRow(INSTALLER));
    await run(pythonMade, [...pip, '-r', installer], { timeout: INSTALL_MS });
    const index = await indexOfPip(pythonMade);
    // A lock is whole.
    const rest = [
      'pip',
      'install',
      '--quiet',
      '--require-hashes',
      '--no-deps',
      '--python',
      pythonMade,
      '-r',
      lock,
    ];
    const env = index === '' ? process.env : { ...process.env, UV_DEFAULT_INDEX: index };
    await run(join(making, 'bin', INSTALLER), rest, { timeout: INSTALL_MS, env });
    nameItself(making, folder);
    renameSync(making, folder);
    return { ok: true, python };
  } catch (error) {
    const { stderr = '', message } = error as { stderr?: string; message: string };
    const said = (stderr || message).trim().split('\n').at(-1);
    // A hash that is not the one of the lock is no reason to go on.
    if (/hash/i.test(stderr)) throw error;
    return { ok: false, reason: `the packages cannot be installed: ${said}` };
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

/** The first line of a command names the interpreter by the folder in which it was made. */
function nameItself(making: string, folder: string): void {
  for (const name of readdirSync(join(making, 'bin'))) {
    const path = join(making, 'bin', name);
    if (!lstatSync(path).isFile() || statSync(path).size > SCRIPT_BYTES_MAX) continue;
    const text = readFileSync(path, 'utf8');
    if (text.startsWith('#!')) writeFileSync(path, text.replaceAll(resolve(making), resolve(folder)));
  }
}

/** A folder for what follows from these locks, and nothing else. */
export function cacheFolder(name: string, ...locks: readonly string[]): string {
  const hash = createHash('sha256').update(locks.join('\0')).digest('hex').slice(0, 16);
  return join(FOLDER, `${name}${hash}`);
}

/** A package's lines in the lock, with its hashes. */
function lockedRow(name: string): string {
  const row = new RegExp(`^${name}==.*(?:\\n {4}--hash=.*)+\\n`, 'm').exec(readProjectFile(REQUIREMENTS));
  if (row === null) throw new Error(`${REQUIREMENTS} has no ${name}`);
  return row[0];
}

/** Where pip is told to look for packages, which uv does not read; empty where nothing was said. */
async function indexOfPip(python: string): Promise<string> {
  if (process.env.PIP_INDEX_URL !== undefined) return process.env.PIP_INDEX_URL;
  const { stdout } = await run(python, ['-m', 'pip', 'config', 'list']);
  return /^global\.index-url='(.*)'$/m.exec(stdout)?.[1] ?? '';
}
