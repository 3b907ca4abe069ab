// Owns: tests of when a goal is met, missed, undecided or not in a run.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeGoals } from '../report/goal-verdicts.js';
import type { Measurement, Results } from '../report/results.js';
import { summarize } from '../report/summary.js';
import { ENGLISH } from '../report/words.js';
import { sampleResults } from './support/sample-results.js';

const sample = sampleResults();

function verdictOf(results: Results, goal: RegExp): { verdict: string; because: string } {
  const found = judgeGoals(summarize(results), ENGLISH).find(({ goal: text }) => goal.test(text));
  assert.ok(found, String(goal));
  return found;
}

function changed(change: (measurement: Measurement) => Measurement): Results {
  return { ...sample, measurements: sample.measurements.map(change) };
}

/** The sample with all figures of ours in a scenario multiplied, but for what was planned and counted. */
function ours(scenario: string, factor: number): Results {
  return changed((measurement) => {
    if (measurement.server !== 'ours' || measurement.scenario !== scenario) return measurement;
    const figures = Object.fromEntries(
      Object.entries(measurement.figures).map(([name, value]) => [
        name,
        (value ?? 0) * (name.startsWith('planned') || name.endsWith('_count') ? 1 : factor),
      ]),
    );
    return { ...measurement, figures };
  });
}

test('the sample meets all goals, each with its figure', () => {
  // The floor and hyper, which goals are set against, are no servers of the sample.
  const verdicts = judgeGoals(summarize(sample), ENGLISH).filter(({ goal }) => !/bare|hyper/.test(goal));
  assert.deepEqual(new Set(verdicts.map(({ verdict }) => verdict)), new Set(['met']));
  assert.match(
    verdicts[0]?.because ?? '',
    /^Ours 2\.97× better \(2\.90× to 3\.12× round by round\): 80,583 against/,
  );
});

test('a ratio below the goal is missed, and the figure says by how much', () => {
  const { verdict, because } = verdictOf(ours('throughput', 0.7), /2\.2 × node:http/);
  assert.equal(verdict, 'missed');
  assert.match(because, /^Ours 2\.0\d× better/);
  assert.match(verdictOf(ours('throughput', 0.3), /2\.2 × node:http/).because, /^Ours 1\.1\d× worse/);
});

test('bytes per held request are judged at the largest step that both have figures of', () => {
  assert.match(verdictOf(sample, /1\/6/).because, /“19,000 held”/);
  const broken = changed((measurement) =>
    measurement.server === 'node-http' && measurement.step === 'held-19000'
      ? { ...measurement, outcome: 'error', reason: 'out of memory', figures: {} }
      : measurement,
  );
  assert.match(verdictOf(broken, /1\/6/).because, /“10,000 held”/);
});

test('a goal is missed where a round of ours broke or lost requests in that step', () => {
  const broken = changed((measurement) =>
    measurement.server === 'ours' && measurement.step === 'keep-alive-64' && measurement.round === 2
      ? { ...measurement, outcome: 'error', reason: 'status 500', figures: {} }
      : measurement,
  );
  assert.deepEqual(
    [verdictOf(broken, /node:http$/).verdict, verdictOf(broken, /node:http$/).because],
    ['missed', 'Ours failed in 1 of 5 rounds.'],
  );
  const lossy = changed((measurement) =>
    measurement.server === 'ours' && measurement.step === 'held-19000'
      ? { ...measurement, figures: { ...measurement.figures, lost_count: 4 } }
      : measurement,
  );
  assert.match(verdictOf(lossy, /1\/6/).because, /^Ours lost 4 requests/);
});

test('the cap is missed for one request too many in one round', () => {
  const loose = changed((measurement) =>
    measurement.server === 'ours' && measurement.scenario === 'cap' && measurement.round === 5
      ? { ...measurement, figures: { ...measurement.figures, beyond_cap_count: 1 } }
      : measurement,
  );
  assert.equal(verdictOf(loose, /cap is exact/).verdict, 'missed');
});

test('the cap names who else is exact, who is not, and who has no figures', () => {
  assert.equal(
    verdictOf(sample, /cap is exact/).because,
    'Exact as well: node:http, Fastify, Express, Hono; not exact: Koa; no figures: aimock, mock-llm.',
  );
});

test('streaming is undecided where the heaviest step let others keep up', () => {
  const light = sample.measurements.filter(
    ({ scenario, step }) => scenario !== 'streaming' || step === 'streams-250',
  );
  const { verdict, because } = verdictOf({ ...sample, measurements: light }, /^Streaming/);
  assert.deepEqual(
    [verdict, because],
    ['undecided', 'The heaviest step was too light: others kept up with it as well.'],
  );
});

test('streaming is missed where another server reaches as many events', () => {
  assert.equal(verdictOf(ours('streaming', 0.2), /Streaming/).verdict, 'missed');
});

test('goals whose scenario, step or server was not in the run say so', () => {
  const few: Results = {
    ...sample,
    servers: sample.servers.filter(({ name }) => name !== 'aimock'),
    scenarios: sample.scenarios.filter(({ name }) => name === 'throughput'),
    measurements: sample.measurements.filter(
      ({ scenario, server }) => scenario === 'throughput' && server !== 'aimock',
    ),
  };
  assert.deepEqual(verdictOf(few, /aimock/), {
    goal: 'Answers/s on 64 keep-alive connections: at least 12 × aimock',
    verdict: 'not in this run',
    because: 'The server aimock was not in this run.',
  });
  for (const goal of [/1\/6/, /cap is exact/, /Streaming/]) {
    assert.equal(verdictOf(few, goal).verdict, 'not in this run');
  }
});

test('what further threads cost is judged where there are cores for them', () => {
  const oneThread = (factor: number): Results => ({
    ...sample,
    limits: { ...sample.limits, cores_count: 2 },
    servers: [...sample.servers, { name: 'ours-one-thread', title: 'one', version: '1', command: ['node'] }],
    measurements: [
      ...sample.measurements,
      ...ours('density', factor)
        .measurements.filter(({ server }) => server === 'ours')
        .map((measurement) => ({ ...measurement, server: 'ours-one-thread' })),
    ],
  });
  const goal = /held request, a thread for each core: at most 1\.1 ×/;
  assert.equal(verdictOf(oneThread(0.95), goal).verdict, 'met');
  assert.equal(verdictOf(oneThread(0.85), goal).verdict, 'missed');
  const goals = judgeGoals(summarize(sample), ENGLISH).map(({ goal: text }) => text);
  assert.deepEqual(
    goals.filter((text) => text.includes('thread')),
    [],
  );
});

test('a goal is undecided where the other server has no figures', () => {
  const broken = changed((measurement) =>
    measurement.server === 'fastify'
      ? { ...measurement, outcome: 'error', reason: 'x', figures: {} }
      : measurement,
  );
  assert.equal(verdictOf(broken, /Fastify/).verdict, 'undecided');
});
