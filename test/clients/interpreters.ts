// Owns: which Python an environment is made with: the one that the lock was made for, or a newer one, of those that this machine has.
// Must never: take one because of its name: each is asked for its version.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { readProjectFile } from '../support/source-tree.js';

const run = promisify(execFile);

const ASK = 'import sys; print(sys.version_info.minor, sys.executable)';
/** How many versions after the one of a lock are asked for by name: packages are built for so many at most. */
const NEWER_VERSIONS = 2;

export type Interpreter =
  | { readonly ok: true; readonly python: string }
  | { readonly ok: false; readonly reason: string };

/** The minor version of Python 3 that a lock was made for, which its first line says. */
export function minorOf(lock: string): number {
  const [, minor] = /^# Made from .* --python-version 3\.(\d+) /.exec(readProjectFile(lock)) ?? [];
  if (minor === undefined) throw new Error(`${lock} does not say in its first line how it was made`);
  return Number(minor);
}

/** The path of a Python 3 of this minor version or a newer one. */
export async function findPython(least: number): Promise<Interpreter> {
  const newer = Array.from({ length: NEWER_VERSIONS + 1 }, (_, more) => least + more);
  for (const name of ['python3', ...newer.map((minor) => `python3.${minor}`)]) {
    const found = await ask(name);
    if (found !== null && found.minor >= least) return { ok: true, python: found.path };
  }
  return { ok: false, reason: `there is no python3 of version 3.${least} or newer` };
}

/** What a command says of itself; null where there is none. pyenv has several side by side, and gives one by its name only when told so. */
async function ask(name: string): Promise<{ minor: number; path: string } | null> {
  const [version] = /3\.\d+$/.exec(name) ?? [];
  const env = version === undefined ? process.env : { ...process.env, PYENV_VERSION: version };
  try {
    const { stdout } = await run(name, ['-c', ASK], { env });
    const [, minor, path = ''] = /^(\d+) (.*)$/m.exec(stdout) ?? [];
    return { minor: Number(minor), path };
  } catch {
    return null;
  }
}
