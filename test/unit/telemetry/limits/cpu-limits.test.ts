// Owns: the rules by which the cores that may really be used are counted, on fixture trees instead of '/'.
// Runs on: the test process, against dist/ as shipped.
// Must never: depend on the control groups of the machine it runs on.

import assert from 'node:assert/strict';
import { availableParallelism, cpus } from 'node:os';
import { test } from 'node:test';
import { readCpuLimits } from '../../../../dist/telemetry/limits/cpu.js';
import {
  CGROUP_V2_UNIFIED_MOUNT,
  cgroupV1Mount,
  cgroupV1Root,
  cgroupV2Root,
  fakeRoot,
} from '../../../support/fake-root.js';

const V1 = 'sys/fs/cgroup/cpu,cpuacct';
const V1_MOUNT = cgroupV1Mount('/', 'cpu,cpuacct');

function v1Root(path: string, files: Record<string, string>, mountinfo = V1_MOUNT): string {
  return cgroupV1Root('cpu,cpuacct', path, files, mountinfo);
}

/** A quota in one v1 group, in microseconds per period. */
function v1Group(directory: string, quotaUs: string, periodUs = '100000'): Record<string, string> {
  return {
    [`${directory}/cpu.cfs_quota_us`]: `${quotaUs}\n`,
    [`${directory}/cpu.cfs_period_us`]: `${periodUs}\n`,
  };
}

/** Reads as on a 64-core machine whose scheduling mask holds all cores, unless told otherwise. */
function read(root: string, affinityCores = 64) {
  return readCpuLimits({ root, totalCores: 64, affinityCores });
}

const QUOTAS = [
  { quotaUs: '50000', cores: 1 },
  { quotaUs: '100000', cores: 1 },
  { quotaUs: '150000', cores: 1 },
  { quotaUs: '200000', cores: 2 },
  { quotaUs: '290000', cores: 2 },
];

for (const { quotaUs, cores } of QUOTAS) {
  test(`cgroup v2: a quota of ${quotaUs} in 100000 µs is ${cores} whole core(s)`, () => {
    assert.deepEqual(read(cgroupV2Root('/', { 'sys/fs/cgroup/cpu.max': `${quotaUs} 100000\n` })), {
      totalCores: 64,
      availableCores: cores,
      source: 'cgroup_v2',
    });
  });

  test(`cgroup v1: a quota of ${quotaUs} in 100000 µs is ${cores} whole core(s)`, () => {
    assert.deepEqual(read(v1Root('/', v1Group(V1, quotaUs))), {
      totalCores: 64,
      availableCores: cores,
      source: 'cgroup_v1',
    });
  });
}

test('the quota is taken per period, whatever its length', () => {
  const v2 = cgroupV2Root('/', { 'sys/fs/cgroup/cpu.max': '150000 50000\n' });
  assert.equal(read(v2).availableCores, 3);
  assert.equal(read(v1Root('/', v1Group(V1, '40000', '20000'))).availableCores, 2);
});

const AFFINITY_ALONE = { totalCores: 64, availableCores: 64, source: 'affinity' };

test('`max`, -1, absent and garbage are no quota', () => {
  for (const content of ['max 100000\n', '', 'abc\n', '150000\n', '150000 0\n', '0 100000\n', '1.5 1\n']) {
    assert.deepEqual(read(cgroupV2Root('/', { 'sys/fs/cgroup/cpu.max': content })), AFFINITY_ALONE, content);
  }
  for (const quotaUs of ['-1', '', 'abc', '0']) {
    assert.deepEqual(read(v1Root('/', v1Group(V1, quotaUs))), AFFINITY_ALONE, quotaUs);
  }
  assert.deepEqual(read(v1Root('/', v1Group(V1, '150000', 'abc'))), AFFINITY_ALONE);
  assert.deepEqual(read(cgroupV2Root('/', {})), AFFINITY_ALONE);
  assert.deepEqual(read(fakeRoot({})), AFFINITY_ALONE);
});

test('a quota above the affinity mask does not count', () => {
  const expected = { totalCores: 64, availableCores: 2, source: 'affinity' };
  assert.deepEqual(read(cgroupV2Root('/', { 'sys/fs/cgroup/cpu.max': '400000 100000\n' }), 2), expected);
  assert.deepEqual(read(v1Root('/', v1Group(V1, '400000')), 2), expected);
});

test('an affinity mask without a quota counts', () => {
  const expected = { totalCores: 64, availableCores: 3, source: 'affinity' };
  assert.deepEqual(read(cgroupV2Root('/', { 'sys/fs/cgroup/cpu.max': 'max 100000\n' }), 3), expected);
});

test('of a quota and a mask that agree in whole cores the quota is named', () => {
  assert.equal(
    read(cgroupV2Root('/', { 'sys/fs/cgroup/cpu.max': '200000 100000\n' }), 2).source,
    'cgroup_v2',
  );
  assert.equal(read(v1Root('/', v1Group(V1, '150000')), 1).source, 'cgroup_v1');
});

test('the lowest quota on the way up counts, be it the parent’s or the child’s', () => {
  const lowParent = cgroupV2Root('/pod/app', {
    'sys/fs/cgroup/pod/app/cpu.max': '400000 100000\n',
    'sys/fs/cgroup/pod/cpu.max': '200000 100000\n',
  });
  assert.equal(read(lowParent).availableCores, 2);
  const lowChild = v1Root('/pod/app', {
    ...v1Group(`${V1}/pod/app`, '300000'),
    ...v1Group(`${V1}/pod`, '800000'),
    ...v1Group(V1, '-1'),
  });
  assert.equal(read(lowChild).availableCores, 3);
});

test('on a hybrid host the quota of v1 counts, beside a v2 line with or without a mount', () => {
  for (const mounts of [V1_MOUNT, CGROUP_V2_UNIFIED_MOUNT + V1_MOUNT]) {
    const limits = read(v1Root('/app', v1Group(`${V1}/app`, '200000'), mounts));
    assert.deepEqual(limits, { totalCores: 64, availableCores: 2, source: 'cgroup_v1' });
  }
});

test('in a container without a cgroup namespace --cpus=1 on a 64-core host is 1 core', () => {
  const mount = cgroupV1Mount('/docker/c99b', 'cpu');
  const root = cgroupV1Root('cpu', '/docker/c99b', v1Group('sys/fs/cgroup/cpu', '100000'), mount);
  assert.deepEqual(read(root), { totalCores: 64, availableCores: 1, source: 'cgroup_v1' });
});

test('core counts that are not given are those of this machine', () => {
  assert.deepEqual(readCpuLimits({ root: fakeRoot({}) }), {
    totalCores: cpus().length,
    availableCores: availableParallelism(),
    source: 'affinity',
  });
});
