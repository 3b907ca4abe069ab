import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HELD_REQUEST_BYTES, IDLE_BYTES } from '../../dist/main/process/memory/memory-fit.js';
import { readProjectFile } from '../support/source-tree.js';

interface Measurement {
  readonly scenario: string;
  readonly step: string;
  readonly server: string;
  readonly figures: { readonly container_held_bytes?: number } | null;
}

const { measurements } = JSON.parse(readProjectFile('bench/results/results.json')) as {
  measurements: readonly Measurement[];
};

/** The median of the rounds of the published run. */
function containerBytes(held: number): number {
  const rounds = measurements
    .filter(({ scenario, step, server }) => `${scenario}/${step}/${server}` === `density/held-${held}/ours`)
    .map(({ figures }) => figures?.container_held_bytes ?? assert.fail(`no figure with ${held} held`))
    .sort((one, other) => one - other);
  return rounds[Math.floor(rounds.length / 2)] ?? assert.fail(`not measured with ${held} held`);
}

/** Rounded up, but not by more than a fifth. */
function assertRoundedUp(figure: number, measured: number): void {
  assert.ok(figure >= measured && figure <= measured * 1.2, `${figure} for ${measured}`);
}

test('what a held request and an idle server take is as in the published run, rounded up', () => {
  const perRequest = (containerBytes(19_000) - containerBytes(5_000)) / 14_000;
  assertRoundedUp(HELD_REQUEST_BYTES, perRequest);
  assertRoundedUp(IDLE_BYTES, containerBytes(1_500) - 1_500 * perRequest);
});
