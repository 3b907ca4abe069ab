// Owns: servers in the kernel's control groups, made directly: for root, without Docker. Must never: let a server run a
// moment outside of its group.

import { viewOf } from './cgroup-places.js';
import { makeGroupV1, parentsV1 } from './cgroup-v1.js';
import { makeGroupV2, prepareParentV2 } from './cgroup-v2.js';
import { type Demand, type Group, KERNEL, removeLeftovers } from './group.js';
import type { Ending, LimitedProcess, Limits, LimitsKind, Profile } from './limits.js';
import { type LocalProcess, startLocally } from './local-process.js';
import { openFilesForChildren, warningsOfOpenFiles } from './open-files.js';
import type { Processors } from './processors.js';
import { nextName } from './run-name.js';
import { RunningServers } from './running-servers.js';
import { hasTaskset, onProcessors } from './taskset.js';

export type CgroupKind = Extract<LimitsKind, 'cgroup-v1' | 'cgroup-v2'>;

interface GroupMaker {
  /** Folders that groups are made in. */
  readonly parents: readonly string[];
  make(name: string, demand: Demand): Promise<Group>;
  close(): void;
}

/**
 * Limits by control groups of one version. What runs before have left is removed first, with a line each to `log`.
 * A group is made and entered for proof: rejects with the reason if that does not work.
 *
 * @param folder the folder that commands are below of.
 */
export async function cgroupLimits(
  kind: CgroupKind,
  profile: Profile,
  processors: Processors,
  folder: string,
  log: (line: string) => void,
): Promise<Limits> {
  const maker = kind === 'cgroup-v2' ? openV2() : openV1();
  const servers = new RunningServers();
  const { serverCpus, loadGeneratorCpus } = processors;
  const demand: Demand = { cores: profile.cores, memoryBytes: profile.memoryBytes, cpus: serverCpus };
  const tied = hasTaskset();

  async function begin(
    command: readonly string[],
    environment: Readonly<Record<string, string>>,
    openFiles?: number,
  ): Promise<LimitedProcess> {
    const group = await maker.make(nextName(), demand);
    try {
      const local = await startLocally({
        // The group has the processors, but a process that comes from a tied one would use only those of both.
        command: tied ? onProcessors(serverCpus, command) : command,
        environment,
        folder,
        openFilesMax: openFilesForChildren(openFiles),
        procsFiles: group.procsFiles,
      });
      return inGroup(local, group);
    } catch (error) {
      await group.remove();
      throw error;
    }
  }

  const close = async () => {
    await servers.close();
    maker.close();
  };
  try {
    await removeLeftovers(maker.parents, KERNEL, log);
    await (await begin(['true'], {})).stop();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    kind,
    profile,
    serverCpus,
    loadGeneratorCpus,
    nodeVersion: process.version,
    warnings: [...processors.warnings, ...warningsOfOpenFiles()],
    start: (command, environment, openFiles) => servers.start(() => begin(command, environment, openFiles)),
    close,
  };
}

function openV1(): GroupMaker {
  const view = viewOf('self');
  return {
    parents: parentsV1(view),
    make: (name, demand) => makeGroupV1(view, name, demand, KERNEL),
    close: () => undefined,
  };
}

function openV2(): GroupMaker {
  const parent = prepareParentV2(viewOf('self'), KERNEL);
  return {
    parents: [parent.folder],
    make: (name, demand) => makeGroupV2(parent.folder, name, demand, KERNEL),
    close: parent.restore,
  };
}

function inGroup(local: LocalProcess, group: Group): LimitedProcess {
  return {
    pid: local.pid,
    ended: local.ended.then((ending): Ending => ({ ...ending, outOfMemory: wasOutOfMemory(group) })),
    memoryBytes: () => group.memoryBytes(),
    async stop() {
      local.kill();
      await local.ended;
      await group.remove();
    },
  };
}

function wasOutOfMemory(group: Group): boolean {
  try {
    return group.wasOutOfMemory();
  } catch {
    // Someone else has removed the group: nobody can tell any more.
    return false;
  }
}
