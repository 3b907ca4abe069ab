import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { SharedState } from '../../../dist/shared/state.js';
import {
  rivalGotSlot,
  type WitnessReport,
  type WitnessTask,
  witnessBytes,
} from '../../support/refusal-witness.js';
import { CONTROL_WORDS, type HammerReport, type HammerTask } from '../../support/slot-hammer.js';

const ROUNDS = 200_000;

async function runThread<Report>(file: string, workerData: HammerTask | WitnessTask): Promise<Report> {
  const worker = new Worker(new URL(`../../support/${file}`, import.meta.url), { workerData });
  const [report] = await once(worker, 'message');
  return report as Report;
}

/** Runs the hammer on as many threads as there are numbers: the most slots that each holds at once. */
async function hammer(cap: number, rounds: number, holds: readonly number[]) {
  const state = SharedState.create(cap, holds.length);
  const control = new SharedArrayBuffer(CONTROL_WORDS * 4);
  const reports = await Promise.all(
    holds.map((holdMax, thread) =>
      runThread<HammerReport>('slot-hammer.js', {
        buffer: state.buffer,
        control,
        threads: holds.length,
        thread,
        rounds,
        holdMax,
      }),
    ),
  );
  return { state, reports };
}

test('two threads that want more slots than there are never hold more than the cap, and end at exactly 0', async () => {
  const { state, reports } = await hammer(3, ROUNDS, [2, 2]);
  for (const { acquired, refused, holdingMax, activeMin, activeMax } of reports) {
    // The other one holds two of three at the most: a round takes two, or takes one and is refused once.
    assert.equal(acquired + refused, 2 * ROUNDS);
    assert.ok(refused <= ROUNDS, `${refused} refused`);
    assert.ok(holdingMax <= 3, `${holdingMax} slots held at once`);
    assert.ok(activeMin >= 0 && activeMax <= 3, `active from ${activeMin} to ${activeMax}`);
  }
  assert.deepEqual([state.active, state.slotsMax], [0, 3]);
  assert.ok(state.peak === 2 || state.peak === 3, `peak ${state.peak}`);
});

test('threads that together want no more slots than there are, are never refused', async () => {
  const { state, reports } = await hammer(4, ROUNDS / 4, [1, 1, 2]);
  assert.deepEqual(
    reports.map(({ acquired, refused }) => [acquired, refused]),
    [
      [ROUNDS / 4, 0],
      [ROUNDS / 4, 0],
      [ROUNDS / 2, 0],
    ],
  );
  assert.equal(state.active, 0);
});

test('a refusal is never the echo of another thread that was refused itself', async () => {
  const attempts = 2 * ROUNDS;
  const state = SharedState.create(1, 2);
  const log = new SharedArrayBuffer(witnessBytes(attempts));
  const task = { buffer: state.buffer, log, attempts };
  const [report] = await Promise.all([
    runThread<WitnessReport>('refusal-witness.js', { ...task, role: 'witness' }),
    runThread<null>('refusal-witness.js', { ...task, role: 'rival' }),
  ]);
  assert.equal(report.wrong, 0);
  assert.deepEqual(
    report.suspects.filter((attempt) => !rivalGotSlot(log, attempt)),
    [],
  );
  assert.deepEqual([state.active, state.peak], [0, 1]);
});
