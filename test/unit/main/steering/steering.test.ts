/** Holds steering to its levels, its rules and its one turn. What a change does to requests: integration/steering.test.ts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ModelTable } from '../../../../dist/behavior/models/model-table.js';
import type { Config } from '../../../../dist/config/config.js';
import { LIVE_SETTINGS } from '../../../../dist/config/read/change-config.js';
import { SETTINGS } from '../../../../dist/config/settings/settings.js';
import { Steering, type SteeringChange } from '../../../../dist/main/steering/steering.js';
import { type Settings, testConfig } from '../../../support/in-process.js';

const CAP_MAX = 500;

function steer(settings: Settings = {}) {
  const applied: { config: Config; models: readonly ModelTable[] }[] = [];
  const changes: SteeringChange[] = [];
  const steering = new Steering({
    config: testConfig({ MAX_CONCURRENT: '10', ...settings }),
    fit: (config) => ({ ...config, slotsMax: Math.min(config.slotsMax, CAP_MAX) }),
    appliers: [(config, models) => applied.push({ config, models })],
  });
  steering.onChange((change) => changes.push(change));
  const shown = (name: string) => steering.inForce.settings.find((one) => one.name === name)?.value;
  return { steering, applied, changes, shown };
}

function problemsOf(steered: ReturnType<Steering['patch']>): readonly string[] {
  assert.equal(steered.ok, false);
  return steered.ok ? [] : steered.problems;
}

test('a change is applied once, is in force from then on, and null takes the value of the start-up back', () => {
  const { steering, applied, changes, shown } = steer({ SEED: '7' });
  const steered = steering.patch({ SEED: '8', max_concurrent: '20' });
  assert.equal(steered.ok && steered.inForce.revision, 1);
  assert.deepEqual(
    applied.map(({ config }) => [config.seed, config.slotsMax]),
    [[8, 20]],
  );
  assert.deepEqual([shown('SEED'), shown('MAX_CONCURRENT')], ['8', '20 requests']);
  assert.deepEqual(changes, [
    {
      revision: 1,
      by: 'control',
      changed: ['MAX_CONCURRENT', 'SEED'],
      values: { MAX_CONCURRENT: '20 requests', SEED: '8' },
    },
  ]);
  steering.patch({ SEED: null });
  assert.deepEqual([shown('SEED'), shown('MAX_CONCURRENT')], ['7', '20 requests']);
});

test('everything that is wrong is told at once, in the words of the start-up, and nothing is applied', () => {
  const { steering, applied } = steer();
  const problems = problemsOf(
    steering.patch(
      { SEED: '-1', RESPONSE_DELAY: 'soon', PORT: '1', SEDE: '2', MAX_CONCURRENT: '900' },
      { 'gpt-*': { response_delay: '1s', colour: 'red' }, x: { output_tokens: 'many' } },
    ),
  );
  assert.equal(problems.length, 6, problems.join('\n'));
  for (const [at, words] of [
    [0, /^PORT: holds from the start of the server to its end; expected MAX_CONCURRENT, QUEUE_SIZE,/],
    [1, /^SEDE: unknown setting; did you mean SEED\?$/],
    [2, /^models: gpt-\*: unknown key "colour", expected one of profile, response_delay/],
    [3, /^models: x: output_tokens: .*many/],
    [4, /^RESPONSE_DELAY: .*soon/],
    [5, /^SEED: expected a whole number from 0/],
  ] as const) {
    assert.match(problems[at] as string, words);
  }
  assert.deepEqual(problemsOf(steering.patch({ MAX_CONCURRENT: '900' })), [
    'MAX_CONCURRENT: expected at most 500, as the limit on open files allows (ulimit -n), got 900',
  ]);
  assert.deepEqual(applied, []);
  assert.equal(steering.inForce.revision, 0);
});

test('one way to say how long an answer takes replaces the other that was said before, but both at once are a mistake', () => {
  const { steering, shown } = steer({ RESPONSE_DELAY_SECONDS: '3' });
  assert.equal(steering.patch({ RESPONSE_DELAY: '2s' }).ok, true);
  assert.deepEqual([shown('RESPONSE_DELAY'), shown('RESPONSE_DELAY_SECONDS')], ['2s', undefined]);
  assert.equal(steering.patch({ INTER_TOKEN_LATENCY: '20ms' }).ok, true);
  assert.equal(shown('RESPONSE_DELAY'), undefined);
  assert.deepEqual(problemsOf(steering.patch({ RESPONSE_DELAY: '1s', INTER_TOKEN_LATENCY: '1ms' })), [
    'INTER_TOKEN_LATENCY: expected without RESPONSE_DELAY, got both',
  ]);
  assert.equal(steering.patch({ INTER_TOKEN_LATENCY: null }).ok, true);
  assert.equal(shown('RESPONSE_DELAY_SECONDS'), '3 seconds');
});

test('no delay is put in force that MAX_DELAY, which stays as it was, would always cut', () => {
  const { steering } = steer();
  assert.deepEqual(problemsOf(steering.patch({ RESPONSE_DELAY: '20m' })), [
    'MAX_DELAY: expected at least the longest response delay, 20m, got "10m"',
  ]);
});

test('a scenario lies over what was changed by hand, and gives it back when it ends', () => {
  const { steering, shown, applied } = steer();
  steering.patch({ RESPONSE_DELAY: '1s', SEED: '1' }, { a: { response_delay: '5s' } });
  assert.equal(steering.layer('scenario', { RESPONSE_DELAY: '9s' }, { a: { load_factor: '3' } }).ok, true);
  assert.deepEqual([shown('RESPONSE_DELAY'), shown('SEED')], ['9s', '1']);
  assert.deepEqual(steering.inForce.models, { a: { response_delay: '5s', load_factor: '3' } });
  steering.patch({ SEED: '2' });
  assert.equal(steering.layer('scenario', { OUTPUT_TOKENS: '4' }).ok, true);
  assert.deepEqual([shown('RESPONSE_DELAY'), shown('OUTPUT_TOKENS')], ['1s', '4']);
  steering.clear('scenario');
  assert.deepEqual([shown('OUTPUT_TOKENS'), shown('SEED')], [undefined, '2']);
  assert.deepEqual(
    applied.at(-1)?.models.map(({ rows }) => rows.map(({ name }) => name)),
    [['a'], []],
  );
});

test('what was said of a model is replaced as a whole, and null takes it back', () => {
  const { steering } = steer();
  steering.patch({}, { a: { response_delay: '5s' }, 'b*': { profile: 'small-hosted' } });
  steering.patch({}, { a: { output_tokens: '4' } });
  assert.deepEqual(steering.inForce.models, { a: { output_tokens: '4' }, 'b*': { profile: 'small-hosted' } });
  steering.patch({}, { a: null });
  assert.deepEqual(Object.keys(steering.inForce.models), ['b*']);
});

test('a model may have any name, and a row is as small as one that people write', () => {
  const { steering } = steer();
  const rows = JSON.parse(
    '{"b":{"output_tokens":1},"2":{"output_tokens":2},"__proto__":{"output_tokens":3}}',
  );
  assert.equal(steering.patch({}, rows).ok, true);
  assert.deepEqual(
    Object.entries(steering.inForce.models).map(([name, row]) => [name, row.output_tokens]),
    [
      ['2', 2],
      ['b', 1],
      ['__proto__', 3],
    ],
  );
  const deep = JSON.parse(`${'['.repeat(5_000)}1${']'.repeat(5_000)}`);
  const keys = Object.fromEntries(Array.from({ length: 6_000 }, (_, at) => [`k${at}`, 1]));
  const problems = problemsOf(steering.patch({}, { a: { output_tokens: deep }, c: keys }));
  assert.match(problems[0] as string, /^models: a: output_tokens: expected a text or a number, got a list$/);
  assert.match(problems[1] as string, /^models: c: expected at most \d+ keys, got 6000$/);
});

test('no more than a hundred models are changed, however many patches it takes', () => {
  const { steering } = steer();
  const rows = (from: number, count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`m${from + at}`, { output_tokens: '1' }]));
  assert.deepEqual(problemsOf(steering.patch({}, rows(0, 101))), [
    'models: expected at most 100 models, got 101',
  ]);
  assert.equal(steering.patch({}, rows(0, 100)).ok, true);
  assert.deepEqual(problemsOf(steering.patch({}, rows(100, 1))), [
    'models: expected at most 100 changed models, got 101',
  ]);
});

test('what may change says the row of its setting, and no secret and no file is among it', () => {
  for (const { env, kind } of SETTINGS) {
    if (LIVE_SETTINGS.includes(env)) assert.equal(['secret', 'file'].includes(kind), false, env);
  }
  assert.equal(LIVE_SETTINGS.includes('RESPONSE_DELAY'), true);
});
