// Owns: tests of what the rounds of a cell say together.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Measurement, Results } from '../report/results.js';
import { advantageOf, summarize } from '../report/summary.js';
import { sampleResults } from './support/sample-results.js';

type Outcome = Measurement['outcome'];

/** The sample with other measurements: throughput on 64 connections alone. */
function withRounds(
  rounds: readonly (readonly [server: string, outcome: Outcome, answers: number])[],
): Results {
  const counts = new Map<string, number>();
  const measurements = rounds.map(([server, outcome, answers], place): Measurement => {
    const round = (counts.get(server) ?? 0) + 1;
    counts.set(server, round);
    return {
      scenario: 'throughput',
      step: 'keep-alive-64',
      server,
      round,
      place: place + 1,
      outcome,
      reason: outcome === 'measured' ? null : 'why',
      figures: { answers_per_second: answers },
      warnings: [],
    };
  });
  return { ...sampleResults(), measurements };
}

function cellOf(results: Results, server: string) {
  const cell = summarize(results).cell('throughput', 'keep-alive-64', server);
  assert.ok(cell);
  return cell;
}

test('a cell has the median, the least and the most of its rounds', () => {
  const results = withRounds([
    ['koa', 'measured', 30],
    ['koa', 'measured', 10],
    ['koa', 'measured', 20],
  ]);
  assert.deepEqual(cellOf(results, 'koa').figures.get('answers_per_second'), {
    median: 20,
    min: 10,
    max: 30,
  });
});

test('the advantage is worked out within each round and its median is taken', () => {
  const results = withRounds([
    ['ours', 'measured', 100],
    ['koa', 'measured', 50],
    ['ours', 'measured', 300],
    ['koa', 'measured', 60],
    ['ours', 'measured', 90],
    ['koa', 'measured', 30],
  ]);
  // Of the medians it would be 100 / 50.
  assert.deepEqual(cellOf(results, 'koa').advantages.get('answers_per_second'), {
    median: 3,
    min: 2,
    max: 5,
  });
});

test('ours has no advantage over itself', () => {
  assert.equal(cellOf(withRounds([['ours', 'measured', 100]]), 'ours').advantages.size, 0);
});

test('a round that broke gives no figure, and takes its round out of the comparison', () => {
  const results = withRounds([
    ['ours', 'measured', 100],
    ['koa', 'measured', 50],
    ['ours', 'measured', 100],
    ['koa', 'error', 1],
    ['ours', 'error', 1],
    ['koa', 'measured', 20],
    ['ours', 'measured', 100],
    ['koa', 'measured', 40],
  ]);
  const cell = cellOf(results, 'koa');
  assert.deepEqual(cell.figures.get('answers_per_second'), { median: 40, min: 20, max: 50 });
  assert.deepEqual(cell.advantages.get('answers_per_second'), { median: 2.25, min: 2, max: 2.5 });
  assert.equal(cell.errors.length, 1);
});

test('a server that broke in half of its rounds has no figures', () => {
  const results = withRounds([
    ['koa', 'measured', 50],
    ['koa', 'error', 1],
  ]);
  assert.equal(cellOf(results, 'koa').figures.size, 0);
  assert.equal(cellOf(results, 'koa').errors.length, 1);
});

test('an advantage above 1 always means that ours is better', () => {
  assert.equal(advantageOf('answers_per_second', 200, 100), 2);
  assert.equal(advantageOf('bytes_per_held_request', 100, 200), 2);
});

test('counts, shares and values that are not above zero are not compared', () => {
  assert.equal(advantageOf('lost_count', 1, 2), null);
  assert.equal(advantageOf('server_cpu_share', 0.5, 1), null);
  assert.equal(advantageOf('bytes_per_held_request', -4, 200), null);
  assert.equal(advantageOf('lateness_p99_ms', 0, 2), null);
});

/** The sample with one round of `held-1500`, ours and one other, with these figures. */
function oneRound(
  ours: Measurement['figures'],
  theirs: Measurement['figures'],
  work: 'same' | 'floor' = 'same',
) {
  const sample = sampleResults();
  const measurement = (server: string, figures: Measurement['figures']): Measurement => ({
    ...{ scenario: 'density', step: 'held-1500', server, round: 1, place: 1 },
    ...{ outcome: 'measured', reason: null, figures, warnings: [] },
  });
  const results: Results = {
    ...sample,
    servers: sample.servers.map((server) => ({ ...server, work: server.name === 'koa' ? work : 'same' })),
    measurements: [measurement('ours', ours), measurement('koa', theirs)],
  };
  const cell = summarize(results).cell('density', 'held-1500', 'koa');
  assert.ok(cell);
  return cell;
}

test('a ratio is only between equal work: as many requests, the same cap, as little lost', () => {
  const figures = { lateness_p99_ms: 10, requests_count: 1_500, lost_count: 0, cap_count: 2_000 };
  assert.equal(oneRound(figures, figures).advantages.get('lateness_p99_ms')?.median, 1);
  for (const other of [{ requests_count: 1_400 }, { lost_count: 3 }, { cap_count: 1_000 }]) {
    const cell = oneRound(figures, { ...figures, ...other });
    assert.deepEqual([cell.advantages.size, cell.isComparable('lateness_p99_ms')], [0, false]);
  }
});

test('who plans two events in a hundred fewer does equal work, and who plans half as many does not', () => {
  const figures = { events_per_second: 100, planned_events_per_second: 153 };
  const about = (planned: number) => ({ ...figures, planned_events_per_second: planned });
  assert.equal(oneRound(figures, about(151)).advantages.size, 1);
  assert.equal(oneRound(figures, about(76)).advantages.size, 0);
});

test('nothing is set against the floor but connects, which are equal work for all', () => {
  const figures = { lateness_p99_ms: 10, connect_p99_ms: 4 };
  assert.deepEqual([...oneRound(figures, figures, 'floor').advantages.keys()], ['connect_p99_ms']);
});

test('ours is the first of the servers, wherever it was in the run', () => {
  const sample = sampleResults();
  const results = { ...sample, servers: sample.servers.toReversed() };
  assert.deepEqual(
    summarize(results).servers.map(({ name }) => name),
    ['ours', 'mock-llm', 'aimock', 'koa', 'hono', 'express', 'fastify', 'node-http'],
  );
});
