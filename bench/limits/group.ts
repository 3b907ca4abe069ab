// Owns: one group of processes in the kernel, in one folder a hierarchy: made whole or not at all, ended, removed.
// Must never: touch a group that the bench did not make.

import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDead, runOfName } from './run-name.js';

/** What a group allows. */
export interface Demand {
  readonly cores: number;
  readonly memoryBytes: number;
  /** As the kernel writes lists of processors. */
  readonly cpus: string;
}

export interface Group {
  /** A process enters by writing its id to each of them. */
  readonly procsFiles: readonly string[];
  memoryBytes(): number | null;
  /** Whether the kernel has ended a process of it for its memory. Throws once the group is removed. */
  wasOutOfMemory(): boolean;
  /** Ends what is in it and removes it. Rejects if something in it does not end. Idempotent. */
  remove(): Promise<void>;
}

/** What changes groups. All throw what the kernel says: EBUSY, EACCES. In tests something else stands in for it. */
export interface Kernel {
  make(folder: string): void;
  write(file: string, value: string): void;
  remove(folder: string): void;
}

export const KERNEL: Kernel = { make: mkdirSync, write: writeFileSync, remove: rmdirSync };

/** CPU time is shared out in periods of this length. */
export const PERIOD_US = 100_000;

/** A process is through with ending some time after it was told so. */
const REMOVAL_TRIES = 250;
const REMOVAL_RETRY_MS = 20;

/** Writes each file of a group. Throws which one, with what, and why not. */
export function writeFiles(
  kernel: Kernel,
  folder: string,
  files: Readonly<Record<string, string | number>>,
): void {
  for (const [file, value] of Object.entries(files)) {
    try {
      kernel.write(join(folder, file), String(value));
    } catch (error) {
      throw new Error(`${join(folder, file)}: could not write ${value}: ${codeOf(error)}`);
    }
  }
}

/** Process ids in a group, without those that another namespace hides: the kernel writes them as 0. */
export function processesIn(folder: string): number[] {
  const pids = readFileSync(join(folder, 'cgroup.procs'), 'latin1').split('\n').map(Number);
  return pids.filter((pid) => pid > 0);
}

/** Ends all processes in the folders and removes these. Rejects if one stays busy. A folder that is gone is fine. */
export async function removeGroup(paths: readonly string[], kernel: Kernel): Promise<void> {
  for (const path of paths) {
    for (let triesLeft = REMOVAL_TRIES; ; triesLeft -= 1) {
      try {
        killAll(path);
        kernel.remove(path);
        break;
      } catch (error) {
        if (codeOf(error) === 'ENOENT') break;
        if (codeOf(error) !== 'EBUSY' || triesLeft === 0) throw error;
      }
      await sleep(REMOVAL_RETRY_MS);
    }
  }
}

/** Removes the groups of runs that have ended without doing so. One that cannot be removed is told of and left. */
export async function removeLeftovers(
  parents: readonly string[],
  kernel: Kernel,
  log: (line: string) => void,
): Promise<void> {
  for (const parent of new Set(parents)) {
    for (const name of readdirSync(parent)) {
      const run = runOfName(name);
      if (run === null || !isDead(run)) continue;
      const path = join(parent, name);
      try {
        await removeGroup([path], kernel);
        log(`removed ${path}, which a run that was ended left behind`);
      } catch (error) {
        log(`could not remove ${path}, which a run that was ended left behind: ${codeOf(error)}`);
      }
    }
  }
}

/** What the kernel calls an error, or what the error says. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return (error as NodeJS.ErrnoException).code ?? error.message;
}

function killAll(path: string): void {
  for (const pid of processesIn(path)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      // It ended by itself in between.
      if (codeOf(error) !== 'ESRCH') throw error;
    }
  }
}
