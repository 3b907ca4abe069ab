import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoadResult } from '../load/load.js';
import { assertClean, assertNeverEarly, generatorWarnings, lateness } from '../run/step-result.js';

const clean: LoadResult = {
  sent: 100,
  answered: 100,
  refused: 0,
  wrong: 0,
  connectErrors: 0,
  readErrors: 0,
  timeouts: 0,
  elapsedMs: 1_000,
  answeredLatency: { minMs: 50, p50Ms: 60, p99Ms: 70, maxMs: 80 },
  refusedLatency: null,
  cpuShare: 0.5,
};
const strict = { lostAllowed: false, refusedAllowed: false };

test('a run without a flaw is a number', () => {
  assertClean(clean, strict);
});

test('every flaw makes it an error that names and counts it', () => {
  const cases: readonly (readonly [Partial<LoadResult>, RegExp])[] = [
    [{ wrong: 2 }, /of 100 requests: 2 wrong answers/],
    [{ refused: 3 }, /3 refusals with 503/],
    [{ connectErrors: 4 }, /4 connections that failed/],
    [{ readErrors: 5 }, /5 connections that broke off/],
    [{ timeouts: 6 }, /6 answers that did not come in time/],
    [{ answered: 99 }, /1 answers that did not come at all/],
    [{ sent: 0, answered: 0 }, /none of 0 requests was answered/],
    [
      { answered: 98, wrong: 1, timeouts: 1 },
      /1 wrong answers \(status or body\), 1 answers that did not come in time/,
    ],
  ];
  for (const [flaw, message] of cases)
    assert.throws(() => assertClean({ ...clean, ...flaw }, strict), message);
});

test('where lost requests are counted they are no error, but wrong answers still are', () => {
  const counting = { lostAllowed: true, refusedAllowed: false };
  assertClean({ ...clean, answered: 90, readErrors: 5, timeouts: 5 }, counting);
  assert.throws(() => assertClean({ ...clean, wrong: 1 }, counting));
  assert.throws(() => assertClean({ ...clean, refused: 1 }, counting));
});

test('refusals are allowed only where they are measured', () => {
  assertClean({ ...clean, answered: 60, refused: 40 }, { lostAllowed: false, refusedAllowed: true });
});

test('an answer ahead of its time is an error, but for what the clock rounds', () => {
  assertNeverEarly(clean, 50.5);
  assert.throws(() => assertNeverEarly(clean, 52), /came after 50\.0 ms and was due after 52 ms/);
});

test('lateness is what the latency has beyond the plan, and never negative', () => {
  assert.deepEqual(lateness(clean, 60), { lateness_p50_ms: 0, lateness_p99_ms: 10, lateness_max_ms: 20 });
  assert.deepEqual(lateness({ ...clean, answeredLatency: null }, 60), {});
});

test('a load generator whose core is full is named', () => {
  assert.deepEqual(generatorWarnings(clean), []);
  assert.match(generatorWarnings({ ...clean, cpuShare: 0.97 })[0] ?? '', /used 97 % of its core/);
});
