// Owns: servers that nothing but their environment tells from other processes, and how those of a dead run are found.
// Must never: end a process that does not say which run it is of.

import { readdirSync, readFileSync } from 'node:fs';
import { isDead, thisRun } from './run-name.js';

const VARIABLE = 'BENCH_RUN_ID';

/** What a server has in its environment to be found by. Nothing where there is no /proc to find it in. */
export function mark(): Record<string, string> {
  return process.platform === 'linux' ? { [VARIABLE]: thisRun() } : {};
}

/** Ends the marked processes of runs that have ended without doing so, with a line each to `log`. */
export function endLeftoverProcesses(log: (line: string) => void): void {
  if (process.platform !== 'linux') return;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const run = runOf(pid);
    if (run === undefined || !isDead(run)) continue;
    process.kill(Number(pid), 'SIGKILL');
    log(`ended process ${pid}, which a run that was ended left behind`);
  }
}

function runOf(pid: string): string | undefined {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
    return environment.find((entry) => entry.startsWith(`${VARIABLE}=`))?.slice(VARIABLE.length + 1);
  } catch {
    // Another user's, or it has ended by now.
    return undefined;
  }
}
