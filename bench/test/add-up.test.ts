// Owns: tests of a run that is measured bit by bit.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markdownReport } from '../report/markdown.js';
import type { Piece, Results } from '../report/results.js';
import { runWarnings } from '../report/run-warnings.js';
import { summarize } from '../report/summary.js';
import { ENGLISH } from '../report/words.js';
import { validated } from '../report/write-report.js';
import { addedUp, lastRoundOf, whyNotAdded, withoutScenarios } from '../run/add-up.js';
import { sampleResults } from './support/sample-results.js';

const sample = sampleResults();
const ORDER = {
  scenarios: sample.scenarios.map(({ name }) => name),
  servers: sample.servers.map(({ name }) => name),
};

/** A piece of the sample: some of its scenarios, with some of its rounds. */
function piece(scenarios: readonly string[], rounds: readonly number[], more: Partial<Piece> = {}): Results {
  const conditions: Piece = {
    started_at: '2026-02-03T10:12:00Z',
    finished_at: '2026-02-03T10:32:00Z',
    command: `npm run bench -- --scenario ${scenarios.join(',')} --append --output bench/results`,
    commit: sample.product.commit,
    modified: false,
    scenarios: [...scenarios],
    servers: ORDER.servers,
    rounds_count: rounds.length,
    load_average: 0.12,
    others_cpu_share: 0.01,
    steal_share: 0,
    ...more,
  };
  return {
    ...sample,
    rounds_count: rounds.length,
    warnings: [],
    scenarios: sample.scenarios.filter(({ name }) => scenarios.includes(name)),
    pieces: [conditions],
    measurements: sample.measurements.filter(
      ({ scenario, round }) => scenarios.includes(scenario) && rounds.includes(round),
    ),
  };
}

test('pieces add up to the run that one call would have measured', () => {
  const pieces = [
    piece(['startup'], [1, 2]),
    piece(['cap', 'throughput'], [1, 2, 3, 4, 5]),
    piece(['startup'], [3, 4, 5]),
  ] as const;
  const [first, ...others] = pieces;
  const whole = validated(others.reduce((run, next) => addedUp(run, next, ORDER), first));
  assert.deepEqual(
    whole.scenarios.map(({ name }) => name),
    ['throughput', 'cap', 'startup'],
  );
  assert.equal(whole.rounds_count, 5);
  assert.equal(whole.pieces?.length, 3);
  const summary = summarize(whole);
  for (const name of ['throughput', 'cap', 'startup'] as const) {
    const [step] = summary.scenario(name)?.steps ?? [];
    const cells = [summary, summarize(sample)].map((of) => of.cell(name, step?.name ?? '', 'koa'));
    assert.deepEqual(cells[0]?.figures, cells[1]?.figures);
    assert.equal(cells[0]?.roundsPlanned, 5);
  }
});

test('the rounds of a piece go on where those of its scenario end', () => {
  const run = piece(['startup'], [1, 2]);
  assert.deepEqual(
    [lastRoundOf(run, 'startup'), lastRoundOf(run, 'cap'), lastRoundOf(null, 'cap')],
    [2, 0, 0],
  );
});

test('a scenario that is measured anew leaves nothing of what it was', () => {
  const run = addedUp(piece(['startup', 'cap'], [1]), piece(['cap'], [2]), ORDER);
  const rest = withoutScenarios(run, ['cap']);
  assert.deepEqual(
    [rest.scenarios.map(({ name }) => name), rest.pieces?.map(({ scenarios }) => scenarios)],
    [['startup'], [['startup']]],
  );
  assert.equal(
    rest.measurements.every(({ scenario }) => scenario === 'startup'),
    true,
  );
});

test('what was measured under other conditions is not added, and every difference is named', () => {
  const run = piece(['startup'], [1]);
  assert.equal(whyNotAdded(run, piece(['cap'], [1])), null);
  const other = piece(['cap'], [1]);
  const why = whyNotAdded(run, {
    ...other,
    profile: '2c2g',
    limits: { ...other.limits, kind: 'docker' },
    servers: other.servers.map((server) =>
      server.name === 'koa' ? { ...server, version: '9.9.9' } : server,
    ),
  });
  assert.equal(why, 'profile: 1c1g, now 2c2g; limits: cgroup-v1, now docker; Koa: 1.2.3, now 9.9.9');
});

test('the report says when each piece was measured, under which conditions, and where they are of several builds', () => {
  const late = piece(['cap'], [1], {
    started_at: '2026-02-04T08:00:00Z',
    commit: 'fedcba9876',
    load_average: 0.4,
  });
  const run = addedUp(piece(['startup'], [1]), late, ORDER);
  const report = markdownReport(run);
  assert.match(report, /2026-02-04 08:00 UTC, .* 1 round of cap at commit fedcba9: .* load average was 0\.4/);
  assert.deepEqual(runWarnings(run, ENGLISH.report), [
    'its pieces were measured at several commits: 0123456, fedcba9',
  ]);
  assert.deepEqual(runWarnings(piece(['startup'], [1]), ENGLISH.report), []);
});

test('commits between which nothing that is measured has changed are one build, but what a changed tree holds is unknown', () => {
  const warned = (rest: Partial<Piece>): readonly string[] => {
    const late = piece(['cap'], [1], { commit: 'fedcba9876', source: 'aaaa', ...rest });
    return runWarnings(addedUp(piece(['startup'], [1], { source: 'aaaa' }), late, ORDER), ENGLISH.report);
  };
  assert.deepEqual(warned({}), []);
  assert.deepEqual(warned({ source: 'bbbb' }), [
    'its pieces were measured at several commits: 0123456, fedcba9',
  ]);
  assert.match(warned({ modified: true }).join(), /several commits: 0123456, fedcba9/);
});

test('measurements that others disturbed are counted for the whole run', () => {
  const run = piece(['startup'], [1]);
  const measurements = run.measurements.map((measurement) =>
    measurement.server === 'koa'
      ? {
          ...measurement,
          figures: { ...measurement.figures, others_cpu_share: 0.42, steal_share: 0.01 },
          warnings: ['the machine was busy: other processes used 42 % of a core (most of it cargo)'],
        }
      : measurement,
  );
  assert.match(
    runWarnings({ ...run, measurements }, ENGLISH.report).join(),
    /^the machine was busy in 1 of 8 measurements: other processes used up to 42 % of a core/,
  );
});
