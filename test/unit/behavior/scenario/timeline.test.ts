/**
 * The timeline of a scenario says at each of its moments all that is in force, and at its end nothing.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { rampText } from '../../../../dist/behavior/scenario/ramp.js';
import type { Scenario, ScenarioStep } from '../../../../dist/behavior/scenario/scenario.js';
import { buildTimeline, countMoments, roundMs } from '../../../../dist/behavior/scenario/timeline.js';

const IDLE: ScenarioStep = { atMs: 0, forMs: 0, set: {}, models: {}, ramp: null, mark: null };

function scenarioOf(steps: readonly Partial<ScenarioStep>[], rounds = 1): Scenario {
  return { name: 'test', rounds, steps: steps.map((step) => ({ ...IDLE, ...step })) };
}

/** `at changes mark` of each entry, models left out. */
function shown(scenario: Scenario): readonly string[] {
  return buildTimeline(scenario).map(
    ({ atMs, changes, mark }) => `${atMs} ${JSON.stringify(changes)}${mark === null ? '' : ` ${mark}`}`,
  );
}

test('a step is in force from its start until it is over, and the end takes everything back', () => {
  assert.deepEqual(shown(scenarioOf([{ atMs: 5, forMs: 3, set: { A: '1' }, mark: 'begins' }])), [
    '5 {"A":"1"} begins',
    '8 {}',
  ]);
});

test('where steps overlap, the later one in the file counts, and each gives back what it changed', () => {
  const steps = [
    { atMs: 0, forMs: 100, set: { A: '1', B: '1' } },
    { atMs: 50, forMs: 100, set: { A: '2' } },
    { atMs: 60, forMs: 20, set: { B: '3' } },
  ];
  assert.deepEqual(shown(scenarioOf(steps)), [
    '0 {"A":"1","B":"1"}',
    '50 {"A":"2","B":"1"}',
    '60 {"A":"2","B":"3"}',
    '80 {"A":"2","B":"1"}',
    '100 {"A":"2"}',
    '150 {}',
  ]);
});

test('rows of models follow the same rule, by the name of the model', () => {
  const timeline = buildTimeline(
    scenarioOf([
      { atMs: 0, forMs: 10, models: { m: { load_factor: '2' }, n: { load_factor: '2' } } },
      { atMs: 5, forMs: 10, models: { m: { response_delay: '1s' } } },
    ]),
  );
  assert.deepEqual(
    timeline.map(({ atMs, models }) => [atMs, models]),
    [
      [0, { m: { load_factor: '2' }, n: { load_factor: '2' } }],
      [5, { m: { response_delay: '1s' }, n: { load_factor: '2' } }],
      [10, { m: { response_delay: '1s' } }],
      [15, {}],
    ],
  );
});

test('a ramp moves once a second, its first second is its start and its last its end', () => {
  const ramp = { setting: 'A', form: 'duration', from: 1000, to: 5000, rest: '' } as const;
  assert.deepEqual(shown(scenarioOf([{ atMs: 500, forMs: 5000, ramp }])), [
    '500 {"A":"1s"}',
    '1500 {"A":"2s"}',
    '2500 {"A":"3s"}',
    '3500 {"A":"4s"}',
    '4500 {"A":"5s"}',
    '5500 {}',
  ]);
});

test('a ramp of more than ten minutes has six hundred parts, and one of less than a second is its end', () => {
  const ramp = { setting: 'A', form: 'whole', from: 0, to: 599_000, rest: '' } as const;
  const long = buildTimeline(scenarioOf([{ forMs: 24 * 3_600_000, ramp }]));
  assert.equal(long.length, 601);
  assert.deepEqual([long[1]?.atMs, long[1]?.changes], [144_000, { A: '1000' }]);
  assert.deepEqual(shown(scenarioOf([{ forMs: 999, ramp }])), ['0 {"A":"599000"}', '999 {}']);
});

test('rounds follow each other without a gap, and marks come again', () => {
  const steps = [
    { atMs: 10, forMs: 10, set: { A: '1' }, mark: 'on' },
    { atMs: 30, mark: 'end of the round' },
  ];
  assert.deepEqual(shown(scenarioOf(steps, 2)), [
    '10 {"A":"1"} on',
    '20 {}',
    '30 {} end of the round',
    '40 {"A":"1"} on',
    '50 {}',
    '60 {} end of the round',
    '60 {}',
  ]);
});

test('marks of the same moment are told together', () => {
  assert.deepEqual(shown(scenarioOf([{ mark: 'a' }, { mark: 'b' }])), ['0 {} a; b', '0 {}']);
});

test('a step that goes on from one round into the next is no change', () => {
  assert.deepEqual(shown(scenarioOf([{ forMs: 10, set: { A: '1' } }], 3)), ['0 {"A":"1"}', '30 {}']);
});

const step: fc.Arbitrary<ScenarioStep> = fc.record({
  atMs: fc.integer({ min: 0, max: 20_000 }),
  forMs: fc.integer({ min: 0, max: 20_000 }),
  set: fc.dictionary(fc.constantFrom('A', 'B', 'C'), fc.constantFrom('1', '2', '3')),
  models: fc.dictionary(fc.constantFrom('m', 'n'), fc.constantFrom({ k: '1' }, { k: '2' })),
  ramp: fc.option(
    fc.record({
      setting: fc.constantFrom('A', 'D'),
      form: fc.constant('whole' as const),
      from: fc.nat(9),
      to: fc.nat(9),
      rest: fc.constant(''),
    }),
  ),
  mark: fc.option(fc.constantFrom('x', 'y')),
});

test('whatever the steps: at any time what the last entry says is what the steps say', () => {
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 3 }),
      fc.nat(60_000),
      (steps, rounds, timeMs) => {
        const scenario = { name: '', rounds, steps };
        const timeline = buildTimeline(scenario);
        const lengthMs = roundMs(scenario);
        assert.ok(timeline.length <= countMoments(scenario));
        assert.deepEqual(timeline.at(-1), { atMs: lengthMs * rounds, changes: {}, models: {}, mark: null });
        for (const [index, { atMs }] of timeline.entries())
          assert.ok(atMs >= (timeline[index - 1]?.atMs ?? 0));
        const marks = timeline.flatMap(({ mark }) => mark?.split('; ') ?? []);
        assert.equal(marks.length, rounds * steps.filter(({ mark }) => mark !== null).length);

        const entry = timeline.findLast(({ atMs }) => atMs <= timeMs);
        const inRoundMs = timeMs >= lengthMs * rounds ? Number.POSITIVE_INFINITY : timeMs % lengthMs;
        const changes: Record<string, string> = {};
        const models: Record<string, object> = {};
        for (const { atMs, forMs, set, models: rows, ramp } of steps) {
          if (inRoundMs < atMs || inRoundMs >= atMs + forMs) continue;
          Object.assign(changes, set);
          Object.assign(models, rows);
          const seconds = Math.ceil(forMs / 1000);
          const share = seconds === 1 ? 1 : Math.floor((inRoundMs - atMs) / 1000) / (seconds - 1);
          if (ramp !== null) changes[ramp.setting] = rampText(ramp, share);
        }
        assert.deepEqual(entry?.changes ?? {}, changes);
        assert.deepEqual(entry?.models ?? {}, models);
      },
    ),
    { numRuns: 1000 },
  );
});
