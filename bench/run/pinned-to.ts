// Owns: what is put ahead of a command to keep it on some processors. Must never: change where the bench itself runs:
// what it starts would inherit that.

import { runProcess } from './run-process.js';

/** `taskset` with the list of processors, or nothing where there is no taskset. */
export async function pinnedTo(cpus: string): Promise<readonly string[]> {
  const pinned = ['taskset', '--cpu-list', cpus];
  const works = await runProcess([...pinned, 'true']).then(
    ({ code }) => code === 0,
    () => false,
  );
  return works ? pinned : [];
}
