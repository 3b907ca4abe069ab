// Owns: how many files a server, and a load generator, may have open. One connection is one of them. Must never: change a limit.

import { readFileSync } from 'node:fs';

/** As in docker-compose.yml: enough for 19,000 connections. */
export const OPEN_FILES_MAX = 20_000;

/** The hard limit in the text of /proc/<pid>/limits. Throws if it does not say. */
export function hardLimitIn(limits: string): number {
  const hard = /^Max open files\s+\S+\s+(\S+)/m.exec(limits)?.[1];
  if (hard === undefined) throw new Error('/proc/self/limits has no open files');
  return hard === 'unlimited' ? Number.POSITIVE_INFINITY : Number(hard);
}

/** The limit that a child of this process can be given: what it wants, or less where no more is allowed. */
export function openFilesForChildren(wanted = OPEN_FILES_MAX): number {
  if (process.platform !== 'linux') return wanted;
  return Math.min(wanted, hardLimitIn(readFileSync('/proc/self/limits', 'latin1')));
}

/** What this process may have open, and a load generator with it. Node.js raises its soft limit to the hard one. */
export function openFilesMax(): number {
  const soft = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1'))?.[1];
  return Number(soft ?? 1_024);
}

/** For the report, if the children can have fewer than they should. */
export function warningsOfOpenFiles(): string[] {
  const openFiles = openFilesForChildren();
  if (openFiles >= OPEN_FILES_MAX) return [];
  return [`a server could open ${openFiles} files, not ${OPEN_FILES_MAX}: raise the hard limit (ulimit -Hn)`];
}
