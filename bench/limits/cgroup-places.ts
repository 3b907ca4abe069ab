// Owns: in which folder the kernel's control groups of a process lie, for both versions of them. Reads the texts of
// /proc/<pid>/mountinfo and /proc/<pid>/cgroup. Must never: make or change a group.

import { readFileSync } from 'node:fs';
import { isInContainer } from './run-name.js';

/** What the kernel says of groups and of where they can be seen. */
export interface CgroupView {
  /** Text of /proc/self/mountinfo: what this process sees. */
  readonly mounts: string;
  /** Text of /proc/<pid>/cgroup: what a process is in. */
  readonly memberships: string;
  /** Whether this process is in a container, with process ids of its own. */
  readonly inContainer: boolean;
}

/** A hierarchy of groups, as it is seen from here. */
export interface Hierarchy {
  /** The topmost group that is visible. */
  readonly top: string;
  /** The group that the process is in; null if it lies outside of what is visible. */
  readonly own: string | null;
}

/** The view of this process of the groups of a process. Throws if there is no such process, or no /proc. */
export function viewOf(pid: number | 'self'): CgroupView {
  return {
    mounts: readFileSync('/proc/self/mountinfo', 'utf8'),
    memberships: readFileSync(`/proc/${pid}/cgroup`, 'utf8'),
    inContainer: isInContainer(),
  };
}

/**
 * Groups that new ones can be made in, the best first. On the machine itself this is the topmost one: no limit of others
 * comes on top of ours there. In a container it is the container's own: its engine removes what is left in it.
 */
export function basesOf({ top, own }: Hierarchy, inContainer: boolean): string[] {
  if (own === null || own === top) return [top];
  return inContainer ? [own, top] : [top, own];
}

/** The one hierarchy of version 2, or null where it is not mounted. */
export function hierarchyV2(view: CgroupView): Hierarchy | null {
  return hierarchyOf(view, 'cgroup2', null);
}

/** The hierarchy of version 1 that has the controller, or null where none has. */
export function hierarchyV1(view: CgroupView, controller: string): Hierarchy | null {
  return hierarchyOf(view, 'cgroup', controller);
}

function hierarchyOf(view: CgroupView, type: string, controller: string | null): Hierarchy | null {
  const mount = view.mounts
    .split('\n')
    .map(parseMount)
    // The last one hides those before it.
    .findLast((each) => each?.type === type && (controller === null || each.options.includes(controller)));
  if (mount === undefined || mount === null) return null;
  const path = membershipIn(view.memberships, controller);
  return { top: mount.point, own: path === null ? null : belowMount(mount, path) };
}

interface Mount {
  readonly root: string;
  readonly point: string;
  readonly type: string;
  readonly options: readonly string[];
}

/** `31 23 0:28 / /sys/fs/cgroup/cpu rw,relatime shared:4 - cgroup cgroup rw,cpu`: optional fields end at the dash. */
function parseMount(line: string): Mount | null {
  const [before, after] = line.split(' - ');
  const [, , , root, point] = before?.split(' ') ?? [];
  const [type, , options] = after?.split(' ') ?? [];
  if (root === undefined || point === undefined || type === undefined) return null;
  return {
    root: withoutEscapes(root),
    point: withoutEscapes(point),
    type,
    options: options?.split(',') ?? [],
  };
}

/** Spaces and the like are written as `\040`. */
function withoutEscapes(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/** `4:memory:/some/group`, and of version 2 `0::/some/group`. */
function membershipIn(memberships: string, controller: string | null): string | null {
  for (const line of memberships.split('\n')) {
    const [, hierarchy, controllers, path] = /^(\d+):([^:]*):(.*)$/.exec(line) ?? [];
    if (path === undefined) continue;
    const found = controller === null ? hierarchy === '0' : controllers?.split(',').includes(controller);
    if (found) return path;
  }
  return null;
}

function belowMount({ root, point }: Mount, path: string): string | null {
  const prefix = root === '/' ? '' : root;
  if (path !== prefix && !path.startsWith(`${prefix}/`)) return null;
  // Seen from within a namespace of groups, what lies outside of it begins with this.
  if (path.startsWith('/..')) return null;
  return `${point}${path.slice(prefix.length)}`.replace(/\/$/, '');
}
