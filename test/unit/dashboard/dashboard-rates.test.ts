import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadDashboard } from '../../support/dashboard-module.js';
import { STARTED_AT_MS, sampleAt, samplesUpTo } from '../../support/dashboard-samples.js';

const { perSecond } =
  await loadDashboard<typeof import('../../../dist/dashboard/data/rates.js')>('data/rates');
const { toMoments, toSeries } =
  await loadDashboard<typeof import('../../../dist/dashboard/charts/chart-data.js')>('charts/chart-data');
const { CHARTS } =
  await loadDashboard<typeof import('../../../dist/dashboard/charts/chart-specs.js')>('charts/chart-specs');

const chart = (id: string) => CHARTS.find((spec) => spec.id === id) ?? assert.fail(id);
const OTHER = STARTED_AT_MS - 5_000;

test('a rate is the growth over the time between the rows', () => {
  const before = sampleAt(1, { replies_200: 10 });
  assert.equal(perSecond(before, sampleAt(2, { replies_200: 25 }), 'replies_200'), 15);
  assert.equal(perSecond(before, sampleAt(3, { replies_200: 25 }), 'replies_200'), 7.5);
  assert.equal(perSecond(before, sampleAt(3, { replies_200: 10 }), 'replies_200'), 0);
});

test('there is no rate without a row before, over a gap, over a restart, and of a counter that fell', () => {
  const now = sampleAt(10, { replies_200: 25 });
  assert.equal(perSecond(undefined, now, 'replies_200'), Number.NaN);
  assert.equal(perSecond(sampleAt(7.5), now, 'replies_200'), 10);
  assert.equal(perSecond(sampleAt(7.499), now, 'replies_200'), Number.NaN);
  assert.equal(perSecond(sampleAt(9, {}, OTHER), now, 'replies_200'), Number.NaN);
  assert.equal(perSecond(sampleAt(9, { replies_200: 26 }), now, 'replies_200'), Number.NaN);
  assert.equal(perSecond(sampleAt(9, { replies_200: Number.NaN }), now, 'replies_200'), Number.NaN);
});

test('lines break at a gap and at a restart, and not elsewhere', () => {
  const samples = [sampleAt(1, {}, OTHER), sampleAt(2, {}, OTHER), sampleAt(3), sampleAt(4), sampleAt(8)];
  const moments = toMoments(samples);
  assert.deepEqual(
    moments.map(({ atMs, sample }) => [(atMs - STARTED_AT_MS) / 1_000, sample !== null]),
    [
      [1, true],
      [2, true],
      [2.5, false],
      [3, true],
      [4, true],
      [6, false],
      [8, true],
    ],
  );
  const [active] = toSeries(chart('inFlight'), moments);
  assert.deepEqual(active?.values, [0, 0, null, 0, 0, null, 0]);
});

test('NaN is a gap in its line alone', () => {
  const samples = samplesUpTo(2, (second) =>
    second === 1 ? {} : { replyLatenessP50Seconds: 0.001, replyLatenessP99Seconds: 0.002 },
  );
  const shown = toSeries(chart('lateness'), toMoments(samples));
  assert.deepEqual(
    shown.map(({ spec, values }) => [spec.name, values]),
    [
      ['series.answersP50', [0.001, null, 0.001]],
      ['series.answersP99', [0.002, null, 0.002]],
    ],
  );
});

test('of statuses and reasons those are shown that occurred', () => {
  const samples = samplesUpTo(3, (second) => ({
    replies_200: second * 4,
    replies_503: second > 1 ? 2 : 0,
    replies_404: 9,
    rejected_capacity: second > 1 ? 2 : 0,
  }));
  const moments = toMoments(samples);
  assert.deepEqual(
    toSeries(chart('answers'), moments).map(({ spec, values }) => [spec.name, values]),
    [
      [200, [null, 4, 4, 4]],
      [503, [null, 0, 2, 0]],
    ],
  );
  assert.deepEqual(
    toSeries(chart('refused'), moments).map(({ spec }) => spec.name),
    ['reason.capacity'],
  );
});

test('a server at rest has charts without a line, and is told so in words', () => {
  const moments = toMoments(samplesUpTo(5));
  const empty = CHARTS.filter((spec) => toSeries(spec, moments).length === 0).map(({ id }) => id);
  assert.deepEqual(empty, ['answers', 'refused', 'lateness', 'firstToken', 'streams', 'output', 'left']);
});

test('without a row every chart is empty but for what does not hang on rows', () => {
  for (const spec of CHARTS) assert.deepEqual(toSeries(spec, []), [], spec.id);
});

test('lines of one chart differ in colour or dash', () => {
  for (const { id, series } of CHARTS) {
    const looks = series.filter(({ isHidden }) => !isHidden).map(({ color, dash }) => `${color} ${dash}`);
    assert.equal(new Set(looks).size, looks.length, `${id}: ${looks.join(', ')}`);
  }
});
