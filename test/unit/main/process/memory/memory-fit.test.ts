import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryWarnings } from '../../../../../dist/main/process/memory/memory-fit.js';
import { testConfig } from '../../../../support/in-process.js';

const MIB = 1_048_576;
const warn = (slots: number, mib: number, threads = 1) =>
  memoryWarnings(testConfig({ MAX_CONCURRENT: String(slots), SOCKET_THREADS: String(threads) }), mib * MIB);

test('a cap that needs more than 85 % of the memory is told, with the number that fits', () => {
  assert.deepEqual(warn(1_000_000, 1_024), [
    'MAX_CONCURRENT=1000000 needs about 4935 MiB when every slot is in use, and 85 % of the memory (1024 MiB) are 870 ' +
      'MiB: the kernel would end the process; raise the limit or set MAX_CONCURRENT=167608',
  ]);
});

test('the number that fits does, and one more does not', () => {
  assert.deepEqual(warn(167_608, 1_024), []);
  assert.match(warn(167_609, 1_024)[0] as string, /set MAX_CONCURRENT=167608$/);
});

test('the defaults fit: 1,500 slots in 1 GiB, 3,000 in 2 GiB, and 1,500 in 128 MiB', () => {
  for (const [slots, mib] of [
    [1_500, 1_024],
    [3_000, 2_048],
    [1_500, 128],
  ] as const) {
    assert.deepEqual(warn(slots, mib), [], `${slots} in ${mib} MiB`);
  }
});

test('where not even one request fits it says how much memory a server needs', () => {
  assert.match(warn(1, 48)[0] as string, /; raise the limit above 62 MiB$/);
});

test('each thread that serves beside the main one needs its part, and fewer are said to help', () => {
  assert.deepEqual(warn(12_000, 8_192, 8), []);
  assert.match(warn(1, 1_024, 64)[0] as string, /; raise the limit above 1915 MiB, or fewer SOCKET_THREADS$/);
  assert.deepEqual(warn(1, 1_916, 64), []);
});
