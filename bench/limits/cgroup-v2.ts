// Owns: groups of version 2 of the kernel's control groups, and what their parent needs before it can have them.
// Must never: leave a container's group other than it was.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { basesOf, type CgroupView, hierarchyV2 } from './cgroup-places.js';
import {
  codeOf,
  type Demand,
  type Group,
  type Kernel,
  PERIOD_US,
  processesIn,
  removeGroup,
  writeFiles,
} from './group.js';
import { groupMemoryBytes, type MemoryFolder, valueIn } from './group-memory.js';
import { NAME_PREFIX } from './run-name.js';

const CONTROLLERS = ['cpu', 'cpuset', 'memory'] as const;

/** Groups of servers lie in it: nobody else then takes the controllers from them, as systemd would from the topmost group. */
const NEST = NAME_PREFIX;
/** Where a container's own processes go meanwhile. */
const OTHERS = `${NAME_PREFIX}-others`;
const MOVE_TRIES = 10;
/** What the kernel says to who removes a group that is in use. */
const IN_USE = ['EBUSY', 'ENOTEMPTY'];

/** A group that groups with limits can be made in. */
export interface ParentV2 {
  readonly folder: string;
  /** Undoes what was done, once the groups in it are gone. Where another run of the bench needs it, it stays. */
  restore(): void;
}

/**
 * Readies a parent for groups with limits. Only in the group of the whole machine may these lie beside processes. In a
 * container, its own processes are moved one group down first. Throws why it cannot be done.
 */
export function prepareParentV2(view: CgroupView, kernel: Kernel): ParentV2 {
  const hierarchy = hierarchyV2(view);
  if (hierarchy === null) throw new Error('cgroup v2 is not mounted');
  const there = wordsIn(join(hierarchy.top, 'cgroup.controllers'));
  const missing = CONTROLLERS.filter((controller) => !there.includes(controller));
  if (missing.length > 0) throw new Error(`cgroup v2 does not have the controllers ${missing.join(', ')}`);
  const reasons: string[] = [];
  for (const base of basesOf(hierarchy, view.inContainer)) {
    try {
      // On the machine itself the own group is a session's or a service's: it has processes of others.
      return prepareIn(base, view.inContainer && base === hierarchy.own, kernel);
    } catch (error) {
      reasons.push((error as Error).message);
    }
  }
  throw new Error(reasons.join('; '));
}

function prepareIn(base: string, mayMove: boolean, kernel: Kernel): ParentV2 {
  const disable = enableControllers(base, mayMove, kernel);
  const nest = join(base, NEST);
  try {
    if (!existsSync(nest)) kernel.make(nest);
    writeFiles(kernel, nest, { 'cgroup.subtree_control': CONTROLLERS.map((each) => `+${each}`).join(' ') });
  } catch (error) {
    disable();
    throw error;
  }
  return {
    folder: nest,
    restore() {
      try {
        kernel.remove(nest);
      } catch (error) {
        if (IN_USE.includes(codeOf(error))) return;
        throw error;
      }
      disable();
    },
  };
}

/** Makes a group with limits. Throws why not, and leaves nothing then. */
export async function makeGroupV2(
  parent: string,
  name: string,
  demand: Demand,
  kernel: Kernel,
): Promise<Group> {
  const path = join(parent, name);
  kernel.make(path);
  try {
    writeLimits(kernel, path, demand);
  } catch (error) {
    await removeGroup([path], kernel);
    throw error;
  }
  const memory: MemoryFolder = { version: 2, folder: path };
  return {
    procsFiles: [join(path, 'cgroup.procs')],
    memoryBytes: () => groupMemoryBytes(memory),
    wasOutOfMemory: () => valueIn(join(path, 'memory.events'), 'oom_kill') > 0,
    remove: () => removeGroup([path], kernel),
  };
}

function writeLimits(kernel: Kernel, path: string, { cores, memoryBytes, cpus }: Demand): void {
  writeFiles(kernel, path, {
    'cpu.max': `${cores * PERIOD_US} ${PERIOD_US}`,
    'cpuset.cpus': cpus,
    'memory.max': memoryBytes,
  });
  // Missing where the kernel does not count swap, and in old kernels.
  if (existsSync(join(path, 'memory.swap.max'))) writeFiles(kernel, path, { 'memory.swap.max': 0 });
  // A server that is half ended would only look slow.
  if (existsSync(join(path, 'memory.oom.group'))) writeFiles(kernel, path, { 'memory.oom.group': 1 });
  const effective = readFileSync(join(path, 'cpuset.cpus.effective'), 'latin1').trim();
  // A parent without these processors changes the list silently.
  if (effective !== cpus) throw new Error(`${path}: got the processors ${effective}, not ${cpus}`);
}

/** Returns what takes them away again. */
function enableControllers(base: string, mayMove: boolean, kernel: Kernel): () => void {
  const enabled = wordsIn(join(base, 'cgroup.subtree_control'));
  const wanted = CONTROLLERS.filter((controller) => !enabled.includes(controller));
  if (wanted.length === 0) return () => undefined;
  const change = (sign: '+' | '-') => ({
    'cgroup.subtree_control': wanted.map((each) => `${sign}${each}`).join(' '),
  });
  // Every group has this file but that of the whole machine. There the controllers stay: others may count on them now.
  if (!existsSync(join(base, 'cgroup.type'))) {
    writeFiles(kernel, base, change('+'));
    return () => undefined;
  }
  const bringBack = moveProcessesDown(base, mayMove, kernel);
  try {
    writeFiles(kernel, base, change('+'));
  } catch (error) {
    bringBack();
    throw error;
  }
  return () => {
    writeFiles(kernel, base, change('-'));
    bringBack();
  };
}

/** Returns what moves them back. Throws if not all of them can be moved. */
function moveProcessesDown(base: string, mayMove: boolean, kernel: Kernel): () => void {
  if (processesIn(base).length === 0) return () => undefined;
  if (!mayMove) throw new Error(`${base} has processes of others, and so can have no groups with limits`);
  const down = join(base, OTHERS);
  if (!existsSync(down)) kernel.make(down);
  const bringBack = () => {
    moveAll(kernel, down, base);
    kernel.remove(down);
  };
  const reason = moveAll(kernel, base, down);
  if (reason === null) return bringBack;
  bringBack();
  throw new Error(`${base}: its processes could not be moved: ${reason}`);
}

/** More than once: a process that is moved may just have started another. Returns why some are left, or null. */
function moveAll(kernel: Kernel, from: string, to: string): string | null {
  let reason: string | null = null;
  for (let triesLeft = MOVE_TRIES; triesLeft > 0; triesLeft -= 1) {
    const pids = processesIn(from);
    if (pids.length === 0) return null;
    for (const pid of pids) {
      try {
        writeFiles(kernel, to, { 'cgroup.procs': pid });
      } catch (error) {
        // It may have ended in between; if it is there in the next try as well, this is why.
        reason = codeOf(error);
      }
    }
  }
  return reason ?? 'new ones are started too fast';
}

function wordsIn(path: string): string[] {
  return readFileSync(path, 'latin1').trim().split(/\s+/);
}
