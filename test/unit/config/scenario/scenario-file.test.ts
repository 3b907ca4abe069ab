/**
 * A scenario is read from YAML and checked as a whole; every mistake comes with its place.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as yaml from 'yaml';
import type { Scenario } from '../../../../dist/behavior/scenario/scenario.js';
import { buildTimeline } from '../../../../dist/behavior/scenario/timeline.js';
import { readScenarioText } from '../../../../dist/config/scenario/scenario-file.js';
import { holdScenarioMistakes, holdScenarioTexts } from '../../../support/fuzz/yaml-files.js';
import { filesBelow, readProjectFile } from '../../../support/source-tree.js';

function scenarioOf(text: string): Scenario {
  const read = readScenarioText(text, yaml);
  return read.ok ? read.scenario : assert.fail(read.problems.join('\n'));
}

function problemsOf(text: string): readonly string[] {
  const read = readScenarioText(text, yaml);
  return read.ok ? assert.fail(text) : read.problems;
}

/** The problems of one step, whose text begins at column 10 of line 1. */
function stepProblems(step: string): readonly string[] {
  return problemsOf(`steps: [ ${step} ]`).map((problem) => problem.replace(/^1:/, ''));
}

test('a step has its time, its settings in either case, its models and its mark', () => {
  const scenario = scenarioOf(`name: outage
repeat: 2
steps:
  - at: 5m
    for: 30s
    set: { FAULTS: '30%:503', response_delay: 2s }
    models: { 'gpt-4*': { response_delay: 5s } }
    mark: outage begins
  - { at: 0, for: 10m, ramp: { setting: load_factor, from: 1, to: 5 } }
  - { at: 1m, for: 1s, down: true }
`);
  assert.deepEqual(scenario, {
    name: 'outage',
    rounds: 2,
    steps: [
      {
        atMs: 300_000,
        forMs: 30_000,
        set: { FAULTS: '30%:503', RESPONSE_DELAY: '2s' },
        models: { 'gpt-4*': { response_delay: '5s' } },
        ramp: null,
        mark: 'outage begins',
      },
      {
        atMs: 0,
        forMs: 600_000,
        set: {},
        models: {},
        ramp: { setting: 'LOAD_FACTOR', form: 'decimal', from: 1, to: 5, rest: '' },
        mark: null,
      },
      { atMs: 60_000, forMs: 1000, set: { FAULTS: '100%:503' }, models: {}, ramp: null, mark: null },
    ],
  });
});

test('a mistake in a step is told with its place', () => {
  for (const [step, ...problems] of [
    ['5', '10: expected a step with the keys at, for, set, models, ramp, down or mark, got "5"'],
    [
      '{}',
      '10: expected set, models, ramp, down or mark in a step',
      "10: expected 'at' with a duration in this step",
    ],
    ['{ at: 1s }', '10: expected set, models, ramp, down or mark in a step'],
    ['{ at: 1s, set: {} }', "10: expected 'for' with a duration in this step"],
    ['{ at: 25h, mark: x }', '16: at: expected a duration from 0 to 24h, got "25h"'],
    ['{ at: 0, for: 0, mark: x }', '24: for: expected a duration from 1ms to 24h, got "0"'],
    ['{ at: [], mark: x }', '16: at: expected a duration from 0 to 24h, got a list'],
    ['{ at: 0, mark: }', '25: mark: expected 1 to 100 characters, got nothing'],
    [
      '{ at: 0, mrak: x, mark: y }',
      '19: unknown key "mrak", expected at, for, set, models, ramp, down or mark',
    ],
    ['{ at: 0, for: 1s, down: yes }', '34: down: expected true or nothing at all, got "yes"'],
    ['{ at: 0, for: 1s, set: 1 }', '33: set: expected a map of settings, got "1"'],
    ['{ at: 0, for: 1s, set: { PORT: 1 } }', '35: PORT: no setting that a scenario can change; see --help'],
    [
      '{ at: 0, for: 1s, set: { MAX_CONCURENT: 1 } }',
      '35: MAX_CONCURENT: no setting that a scenario can change; did you mean MAX_CONCURRENT?',
    ],
    ['{ at: 0, for: 1s, set: { SEED: [] } }', '41: SEED: expected a text or a number, got a list'],
    ['{ at: 0, for: 1s, set: { SEED: 1, seed: 2 } }', '44: SEED: expected once'],
    [
      '{ at: 0, for: 1s, set: { MAX_CONCURRENT: 0 } }',
      '51: MAX_CONCURRENT: expected a whole number of requests from 1 to 1000000, got "0"',
    ],
    [
      '{ at: 0, for: 1s, models: { m: { load_factor: 0 } } }',
      '56: load_factor: expected a number from 1 to 1000, got "0"',
    ],
    ['{ at: 0, for: 1s, ramp: { setting: SEED, from: 1 } }', '34: ramp: expected setting, from and to'],
    [
      '{ at: 0, for: 1s, ramp: { setting: SEED, from: 1, to: x } }',
      '64: SEED: expected a whole number from 0 to 9007199254740991, got "x"',
    ],
    [
      '{ at: 0, for: 1s, ramp: { setting: RESPONSE_DELAY, from: 1s, to: "uniform(1s,2s)" } }',
      '34: ramp: expected two durations such as 1s and 5s, got "1s" and "uniform(1s,2s)"',
    ],
    [
      "{ at: 0, for: 1s, ramp: { setting: FAULTS, from: '0%:503', to: '9%:429' } }",
      '34: ramp: expected two shares of the same, such as 0%:503 and 30%:503, got "0%:503" and "9%:429"',
    ],
  ] as const) {
    assert.deepEqual(stepProblems(step), problems, step);
  }
});

test('settings of which one overrules the other are not in force together, in one step or in two', () => {
  assert.deepEqual(
    stepProblems('{ at: 0, for: 1s, set: { RESPONSE_DELAY: 1s, INTER_TOKEN_LATENCY: 1ms } }'),
    ['10: INTER_TOKEN_LATENCY: expected without RESPONSE_DELAY, which step 1 sets at the same time'],
  );
  const two = (at: string) =>
    `steps:\n- { at: 0, for: 10s, set: { RESPONSE_DELAY: 1s } }\n- { at: ${at}, for: 1s, set: { INTER_TOKEN_LATENCY: 1ms } }\n`;
  assert.deepEqual(problemsOf(two('9s')), [
    '3:3: INTER_TOKEN_LATENCY: expected without RESPONSE_DELAY, which step 1 sets at the same time',
  ]);
  assert.equal(scenarioOf(two('10s')).steps.length, 2);
  const inTurn =
    '{ at: 9s, for: 1s, set: { RESPONSE_DELAY: 1s } }, { at: 0, for: 9s, set: { INTER_TOKEN_LATENCY: 1ms } }';
  assert.equal(scenarioOf(`steps: [${inTurn}]`).steps.length, 2);
});

test('all mistakes are told at once', () => {
  assert.deepEqual(problemsOf('nmae: x\nname: ""\nrepeat: 0\nsteps: []\n'), [
    '1:1: unknown key "nmae", expected name, repeat or steps',
    '2:7: name: expected 1 to 100 characters, got nothing',
    '3:9: repeat: expected a whole number from 1 to 1000, got "0"',
    '4:8: steps: expected a list of 1 to 200 steps, got 0',
  ]);
  assert.deepEqual(problemsOf('x'), [
    '1:1: expected a scenario with the keys name, repeat or steps, got "x"',
  ]);
  assert.deepEqual(problemsOf('name: x'), ['1:1: steps: expected a list of 1 to 200 steps, got nothing']);
});

test('a scenario changes at most a hundred models', () => {
  const text = (count: number) => {
    const rows = Array.from({ length: count }, (_, index) => `m${index}: { load_factor: 2 }`);
    return `steps: [{ at: 0, for: 1s, models: { ${rows.join(', ')} } }]`;
  };
  assert.equal(scenarioOf(text(100)).steps.length, 1);
  assert.deepEqual(problemsOf(text(101)), ['1:1: expected changes of at most 100 models, got 101']);
});

test('a scenario with more moments than a timeline may have is refused before one is made', () => {
  const step = '{ at: 0, for: 10m, ramp: { setting: RESPONSE_DELAY, from: 1s, to: 5s } }';
  assert.deepEqual(problemsOf(`{ repeat: 40, steps: [${step}] }`), [
    '1:1: expected at most 20000 moments at which something changes, got 24121',
  ]);
  assert.equal(scenarioOf(`{ repeat: 30, steps: [${step}] }`).rounds, 30);
});

test('whatever the text, it is a scenario that can be run, or refused with places; nothing is thrown', () =>
  holdScenarioTexts(1_000));

test('each step that has a mistake is told, and no other', () => holdScenarioMistakes(300));

const READY = filesBelow('docs/scenarios');

test('there are three ready scenarios, and each is right', () => {
  assert.deepEqual(READY, [
    'docs/scenarios/provider-outage.yaml',
    'docs/scenarios/rate-limit-squeeze.yaml',
    'docs/scenarios/slow-degradation.yaml',
  ]);
  for (const path of READY) {
    const timeline = buildTimeline(scenarioOf(readProjectFile(path)));
    assert.ok(
      timeline.some(({ changes }) => Object.keys(changes).length > 0),
      path,
    );
    assert.deepEqual(timeline.at(-1)?.changes, {});
  }
});

test('every YAML block of the page about scenarios is a right scenario', () => {
  for (const page of ['docs/scenarios.md', 'docs/scenarios.zh-CN.md']) {
    const blocks = [...readProjectFile(page).matchAll(/```yaml\n(.*?)```/gs)];
    assert.ok(blocks.length >= 1);
    for (const [, text = ''] of blocks) scenarioOf(text);
  }
});
