// Owns: tests of what is seen of other processes while something is measured.

import assert from 'node:assert/strict';
import { cpus } from 'node:os';
import { test } from 'node:test';
import {
  type Disturbance,
  disturbanceBetween,
  disturbanceWarnings,
  type ProcessorTimes,
  readProcessorTimes,
} from '../run/machine-watch.js';

const [OWN, SERVER, OTHER, SHELL] = [10, 11, 20, 21];

function times(atMs: number, busy: number, stolen: number, ticks: Record<number, number>): ProcessorTimes {
  const processes = Object.entries(ticks).map(
    ([pid, own]) => [Number(pid), { name: `process-${pid}`, ticks: own }] as const,
  );
  return { atMs, busy, stolen, processes: new Map(processes) };
}

function between(before: ProcessorTimes, after: ProcessorTimes): Disturbance {
  const seen = disturbanceBetween(before, after, [OWN, SERVER]);
  assert.ok(seen);
  return seen;
}

test('the time of other processes is told as a share of a core, with the one that used most', () => {
  const before = times(0, 1_000, 0, { [OWN]: 100, [SERVER]: 50, [OTHER]: 7, [SHELL]: 0 });
  const after = times(2_000, 1_310, 0, { [OWN]: 200, [SERVER]: 200, [OTHER]: 47, [SHELL]: 10 });
  const seen = between(before, after);
  // 310 ticks were busy, of which 250 were ours: 60 of 200.
  assert.deepEqual([seen.othersShare, seen.busiest, seen.stealShare], [0.3, `process-${OTHER}`, 0]);
  assert.deepEqual(disturbanceWarnings(seen), [
    `the machine was busy: other processes used 30 % of a core (most of it process-${OTHER})`,
  ]);
});

test('a process that ended is not counted twice when its parent inherits its time', () => {
  const before = times(0, 1_000, 0, { [OTHER]: 500, [SHELL]: 0 });
  const after = times(1_000, 1_001, 0, { [SHELL]: 501 });
  assert.equal(between(before, after).othersShare, 0.01);
});

test('what nobody can be seen to have used counts as the time of others', () => {
  const before = times(0, 1_000, 0, { [OWN]: 100 });
  const after = times(1_000, 1_100, 0, { [OWN]: 140 });
  const seen = between(before, after);
  assert.deepEqual([seen.othersShare, seen.busiest], [0.6, null]);
});

test('interrupts that the kernel books on our own processes do not hide those of others', () => {
  const before = times(0, 1_000, 0, { [SERVER]: 100, [OTHER]: 0 });
  const after = times(1_000, 1_080, 0, { [SERVER]: 200, [OTHER]: 20 });
  assert.equal(between(before, after).othersShare, 0.2);
});

test('time that the host took is told as a share of all processors', () => {
  const before = times(0, 1_000, 0, {});
  const after = times(1_000, 1_000, 10 * cpus().length, {});
  const seen = between(before, after);
  assert.equal(seen.stealShare, 0.1);
  assert.match(disturbanceWarnings(seen).join(), /^the machine was not alone: its host took 10 %/);
});

test('a quiet machine is no warning, and a moment too short for the clock of the kernel says nothing', () => {
  const before = times(0, 1_000, 0, { [OTHER]: 0 });
  assert.deepEqual(disturbanceWarnings(between(before, times(1_000, 1_009, 1, { [OTHER]: 9 }))), []);
  assert.equal(disturbanceBetween(before, times(400, 1_400, 0, { [OTHER]: 400 }), []), null);
});

test('this process is among those that are seen, with the time that it used', () => {
  const seen = readProcessorTimes();
  assert.equal(seen.processes.get(process.pid)?.ticks !== undefined, true);
  assert.equal(seen.busy > 0, true);
});
