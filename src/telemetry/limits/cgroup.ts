// Owns: where this process's control groups are mounted, and how a number is read from a kernel file.
// Runs on: the main thread (CPU quota, once at start-up) and worker threads (memory, once a second).
// Must never: throw, return NaN, or touch a path outside the root it was given.

import { join } from 'node:path';
import { readText } from './kernel-file.js';

type CgroupController = 'cpu' | 'memory';

/** Directories from the process's own group (first) up to the mount point (last); empty where not mounted. */
interface CgroupLevels {
  readonly v2: readonly string[];
  readonly v1: readonly string[];
}

interface Mount {
  readonly type: string;
  /** The directory inside the hierarchy that the mount shows as its top. */
  readonly rootPath: string;
  readonly mountPoint: string;
  readonly superOptions: readonly string[];
}

/**
 * Finds the directories that may hold a limit for this process, lowest group first.
 *
 * A directory is listed because a mount says so, not because it exists or has the controller: on hybrid hosts
 * the `0::` line and a cgroup2 mount are there while the controllers sit in v1. Callers skip a level whose file
 * is absent.
 *
 * @param root file-system root, '/' outside of tests
 * @returns empty lists where nothing is mounted or /proc is missing; never throws
 * Source: <root>/proc/self/cgroup (cgroups(7)) and <root>/proc/self/mountinfo (proc(5)).
 */
export function findCgroups(root: string, controller: CgroupController): CgroupLevels {
  const memberships = readText(join(root, 'proc/self/cgroup')) ?? '';
  const mounts = parseMounts(readText(join(root, 'proc/self/mountinfo')) ?? '');
  const mounts2 = mounts.filter((mount) => mount.type === 'cgroup2');
  const mounts1 = mounts.filter(
    (mount) => mount.type === 'cgroup' && mount.superOptions.includes(controller),
  );
  return {
    v2: listLevels(root, findPath(memberships, ''), mounts2),
    v1: listLevels(root, findPath(memberships, controller), mounts1),
  };
}

/** The path on the line `id:controllers:path`; v2's line has no controllers. A path may itself hold colons. */
function findPath(memberships: string, controller: string): string | null {
  for (const line of memberships.split('\n')) {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    // Controllers may share a hierarchy: `4:cpu,cpuacct:/…`.
    if (path !== undefined && controllers?.split(',').includes(controller)) return path;
  }
  return null;
}

/** proc(5): `id parent dev root mountPoint options [optional fields] - type source superOptions`. */
function parseMounts(mountinfo: string): Mount[] {
  return mountinfo.split('\n').flatMap((line) => {
    const [own = '', filesystem = ''] = line.split(' - ', 2);
    const [, , , rootPath, mountPoint] = own.split(' ');
    const [type, , superOptions] = filesystem.split(' ');
    if (!rootPath || !mountPoint || !type) return [];
    return [
      {
        type,
        rootPath: unescapeField(rootPath),
        mountPoint: unescapeField(mountPoint),
        superOptions: superOptions?.split(',') ?? [],
      },
    ];
  });
}

/** mountinfo writes space, tab, newline and backslash as three octal digits, so that fields can be split. */
function unescapeField(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

function listLevels(root: string, path: string | null, mounts: readonly Mount[]): string[] {
  if (path === null) return [];
  const mount = mounts.find((candidate) => pathBelow(candidate.rootPath, path) !== null) ?? mounts[0];
  if (mount === undefined) return [];
  const names = (pathBelow(mount.rootPath, path) ?? '').split('/').filter((name) => name !== '');
  const top = join(root, mount.mountPoint);
  return Array.from({ length: names.length + 1 }, (_, up) => join(top, ...names.slice(0, names.length - up)));
}

/**
 * The part of a group's path that lies below the mount's root, or null if it does not lie there.
 *
 * In a container without a cgroup namespace both are `/docker/<id>` and the mount point itself is the group.
 * `..` stands for groups outside of the cgroup namespace (cgroup_namespaces(7)); no directory shows those, so
 * the mount point is the nearest that can be read.
 */
function pathBelow(mountRoot: string, path: string): string | null {
  const prefix = mountRoot === '/' ? '/' : `${mountRoot}/`;
  if (!`${path}/`.startsWith(prefix)) return null;
  const below = path.slice(prefix.length);
  return below.split('/').includes('..') ? null : below;
}
