// Owns: the rules by which a container's memory limit and use are found, on fixture trees instead of '/'.
// Runs on: the test process, against dist/ as shipped.
// Must never: depend on the control groups of the machine it runs on.

import assert from 'node:assert/strict';
import { totalmem } from 'node:os';
import { test } from 'node:test';
import { createMemorySampler } from '../../../../dist/telemetry/limits/memory.js';
import {
  CGROUP_V2_UNIFIED_MOUNT,
  cgroupV1Mount,
  cgroupV1Root,
  cgroupV2Root,
  fakeRoot,
  memoryGroupV1,
  memoryGroupV2,
  V1_UNLIMITED_BYTES,
} from '../../../support/fake-root.js';

const MIB = 1_048_576;
const GIB = 1_073_741_824;
const MEMORY_MOUNT = cgroupV1Mount('/', 'memory');
const CONTAINER_MOUNT = cgroupV1Mount('/docker/c99b', 'memory');
const HOST_8_GIB = 'MemTotal:        8388608 kB\nMemFree:         1000000 kB\n';

/** A machine with 8 GiB whose process is in the v2 group `path`. */
function v2Root(path: string, files: Record<string, string>, mountinfo?: string): string {
  return cgroupV2Root(path, { 'proc/meminfo': HOST_8_GIB, ...files }, mountinfo);
}

/** A machine with 8 GiB whose process is in the v1 memory group `path`. */
function v1Root(path: string, files: Record<string, string>, mountinfo = MEMORY_MOUNT): string {
  return cgroupV1Root('memory', path, { 'proc/meminfo': HOST_8_GIB, ...files }, mountinfo);
}

async function assertTotalAndUsed(root: string, totalBytes: number, usedBytes: number): Promise<void> {
  const sample = await createMemorySampler(root)();
  assert.deepEqual([sample.totalBytes, sample.usedBytes], [totalBytes, usedBytes]);
}

async function assertHostFallback(root: string): Promise<void> {
  const sample = await createMemorySampler(root)();
  assert.equal(sample.source, 'system_fallback');
  assert.equal(sample.totalBytes, totalmem());
}

test('cgroup v2: memory.max is the total, and inactive_file is not in use', async () => {
  const root = v2Root('/', memoryGroupV2('sys/fs/cgroup', `${GIB}`, 300 * MIB, 100 * MIB));
  assert.deepEqual(await createMemorySampler(root)(), {
    totalBytes: 1_073_741_824,
    usedBytes: 209_715_200,
    availableBytes: 864_026_624,
    source: 'cgroup_v2',
  });
});

test('cgroup v1: memory.limit_in_bytes is the total, and total_inactive_file is not in use', async () => {
  const root = v1Root('/', memoryGroupV1('sys/fs/cgroup/memory', `${GIB}`, 300 * MIB, 100 * MIB));
  assert.deepEqual(await createMemorySampler(root)(), {
    totalBytes: 1_073_741_824,
    usedBytes: 209_715_200,
    availableBytes: 864_026_624,
    source: 'cgroup_v1',
  });
});

test('on a hybrid host the line 0:: without a cgroup2 mount is ignored and v1 is read', async () => {
  const root = v1Root('/', {
    ...memoryGroupV1('sys/fs/cgroup/memory', `${GIB}`, 10 * MIB),
    // What a v2 reader would find if it took a mount for granted, or v1's for its own.
    ...memoryGroupV2('sys/fs/cgroup', `${512 * MIB}`, 1),
    ...memoryGroupV2('sys/fs/cgroup/memory', `${512 * MIB}`, 1),
  });
  const sample = await createMemorySampler(root)();
  assert.equal(sample.source, 'cgroup_v1');
  assert.equal(sample.totalBytes, GIB);
});

test('on a hybrid host a cgroup2 mount without a memory controller is passed over for v1', async () => {
  const own = memoryGroupV1('sys/fs/cgroup/memory', `${GIB}`, 10 * MIB);
  const files = { ...own, 'sys/fs/cgroup/unified/cgroup.controllers': '\n' };
  const root = v1Root('/', files, CGROUP_V2_UNIFIED_MOUNT + MEMORY_MOUNT);
  const sample = await createMemorySampler(root)();
  assert.equal(sample.source, 'cgroup_v1');
  assert.equal(sample.usedBytes, 10 * MIB);
});

test('a parent with a lower limit than its child is the one that counts, with its own use', async () => {
  const root = v2Root('/pod/app', {
    ...memoryGroupV2('sys/fs/cgroup/pod/app', `${2 * GIB}`, 100 * MIB, MIB),
    ...memoryGroupV2('sys/fs/cgroup/pod', `${GIB}`, 600 * MIB, 50 * MIB),
  });
  await assertTotalAndUsed(root, GIB, 550 * MIB);
});

test('a child with a lower limit than its parent is the one that counts, with its own use', async () => {
  const root = v2Root('/pod/app', {
    ...memoryGroupV2('sys/fs/cgroup/pod/app', `${GIB}`, 100 * MIB, MIB),
    ...memoryGroupV2('sys/fs/cgroup/pod', `${2 * GIB}`, 600 * MIB, 50 * MIB),
  });
  await assertTotalAndUsed(root, GIB, 99 * MIB);
});

test('of two equal limits the upper one counts, because it is reached first', async () => {
  const root = v2Root('/pod/app', {
    ...memoryGroupV2('sys/fs/cgroup/pod/app', `${GIB}`, 100 * MIB),
    ...memoryGroupV2('sys/fs/cgroup/pod', `${GIB}`, 600 * MIB),
  });
  assert.equal((await createMemorySampler(root)()).usedBytes, 600 * MIB);
});

test('levels without a limit are passed over on the way up', async () => {
  const root = v2Root('/slice/pod/app', {
    ...memoryGroupV2('sys/fs/cgroup/slice/pod/app', 'max', 100 * MIB),
    ...memoryGroupV2('sys/fs/cgroup/slice', `${GIB}`, 300 * MIB),
  });
  await assertTotalAndUsed(root, GIB, 300 * MIB);
});

test('memory.max `max` is no limit', () =>
  assertHostFallback(v2Root('/', memoryGroupV2('sys/fs/cgroup', 'max', MIB))));

test('absent limit files are no limit', () => assertHostFallback(v2Root('/', {})));

test('without /proc there is no limit', () => assertHostFallback(fakeRoot({})));

for (const garbage of ['', 'abc', '12abc', '-1', '1.5', '1e9', '0x10', '0', 'NaN', '1 2']) {
  test(`a limit that reads ${JSON.stringify(garbage)} is no limit`, () =>
    assertHostFallback(v2Root('/', memoryGroupV2('sys/fs/cgroup', garbage, MIB))));
}

test('a limit whose use cannot be read is passed over for the next source', () =>
  assertHostFallback(
    v2Root('/', { ...memoryGroupV2('sys/fs/cgroup', `${GIB}`, 1), 'sys/fs/cgroup/memory.current': 'abc\n' }),
  ));

test('without a readable inactive_file the whole use counts', async () => {
  const root = v2Root('/', {
    ...memoryGroupV2('sys/fs/cgroup', `${GIB}`, 300 * MIB, 100 * MIB),
    'sys/fs/cgroup/memory.stat': 'inactive_file many\n',
  });
  assert.equal((await createMemorySampler(root)()).usedBytes, 300 * MIB);
});

test('a v1 limit near 2^63 is no limit, with and without a known MemTotal', async () => {
  const files = memoryGroupV1('sys/fs/cgroup/memory', V1_UNLIMITED_BYTES, MIB);
  await assertHostFallback(v1Root('/', files));
  await assertHostFallback(v1Root('/', { ...files, 'proc/meminfo': '' }));
});

test('a limit above the memory of the host is no limit', async () => {
  await assertHostFallback(v2Root('/', memoryGroupV2('sys/fs/cgroup', `${8 * GIB + 1}`, MIB)));
  await assertHostFallback(v1Root('/', memoryGroupV1('sys/fs/cgroup/memory', `${8 * GIB + 4096}`, MIB)));
});

test('a limit of exactly the memory of the host counts', async () => {
  const root = v2Root('/', memoryGroupV2('sys/fs/cgroup', `${8 * GIB}`, MIB));
  assert.equal((await createMemorySampler(root)()).totalBytes, 8 * GIB);
});

test('cgroup v1: a hidden ancestor lowers the total by hierarchical_memory_limit; the use is the own one', async () => {
  const root = v1Root(
    '/',
    memoryGroupV1('sys/fs/cgroup/memory', `${2 * GIB}`, 300 * MIB, 100 * MIB, `${512 * MIB}`),
  );
  assert.deepEqual(await createMemorySampler(root)(), {
    totalBytes: 536_870_912,
    usedBytes: 209_715_200,
    availableBytes: 327_155_712,
    source: 'cgroup_v1',
  });
});

test('cgroup v1: hierarchical_memory_limit counts even if no visible group has a limit', async () => {
  const root = v1Root('/app', {
    ...memoryGroupV1('sys/fs/cgroup/memory/app', V1_UNLIMITED_BYTES, 20 * MIB, 0, `${GIB}`),
    ...memoryGroupV1('sys/fs/cgroup/memory', V1_UNLIMITED_BYTES, 90 * MIB, 0, `${GIB}`),
  });
  await assertTotalAndUsed(root, GIB, 20 * MIB);
});

test('cgroup v1: a hierarchical_memory_limit that a visible parent explains is that parent and its use', async () => {
  const root = v1Root('/pod/app', {
    ...memoryGroupV1('sys/fs/cgroup/memory/pod/app', `${2 * GIB}`, 20 * MIB, 0, `${GIB}`),
    ...memoryGroupV1('sys/fs/cgroup/memory/pod', `${GIB}`, 90 * MIB, 0, `${GIB}`),
  });
  await assertTotalAndUsed(root, GIB, 90 * MIB);
});

test('use stays within 0 and the total', async () => {
  const below = v2Root('/', memoryGroupV2('sys/fs/cgroup', `${GIB}`, MIB, 2 * MIB));
  await assertTotalAndUsed(below, GIB, 0);
  const above = v2Root('/', memoryGroupV2('sys/fs/cgroup', `${GIB}`, GIB + 4096));
  await assertTotalAndUsed(above, GIB, GIB);
});

test('in a container without a cgroup namespace the mount point itself is the own group', async () => {
  const root = v1Root(
    '/docker/c99b',
    memoryGroupV1('sys/fs/cgroup/memory', `${GIB}`, 10 * MIB),
    CONTAINER_MOUNT,
  );
  const sample = await createMemorySampler(root)();
  assert.equal(sample.source, 'cgroup_v1');
  assert.equal(sample.totalBytes, GIB);
});

test('a group below the root of the mount is found below the mount point', async () => {
  const root = v1Root(
    '/docker/c99b/job',
    memoryGroupV1('sys/fs/cgroup/memory/job', `${512 * MIB}`, 10 * MIB),
    CONTAINER_MOUNT,
  );
  assert.equal((await createMemorySampler(root)()).totalBytes, 512 * MIB);
});

test('a group outside of the mount or of the cgroup namespace falls back to the mount point', async () => {
  const files = memoryGroupV1('sys/fs/cgroup/memory', `${GIB}`, 10 * MIB);
  for (const path of ['/system.slice', '/docker/c99bb', '/']) {
    await assertTotalAndUsed(v1Root(path, files, CONTAINER_MOUNT), GIB, 10 * MIB);
  }
  const beside = memoryGroupV1('sys/fs/cgroup/other', `${512 * MIB}`, MIB);
  await assertTotalAndUsed(v1Root('/../other', { ...files, ...beside }), GIB, 10 * MIB);
});

test('of several mounts of one hierarchy the one that holds the own group is read', async () => {
  // The root of the other mount begins with the same letters, but is another group.
  const mounts = `86 82 0:32 /docker/c9 /mnt/memory rw - cgroup cgroup rw,memory\n${CONTAINER_MOUNT}`;
  const other = memoryGroupV1('mnt/memory', `${512 * MIB}`, MIB);
  const own = memoryGroupV1('sys/fs/cgroup/memory', `${GIB}`, 2 * MIB);
  await assertTotalAndUsed(v1Root('/docker/c99b', { ...other, ...own }, mounts), GIB, 2 * MIB);
});

test('group paths may hold colons, and mount points may hold escaped spaces', async () => {
  const path = '/pod.slice:cri-containerd:4f2a';
  const mount = '30 23 0:26 / /mnt/my\\040groups rw - cgroup2 cgroup2 rw\n';
  const root = v2Root(path, memoryGroupV2(`mnt/my groups${path}`, `${GIB}`, 10 * MIB), mount);
  assert.equal((await createMemorySampler(root)()).totalBytes, GIB);
});

test('without a limit the figures are those of the host, through systeminformation', async () => {
  const sample = await createMemorySampler(fakeRoot({}))();
  assert.equal(sample.source, 'system_fallback');
  assert.equal(sample.totalBytes, totalmem());
  assert.equal(sample.usedBytes + sample.availableBytes, sample.totalBytes);
  assert.ok(sample.usedBytes > 10 * MIB && sample.availableBytes > 10 * MIB, JSON.stringify(sample));
});
