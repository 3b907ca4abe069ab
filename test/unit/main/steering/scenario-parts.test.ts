/** A scenario that is sent is checked in parts, each of which holds the loop for a few steps: counted, not timed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scenario, ScenarioStep } from '../../../../dist/behavior/scenario/scenario.js';
import { buildTimeline, growTimeline } from '../../../../dist/behavior/scenario/timeline.js';
import { CORNERS_PER_PART } from '../../../../dist/config/read/check-scenario.js';
import { ScenarioDirector } from '../../../../dist/main/steering/scenario-director.js';

const RAMP = { setting: 'SEED', form: 'whole', from: 1, to: 99, rest: '' } as const;

function stepOf(step: Partial<ScenarioStep>): ScenarioStep {
  return { atMs: 0, forMs: 1_000, set: {}, models: {}, ramp: null, mark: null, ...step };
}

/** As many steps as there may be, one behind the other, each a ramp. */
const LONG: Scenario = {
  name: 'long',
  rounds: 1,
  steps: Array.from({ length: 200 }, (_, at) => stepOf({ atMs: at * 10_000, forMs: 10_000, ramp: RAMP })),
};

function rig() {
  const judged: number[] = [];
  let played = 0;
  const director = new ScenarioDirector({
    scenario: null,
    steering: {
      problemsOf: () => {
        judged[judged.length - 1] = (judged.at(-1) ?? 0) + 1;
        return [];
      },
      layer: () => {
        played++;
        return { ok: true, inForce: { revision: 1, settings: [], models: {} } };
      },
      clear: () => ({ ok: true, inForce: { revision: 1, settings: [], models: {} } }),
    },
    clock: { now: () => 0, setTimeout: () => null, clearTimeout: () => {} },
    timeMs: () => 0,
    onStep: () => {},
    onEvent: () => {},
  });
  return { director, judged, played: () => played };
}

test('no part of a check judges more than a few moments, and nothing holds before the last one is over', () => {
  const { director, judged, played } = rig();
  const work = director.playInParts(LONG);
  for (;;) {
    judged.push(0);
    assert.equal(played(), 0);
    const part = work.next();
    if (!part.done) continue;
    assert.deepEqual(part.value, []);
    break;
  }
  assert.ok(Math.max(...judged) <= CORNERS_PER_PART, `${Math.max(...judged)} in one part`);
  assert.equal(
    judged.reduce((sum, count) => sum + count, 0),
    400,
  );
  assert.deepEqual([played(), director.status.state], [1, 'running']);
});

test('a check that is given up has changed nothing', () => {
  const { director, judged, played } = rig();
  judged.push(0);
  const work = director.playInParts(LONG);
  for (let parts = 0; parts < 10; parts++) work.next();
  work.return([]);
  assert.deepEqual([played(), director.status.state], [0, 'none']);
});

test('the time line is worked out in parts of at most a hundred moments', () => {
  let parts = 1;
  const work = growTimeline(LONG);
  let part = work.next();
  for (; !part.done; part = work.next()) parts++;
  assert.ok(parts >= part.value.length / 100, `${parts} parts of ${part.value.length} moments`);
  assert.deepEqual(part.value, buildTimeline(LONG));
});

test('of steps that overlap the later one counts, setting by setting, whether it sets or moves', () => {
  const ramp = (from: number, to: number) => ({ ...RAMP, from, to });
  const steps = [
    stepOf({ atMs: 0, forMs: 8_000, set: { SEED: '5', MAX_CONCURRENT: '7' } }),
    stepOf({ atMs: 1_000, forMs: 4_000, ramp: ramp(10, 13) }),
    stepOf({ atMs: 2_000, forMs: 1_000, set: { SEED: '6' } }),
    stepOf({ atMs: 3_000, forMs: 2_000, ramp: ramp(20, 21), set: { SEED: '0' }, mark: 'twice' }),
    stepOf({ atMs: 3_500, forMs: 0, mark: 'half' }),
  ];
  const timeline = buildTimeline({ name: 'x', rounds: 1, steps });
  assert.deepEqual(
    timeline.map(({ atMs, changes: { SEED, MAX_CONCURRENT }, mark }) => [atMs, SEED, MAX_CONCURRENT, mark]),
    [
      [0, '5', '7', null],
      [1_000, '10', '7', null],
      [2_000, '6', '7', null],
      [3_000, '20', '7', 'twice'],
      [3_500, '20', '7', 'half'],
      [4_000, '21', '7', null],
      [5_000, '5', '7', null],
      [8_000, undefined, undefined, null],
    ],
  );
});
