// Owns: groups of version 1 of the kernel's control groups: one hierarchy each for CPU time, processors and memory.
// Must never: write to a group that it did not make.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { basesOf, type CgroupView, hierarchyV1 } from './cgroup-places.js';
import { type Demand, type Group, type Kernel, PERIOD_US, removeGroup, writeFiles } from './group.js';
import { countSockets, groupMemoryBytes, type MemoryFolder, valueIn } from './group-memory.js';

const CONTROLLERS = ['cpu', 'cpuset', 'memory'] as const;
type Controller = (typeof CONTROLLERS)[number];

/** Folders that groups are made in, of all controllers. Throws which controllers are missing. */
export function parentsV1(view: CgroupView): string[] {
  return CONTROLLERS.flatMap((controller) => parentsOf(view, controller));
}

/** Makes a group in every hierarchy. Throws why not, and leaves nothing then. */
export async function makeGroupV1(
  view: CgroupView,
  name: string,
  demand: Demand,
  kernel: Kernel,
): Promise<Group> {
  const made = new Map<Controller, string>();
  try {
    for (const controller of CONTROLLERS) {
      made.set(controller, await makeOne(controller, parentsOf(view, controller), name, demand, kernel));
    }
  } catch (error) {
    await removeGroup([...made.values()], kernel);
    throw error;
  }
  const paths = [...made.values()];
  const memory: MemoryFolder = { version: 1, folder: made.get('memory') as string };
  return {
    procsFiles: paths.map((path) => join(path, 'cgroup.procs')),
    memoryBytes: () => groupMemoryBytes(memory),
    wasOutOfMemory: () => valueIn(join(memory.folder, 'memory.oom_control'), 'oom_kill') > 0,
    remove: () => removeGroup(paths, kernel),
  };
}

function parentsOf(view: CgroupView, controller: Controller): string[] {
  const hierarchy = hierarchyV1(view, controller);
  if (hierarchy === null) throw new Error(`no cgroup v1 hierarchy with the controller ${controller}`);
  return basesOf(hierarchy, view.inContainer);
}

/** Makes the folder below the first parent that allows it, and returns it. */
async function makeOne(
  controller: Controller,
  parents: readonly string[],
  name: string,
  demand: Demand,
  kernel: Kernel,
): Promise<string> {
  const reasons: string[] = [];
  for (const parent of parents) {
    const path = join(parent, name);
    try {
      kernel.make(path);
    } catch (error) {
      reasons.push((error as Error).message);
      continue;
    }
    try {
      WRITE_LIMITS[controller](kernel, path, parent, demand);
      return path;
    } catch (error) {
      reasons.push((error as Error).message);
      await removeGroup([path], kernel);
    }
  }
  throw new Error(reasons.join('; '));
}

const WRITE_LIMITS: Readonly<
  Record<Controller, (kernel: Kernel, path: string, parent: string, demand: Demand) => void>
> = {
  cpu(kernel, path, _, { cores }) {
    writeFiles(kernel, path, { 'cpu.cfs_period_us': PERIOD_US, 'cpu.cfs_quota_us': cores * PERIOD_US });
  },
  cpuset(kernel, path, parent, { cpus }) {
    // Both are empty in a new group, and no process can enter before both are written.
    const memoryNodes = readFileSync(join(parent, 'cpuset.mems'), 'latin1').trim();
    writeFiles(kernel, path, { 'cpuset.cpus': cpus, 'cpuset.mems': memoryNodes });
  },
  memory(kernel, path, _, { memoryBytes }) {
    writeFiles(kernel, path, { 'memory.limit_in_bytes': memoryBytes });
    // Memory and swap together: no swap, then. The file is missing where the kernel does not count swap.
    if (existsSync(join(path, 'memory.memsw.limit_in_bytes'))) {
      writeFiles(kernel, path, { 'memory.memsw.limit_in_bytes': memoryBytes });
    }
    countSockets({ version: 1, folder: path }, memoryBytes);
  },
};
