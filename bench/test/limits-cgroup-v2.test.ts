// Owns: the rules of groups of version 2, held against a stand-in for the kernel: machines with it are not everywhere.
// Must never: need root.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { makeGroupV2, prepareParentV2 } from '../limits/cgroup-v2.js';
import { FakeCgroupV2 } from './support/fake-cgroup-v2.js';

const DEMAND = { cores: 1, memoryBytes: 2 ** 30, cpus: '3' };
const NEST = 'llm-mock-server-bench';
const OTHERS = 'llm-mock-server-bench-others';

function fake(context: TestContext, options: ConstructorParameters<typeof FakeCgroupV2>[0]): FakeCgroupV2 {
  const kernel = new FakeCgroupV2(options);
  context.after(() => kernel.delete());
  return kernel;
}

test('on the machine itself, groups lie below its topmost group and no process is moved', (context) => {
  const kernel = fake(context, { ofMachine: true, processes: [1, 2, 3] });
  const parent = prepareParentV2(kernel.viewFrom('/user.slice/session-1.scope', false), kernel);
  assert.equal(parent.folder, join(kernel.top, NEST));
  assert.equal(kernel.text('cgroup.procs'), '1\n2\n3');
  assert.equal(kernel.text('cgroup.subtree_control'), 'cpu cpuset memory');
  assert.equal(kernel.text(`${NEST}/cgroup.subtree_control`), 'cpu cpuset memory');
  parent.restore();
  assert.equal(existsSync(parent.folder), false);
});

test('a group has the limits of CPU time, processors, memory and swap, and is ended as a whole', async (context) => {
  const kernel = fake(context, { ofMachine: true });
  const parent = prepareParentV2(kernel.viewFrom('/', false), kernel);
  const group = await makeGroupV2(parent.folder, 'servers', { ...DEMAND, cores: 2, cpus: '2-3' }, kernel);
  const written = (file: string) => kernel.text(`${NEST}/servers/${file}`);
  assert.equal(written('cpu.max'), '200000 100000');
  assert.equal(written('cpuset.cpus'), '2-3');
  assert.equal(written('memory.max'), String(2 ** 30));
  assert.equal(written('memory.swap.max'), '0');
  assert.equal(written('memory.oom.group'), '1');
  assert.deepEqual(group.procsFiles, [join(parent.folder, 'servers', 'cgroup.procs')]);
  await group.remove();
  assert.equal(existsSync(join(parent.folder, 'servers')), false);
});

test('memory is what is in use without the page cache that can be dropped; it is null once the group is gone', async (context) => {
  const kernel = fake(context, { ofMachine: true });
  const parent = prepareParentV2(kernel.viewFrom('/', false), kernel);
  const group = await makeGroupV2(parent.folder, 'servers', DEMAND, kernel);
  assert.equal(group.memoryBytes(), 4_000_000);
  assert.equal(group.wasOutOfMemory(), false);
  kernel.write(join(parent.folder, 'servers', 'memory.events'), 'oom 1\noom_kill 1\noom_group_kill 1\n');
  assert.equal(group.wasOutOfMemory(), true);
  await group.remove();
  assert.equal(group.memoryBytes(), null);
});

test("a container's own processes go one group down, and come back at the end", (context) => {
  const kernel = fake(context, { ofMachine: false, processes: [1, 7] });
  const parent = prepareParentV2(kernel.viewFrom('/', true), kernel);
  assert.equal(kernel.text('cgroup.procs'), '');
  assert.equal(kernel.text(`${OTHERS}/cgroup.procs`), '1\n7');
  assert.equal(parent.folder, join(kernel.top, NEST));
  parent.restore();
  assert.equal(kernel.text('cgroup.procs'), '1\n7');
  assert.equal(kernel.text('cgroup.subtree_control'), '');
  assert.equal(existsSync(join(kernel.top, OTHERS)), false);
});

test("in a container that sees all groups of the machine, groups lie in the container's own", async (context) => {
  const kernel = fake(context, { ofMachine: true, processes: [1] });
  kernel.write(join(kernel.top, 'cgroup.subtree_control'), '+cpu +cpuset +memory');
  kernel.make(join(kernel.top, 'docker'));
  kernel.write(join(kernel.top, 'docker/cgroup.subtree_control'), '+cpu +cpuset +memory');
  kernel.make(join(kernel.top, 'docker/1'));
  kernel.write(join(kernel.top, 'docker/1/cgroup.procs'), '7');
  const parent = prepareParentV2(kernel.viewFrom('/docker/1', true), kernel);
  assert.equal(parent.folder, join(kernel.top, 'docker/1', NEST));
  assert.equal(kernel.text(`docker/1/${OTHERS}/cgroup.procs`), '7');
  assert.equal(kernel.text('cgroup.procs'), '1');
  parent.restore();
  assert.equal(kernel.text('docker/1/cgroup.procs'), '7');
});

test('processes that are not the own ones are not moved: the reason names their group', (context) => {
  const kernel = fake(context, { ofMachine: false, processes: [1, 7] });
  assert.throws(
    () => prepareParentV2(kernel.viewFrom('/somewhere', false), kernel),
    new RegExp(`${kernel.top} has processes of others`),
  );
  assert.equal(kernel.text('cgroup.procs'), '1\n7');
});

test('while another run has groups in the parent, it stays as it is', (context) => {
  const kernel = fake(context, { ofMachine: false, processes: [1] });
  const parent = prepareParentV2(kernel.viewFrom('/', true), kernel);
  mkdirSync(join(parent.folder, 'of-another-run'));
  parent.restore();
  assert.equal(kernel.text('cgroup.subtree_control'), 'cpu cpuset memory');
  assert.equal(kernel.text(`${OTHERS}/cgroup.procs`), '1');
});

test('where version 1 has the controllers, the reason says which are missing', (context) => {
  const kernel = fake(context, { ofMachine: true, controllers: 'hugetlb' });
  assert.throws(
    () => prepareParentV2(kernel.viewFrom('/', false), kernel),
    /cgroup v2 does not have the controllers cpu, cpuset, memory/,
  );
});

test('a group that cannot have its limits is removed again', async (context) => {
  const kernel = fake(context, { ofMachine: true });
  kernel.make(join(kernel.top, 'without-controllers'));
  await assert.rejects(
    makeGroupV2(join(kernel.top, 'without-controllers'), 'servers', DEMAND, kernel),
    /cpu\.max: could not write 100000 100000: EACCES/,
  );
  assert.equal(existsSync(join(kernel.top, 'without-controllers/servers')), false);
});
