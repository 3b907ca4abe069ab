// Owns: how a command is tied to processors. Must never: tie a process that runs already.

import { spawnSync } from 'node:child_process';

/** Whether `taskset` is installed. */
export function hasTaskset(): boolean {
  return spawnSync('taskset', ['--version'], { stdio: 'ignore' }).error === undefined;
}

/** The command on these processors. `taskset` becomes the command: the process id stays the same. */
export function onProcessors(cpus: string, command: readonly string[]): string[] {
  return ['taskset', '-c', cpus, ...command];
}

/** What is put ahead of a command to keep it on these processors: nothing where there is no `taskset`. */
export function tieTo(cpus: string): readonly string[] {
  return hasTaskset() ? onProcessors(cpus, []) : [];
}
