// Owns: throw-away file-system trees that stand in for '/' when the telemetry readers are tested.
// Runs on: the test process.
// Must never: leave a directory behind.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';

/**
 * Writes the files below a new temporary directory and removes it when the running test ends.
 *
 * @param files path without a leading slash → content
 * @returns the directory's absolute path
 */
export function fakeRoot(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'llm-mock-root-'));
  // Called inside a test, `after` belongs to that test.
  after(() => rmSync(root, { recursive: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

/** Where systemd mounts cgroup2 on a hybrid host: a mount without the controllers, which are v1's. */
export const CGROUP_V2_UNIFIED_MOUNT =
  '41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n';

/** What v1 says where there is no limit: 2^63 - 1 rounded down to a page of 4 KiB. */
export const V1_UNLIMITED_BYTES = '9223372036854771712';

const CGROUP_V2_MOUNT = '30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n';

/** A root whose process is in the v2 group `path`, mounted at /sys/fs/cgroup. */
export function cgroupV2Root(
  path: string,
  files: Record<string, string>,
  mountinfo = CGROUP_V2_MOUNT,
): string {
  return fakeRoot({ 'proc/self/cgroup': `0::${path}\n`, 'proc/self/mountinfo': mountinfo, ...files });
}

/** The mountinfo line of a v1 hierarchy at /sys/fs/cgroup/<controllers> that shows `mountRoot` as its top. */
export function cgroupV1Mount(mountRoot: string, controllers: string): string {
  return `35 31 0:32 ${mountRoot} /sys/fs/cgroup/${controllers} rw,relatime shared:9 - cgroup cgroup rw,${controllers}\n`;
}

/** A root whose process is in the v1 group `path`; the line `0::` stands there on every such host. */
export function cgroupV1Root(
  controllers: string,
  path: string,
  files: Record<string, string>,
  mountinfo: string,
): string {
  const membership = `6:pids:/elsewhere\n5:cpuset:/elsewhere\n4:${controllers}:${path}\n1:name=systemd:/elsewhere\n0::${path}\n`;
  return fakeRoot({ 'proc/self/cgroup': membership, 'proc/self/mountinfo': mountinfo, ...files });
}

/** The v2 memory files of one group. */
export function memoryGroupV2(directory: string, limit: string, usageBytes: number, inactiveFileBytes = 0) {
  return {
    [`${directory}/memory.max`]: `${limit}\n`,
    [`${directory}/memory.current`]: `${usageBytes}\n`,
    [`${directory}/memory.stat`]: `anon 1\nactive_file 7\ninactive_file ${inactiveFileBytes}\nslab 3\n`,
  };
}

/** The v1 memory files of one group; `inherited` is hierarchical_memory_limit. */
export function memoryGroupV1(
  directory: string,
  limit: string,
  usageBytes: number,
  inactiveFileBytes = 0,
  inherited = V1_UNLIMITED_BYTES,
) {
  const stat = `inactive_file 5\nhierarchical_memory_limit ${inherited}\ntotal_inactive_file ${inactiveFileBytes}\n`;
  return {
    [`${directory}/memory.limit_in_bytes`]: `${limit}\n`,
    [`${directory}/memory.usage_in_bytes`]: `${usageBytes}\n`,
    [`${directory}/memory.stat`]: stat,
  };
}
