// Owns: another revision of the product, checked out and built in a folder of its own. Must never: touch the working
// tree.

import { readFileSync } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_FOLDER } from '../project-folder.js';
import { runProcess } from '../run/run-process.js';

export interface Revision {
  /** What git calls it, shortened. */
  readonly commit: string;
  /** Holds what was built, and the package.json that says how it is started. */
  readonly folder: string;
  remove(): Promise<void>;
}

/** Checks a revision out and builds it. Rejects with what git, npm or the compiler said. */
export async function buildRevision(name: string, signal: AbortSignal): Promise<Revision> {
  const commit = (
    await run(['git', 'rev-parse', '--short', '--verify', `${name}^{commit}`], PROJECT_FOLDER, signal)
  ).trim();
  const parent = await mkdtemp(join(tmpdir(), 'llm-mock-server-bench-'));
  const folder = join(parent, commit);
  const remove = async (): Promise<void> => {
    await run(['git', 'worktree', 'remove', '--force', folder], PROJECT_FOLDER).catch(() => undefined);
    await rm(parent, { recursive: true, force: true });
    await run(['git', 'worktree', 'prune'], PROJECT_FOLDER);
  };
  try {
    await run(['git', 'worktree', 'add', '--detach', folder, commit], PROJECT_FOLDER, signal);
    if (haveSameLock(folder))
      await symlink(join(PROJECT_FOLDER, 'node_modules'), join(folder, 'node_modules'));
    else await run(['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], folder, signal);
    await run(['npm', 'run', 'build'], folder, signal);
  } catch (error) {
    await remove();
    throw error;
  }
  return { commit, folder, remove };
}

/** The same dependencies need not be installed again. */
function haveSameLock(folder: string): boolean {
  const lockOf = (where: string): string => readFileSync(join(where, 'package-lock.json'), 'utf8');
  return lockOf(folder) === lockOf(PROJECT_FOLDER);
}

async function run(command: readonly string[], cwd: string, signal?: AbortSignal): Promise<string> {
  const finished = await runProcess(command, { cwd, ...(signal === undefined ? {} : { signal }) });
  if (finished.code === 0) return finished.stdout;
  throw new Error(`${command.join(' ')}: ${(finished.stderr || finished.stdout).trim().slice(-2_000)}`);
}
