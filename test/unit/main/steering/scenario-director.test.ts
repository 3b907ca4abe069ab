/** What the scenario of a server is said to do, on a clock that the test moves; what it does to requests is in test/integration. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readScenarioText } from '../../../../dist/config/scenario/scenario-file.js';
import { loadModelReader } from '../../../../dist/main/steering/model-changes.js';
import {
  type DirectorOptions,
  MARKS_KEPT_MAX,
  ScenarioDirector,
} from '../../../../dist/main/steering/scenario-director.js';
import { SteppedClock } from '../../../support/stepped-clock.js';

function scenarioOf(text: string) {
  const read = readScenarioText(text, loadModelReader());
  assert.ok(read.ok, JSON.stringify(read));
  return read.scenario;
}

/** A target that refuses a seed above 99, and all that was said and told, as `time what`. */
function rig(text: string | null) {
  const clock = new SteppedClock();
  const seen: string[] = [];
  const see = (what: string): void => {
    seen.push(`${clock.elapsedMs} ${what}`);
  };
  const problemsOf = (_: string, { SEED }: Readonly<Record<string, string | null>>): readonly string[] =>
    Number(SEED) > 99 ? [`SEED: ${SEED} is too much`] : [];
  const steering = {
    problemsOf,
    layer(name: string, settings: Readonly<Record<string, string | null>>) {
      const problems = problemsOf(name, settings);
      if (problems.length === 0) see(`set ${settings.SEED ?? 'nothing'}`);
      return { ok: problems.length === 0, problems };
    },
    clear: () => see('clear'),
  } as unknown as DirectorOptions['steering'];
  const director = new ScenarioDirector({
    scenario: text === null ? null : scenarioOf(text),
    steering,
    clock,
    timeMs: () => 5_000_000 + clock.elapsedMs,
    onStep: (passed) => see(`step ${passed}`),
    onEvent: ({ kind, mark, problems = [] }) => see([kind, mark, ...problems].filter(Boolean).join(' ')),
  });
  return { clock, seen, director };
}

const TWO_STEPS = `
name: two
steps:
  - { at: 1s, for: 2s, set: { SEED: 1 }, mark: one }
  - { at: 2s, for: 2s, set: { SEED: 2 }, mark: two }
`;

test('a scenario is told by its start, its marks and its end, each in its moment', () => {
  const { clock, seen, director } = rig(TWO_STEPS);
  assert.equal(director.status.state, 'waiting');
  clock.advance(500);
  assert.equal(director.start(), true);
  clock.advance(2_000);
  const { state, atMs, endMs, passed, entries, marks } = director.status;
  assert.deepEqual([state, atMs, endMs, passed, entries], ['running', 2_000, 4_000, 2, 3]);
  assert.deepEqual(marks, [
    { timeMs: 5_001_500, atMs: 1_000, mark: 'one' },
    { timeMs: 5_002_500, atMs: 2_000, mark: 'two' },
  ]);
  clock.advance(10_000);
  assert.deepEqual(seen, [
    '500 started',
    '1500 step 1',
    '1500 set 1',
    '1500 mark one',
    '2500 step 2',
    '2500 set 2',
    '2500 mark two',
    '4500 clear',
    '4500 step 0',
    '4500 ended',
  ]);
  assert.equal(clock.isArmed, false);
  const done = director.status;
  assert.deepEqual([done.state, done.atMs, done.passed, done.marks.length], ['done', null, 0, 2]);
});

test('a scenario that is stopped gives back what was before, once, and starts anew without its old marks', () => {
  const { clock, seen, director } = rig(TWO_STEPS);
  director.start();
  clock.advance(1_000);
  director.stop();
  director.stop();
  assert.equal(clock.isArmed, false);
  assert.equal(director.status.state, 'stopped');
  assert.deepEqual(seen.slice(-3), ['1000 clear', '1000 step 0', '1000 stopped']);
  director.start();
  assert.deepEqual(director.status.marks, []);
  clock.advance(1_000);
  assert.deepEqual(seen.slice(-1), ['2000 mark one']);
});

test('a ramp tells nothing as it goes, and what does not hold is told once until something holds', () => {
  const { clock, seen, director } = rig(`
steps:
  - { at: 0s, for: 9s, ramp: { setting: SEED, from: 96, to: 104 } }
  - { at: 10s, for: 1s, set: { SEED: 100 } }
`);
  director.start();
  clock.advance(5_000);
  assert.deepEqual(director.status.refused, ['SEED: 101 is too much']);
  clock.advance(4_000);
  assert.deepEqual(director.status.refused, []);
  clock.advance(3_000);
  const told = seen.filter((line) => !/ (?:step|set|clear)/.test(line));
  assert.deepEqual(told, [
    '0 started',
    '4000 refused SEED: 100 is too much',
    '10000 refused SEED: 100 is too much',
    '11000 ended',
  ]);
});

test('another scenario takes the place of one that runs, unless something is wrong with it: then that one goes on', () => {
  const { clock, seen, director } = rig(TWO_STEPS);
  director.start();
  clock.advance(1_000);
  const wrong = `
steps:
  - { at: 0s, for: 5s, ramp: { setting: SEED, from: 200, to: 99 } }
  - { at: 0s, for: 5s, set: { SEED: 101 } }
`;
  assert.deepEqual(director.play(scenarioOf(wrong)), ['at 0: SEED: 101 is too much']);
  assert.equal(director.status.scenario?.name, 'two');
  clock.advance(1_000);
  assert.deepEqual(seen.slice(-1), ['2000 mark two']);
  assert.deepEqual(director.play(scenarioOf('steps: [{ at: 0s, for: 1s, set: { SEED: 7 } }]')), []);
  assert.deepEqual(seen.slice(-6), [
    '2000 clear',
    '2000 step 0',
    '2000 stopped',
    '2000 started',
    '2000 step 1',
    '2000 set 7',
  ]);
});

test('the ends of a ramp are checked before it starts, wherever it is wrong', () => {
  const { director, seen } = rig(null);
  assert.equal(director.start(), false);
  assert.equal(director.status.state, 'none');
  const ramp = (from: number, to: number) =>
    scenarioOf(`steps: [{ at: 1s, for: 4s, ramp: { setting: SEED, from: ${from}, to: ${to} } }]`);
  assert.deepEqual(director.play(ramp(99, 101)), ['at 4s: SEED: 101 is too much']);
  assert.deepEqual(director.play(ramp(100, 1)), ['at 1s: SEED: 100 is too much']);
  assert.deepEqual(seen, []);
  assert.deepEqual(director.play(ramp(1, 99)), []);
});

test('of marks that have passed the last thousand are kept', () => {
  const { clock, director } = rig('repeat: 1000\nsteps: [{ at: 0s, mark: a }, { at: 1s, mark: b }]');
  director.start();
  clock.advance(2_000_000);
  const { marks } = director.status;
  assert.equal(marks.length, MARKS_KEPT_MAX);
  assert.deepEqual([marks.at(-1)?.mark, marks.at(-1)?.atMs], ['b', 1_000_000]);
});
