// Owns: the rules of where groups of processes are looked for, and of the names they have. Must never: depend on what is
// mounted on this machine.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { basesOf, type CgroupView, hierarchyV1, hierarchyV2 } from '../limits/cgroup-places.js';
import { OutputTail } from '../limits/output-tail.js';
import { isDead, nextName, runOfName, thisRun } from '../limits/run-name.js';

function view(mounts: readonly string[], memberships: readonly string[]): CgroupView {
  return { mounts: mounts.join('\n'), memberships: memberships.join('\n'), inContainer: false };
}

const V1 = [
  '31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755',
  '32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct',
  '35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory',
];

test('of version 1 each controller has a hierarchy, and some share one', () => {
  const seen = view(V1, ['4:memory:/a/b', '1:cpu,cpuacct:/', '0::/x']);
  assert.deepEqual(hierarchyV1(seen, 'memory'), {
    top: '/sys/fs/cgroup/memory',
    own: '/sys/fs/cgroup/memory/a/b',
  });
  assert.deepEqual(hierarchyV1(seen, 'cpu'), {
    top: '/sys/fs/cgroup/cpu,cpuacct',
    own: '/sys/fs/cgroup/cpu,cpuacct',
  });
  assert.equal(hierarchyV1(seen, 'cpuset'), null);
  assert.equal(hierarchyV2(seen), null);
});

test('of version 2 there is one hierarchy, and the last mount hides the others', () => {
  const mounts = [
    '40 31 0:38 / /sys/fs/cgroup ro - cgroup2 cgroup2 rw',
    '41 31 0:38 / /my\\040groups rw - cgroup2 cgroup2 rw',
  ];
  assert.deepEqual(hierarchyV2(view(mounts, ['0::/user.slice'])), {
    top: '/my groups',
    own: '/my groups/user.slice',
  });
});

test('a container that is shown its own part finds itself at the top, and not what lies outside', () => {
  const mounts = ['35 31 0:32 /docker/1 /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory'];
  assert.equal(hierarchyV1(view(mounts, ['4:memory:/docker/1']), 'memory')?.own, '/sys/fs/cgroup/memory');
  assert.equal(hierarchyV1(view(mounts, ['4:memory:/docker/1/x']), 'memory')?.own, '/sys/fs/cgroup/memory/x');
  for (const outside of ['/docker/12', '/docker', '/']) {
    assert.equal(hierarchyV1(view(mounts, [`4:memory:${outside}`]), 'memory')?.own, null);
  }
  const namespaced = ['41 31 0:38 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw'];
  assert.equal(hierarchyV2(view(namespaced, ['0::/../other']))?.own, null);
});

test('groups are made at the top on the machine itself, and below the own group in a container', () => {
  assert.deepEqual(basesOf({ top: '/t', own: '/t/own' }, false), ['/t', '/t/own']);
  assert.deepEqual(basesOf({ top: '/t', own: '/t/own' }, true), ['/t/own', '/t']);
  assert.deepEqual(basesOf({ top: '/t', own: '/t' }, true), ['/t']);
  assert.deepEqual(basesOf({ top: '/t', own: null }, true), ['/t']);
});

test('a name tells its run, and no two are the same', { skip: process.platform !== 'linux' }, () => {
  const name = nextName();
  assert.equal(runOfName(name), thisRun());
  assert.notEqual(nextName(), name);
  for (const other of ['docker', 'llm-mock-server-bench', 'llm-mock-server-bench-others', `${name}x`]) {
    assert.equal(runOfName(other), null);
  }
});

test('a run is dead only if its process is known to be gone', { skip: process.platform !== 'linux' }, () => {
  const [namespace, pid, started] = thisRun().split('-');
  assert.equal(isDead(thisRun()), false);
  assert.equal(isDead(`${namespace}-${pid}-${Number(started) - 1}`), true, 'the process id is used again');
  assert.equal(isDead(`${namespace}-${2 ** 22 + 1}-1`), true, 'no such process can be');
  assert.equal(isDead(`1-${2 ** 22 + 1}-1`), false, 'of a namespace that cannot be seen');
  assert.equal(isDead('anything'), false);
});

test('of what a process writes the end is kept', () => {
  const tail = new OutputTail();
  for (let line = 0; line < 10_000; line += 1) tail.append(Buffer.from(`line ${line}\n`));
  assert.match(tail.text(), /line 9998\nline 9999$/);
  assert.ok(tail.text().length <= 8192);
});
