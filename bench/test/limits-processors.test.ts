// Owns: the rules of how processors are read and split. Must never: depend on the processors of this machine.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hardLimitIn } from '../limits/open-files.js';
import { allowedIn, formatCpuList, parseCpuList, splitProcessors } from '../limits/processors.js';

const alone = (cpu: number) => [cpu];

test("the kernel's lists of processors are read and written", () => {
  for (const list of ['0', '0-1', '0-2,5', '1,3,5-7,127'])
    assert.equal(formatCpuList(parseCpuList(list)), list);
  assert.deepEqual(parseCpuList('4,0-1\n'), [0, 1, 4]);
  for (const wrong of ['', '1-', 'a', '1 2', '0-1;reboot']) assert.throws(() => parseCpuList(wrong), /list/);
});

test('the processors that a process may run on are those of its status', () => {
  assert.deepEqual(allowedIn('Cpus_allowed:\t3\nCpus_allowed_list:\t0-1,6\nMems_allowed:\t1\n'), [0, 1, 6]);
  assert.throws(() => allowedIn('Name:\tnode\n'), /no Cpus_allowed_list/);
});

test('the servers get the last processors, the load generator all others', () => {
  assert.deepEqual(splitProcessors([0, 1, 2, 3], 1, alone), {
    serverCpus: '3',
    loadGeneratorCpus: '0-2',
    warnings: [],
  });
  assert.equal(splitProcessors([0, 1, 2, 3], 2, alone).serverCpus, '2-3');
});

test('the other hardware threads of cores with servers stay idle', () => {
  const pairs = (cpu: number) => [cpu % 4, (cpu % 4) + 4];
  const { serverCpus, loadGeneratorCpus, warnings } = splitProcessors([0, 1, 2, 3, 4, 5, 6, 7], 1, pairs);
  assert.deepEqual([serverCpus, loadGeneratorCpus, warnings], ['7', '0-2,4-6', []]);
});

test('where only the other hardware threads are left, the load generator runs there and a warning says so', () => {
  const { loadGeneratorCpus, warnings } = splitProcessors([0, 1], 1, () => [0, 1]);
  assert.equal(loadGeneratorCpus, '0');
  assert.match(warnings.join(), /same cores .* other hardware threads/);
});

test('where no processor is left, the load generator shares them and a warning says so', () => {
  const { serverCpus, loadGeneratorCpus, warnings } = splitProcessors([2, 3], 2, alone);
  assert.deepEqual([serverCpus, loadGeneratorCpus], ['2-3', '2-3']);
  assert.match(warnings.join(), /shared the processors/);
});

test('where there are fewer processors than the profile has, a warning says so', () => {
  const { serverCpus, loadGeneratorCpus, warnings } = splitProcessors([0], 2, alone);
  assert.deepEqual([serverCpus, loadGeneratorCpus, warnings.length], ['0', '0', 2]);
  assert.match(warnings.join(), /had 1 processors, not 2/);
});

test('the hard limit of open files is read from the limits of a process', () => {
  const limits = 'Max processes   1  2  processes\nMax open files   1024   20000   files\n';
  assert.equal(hardLimitIn(limits), 20_000);
  assert.equal(hardLimitIn('Max open files  1024  unlimited  files\n'), Number.POSITIVE_INFINITY);
  assert.throws(() => hardLimitIn(''), /no open files/);
});
