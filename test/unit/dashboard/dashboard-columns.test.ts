/** The charts while time goes on: figures are counted on, and only what can be told from what is drawn is drawn again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadDashboard } from '../../support/dashboard-module.js';
import { type Row, sampleAt } from '../../support/dashboard-samples.js';

const { ChartColumns, overlapOf } =
  await loadDashboard<typeof import('../../../dist/dashboard/charts/chart-columns.js')>(
    'charts/chart-columns',
  );
const { toMoments, toSeries } =
  await loadDashboard<typeof import('../../../dist/dashboard/charts/chart-data.js')>('charts/chart-data');
const { CHARTS } =
  await loadDashboard<typeof import('../../../dist/dashboard/charts/chart-specs.js')>('charts/chart-specs');
const { isVisible } =
  await loadDashboard<typeof import('../../../dist/dashboard/charts/chart-scene.js')>('charts/chart-scene');
const { cellsOf, joined, tally } =
  await loadDashboard<typeof import('../../../dist/dashboard/strip/strip-cells.js')>('strip/strip-cells');

/** A minute with a break in it, refusals in its first seconds only, and a counter that grows. */
const samples = Array.from({ length: 60 }, (_, second) => {
  const cells: Partial<Row> = {
    active: second % 7,
    slotsMax: 10,
    replies_200: second * second,
    rejected_capacity: Math.min(second, 5),
    replyLatenessP99Seconds: second % 5 === 0 ? Number.NaN : 0.001 * second,
  };
  return sampleAt(second < 30 ? second : second + 20, cells);
});

test('figures that are counted on are those that are worked out anew, row by row, also when old ones leave', () => {
  const charts = CHARTS.map((chart) => ({ chart, columns: new ChartColumns(chart) }));
  for (let end = 1; end <= samples.length; end++) {
    const moments = toMoments(samples.slice(Math.max(0, end - 20), end));
    for (const { chart, columns } of charts)
      assert.deepEqual(
        columns.read(moments).map(({ spec, values }) => [spec, values]),
        toSeries(chart, moments).map(({ spec, values }) => [spec, values]),
        `${chart.id} at ${end}`,
      );
  }
});

test('figures are worked out anew where something else is told of the time that was known', () => {
  const [chart] = CHARTS;
  assert.ok(chart !== undefined);
  const columns = new ChartColumns(chart);
  columns.read(toMoments(samples.slice(0, 10)));
  const others = [
    ...samples.slice(0, 5),
    ...Array.from({ length: 5 }, (_, at) => sampleAt(at + 5, { active: 9 })),
  ];
  const moments = toMoments(others);
  assert.deepEqual(
    columns.read(moments).map(({ values }) => values),
    toSeries(chart, moments).map(({ values }) => values),
  );
});

test('a row that goes on keeps its moment, and what has left is counted', () => {
  const before = toMoments(samples.slice(0, 10));
  assert.deepEqual(overlapOf(before, toMoments(samples.slice(0, 11))), { gone: 0, count: 10 });
  assert.deepEqual(overlapOf(before, toMoments(samples.slice(2, 12))), { gone: 2, count: 8 });
  assert.deepEqual(overlapOf(before, toMoments(samples.slice(20, 30))), { gone: 0, count: 0 });
  assert.deepEqual(overlapOf([], before), { gone: 0, count: 0 });
});

test('a plot is drawn again when its picture moves by a pixel, and not before', () => {
  const scene = (second: number, more = {}) =>
    ({
      times: [0, second * 1_000],
      changes: [],
      revision: 1,
      fromMs: second * 1_000 - 600_000,
      toMs: second * 1_000,
      colors: {},
      formats: {},
      ...more,
    }) as unknown as Parameters<typeof isVisible>[0];
  const shown = scene(600);
  // Ten minutes on 300 pixels: two seconds a pixel.
  assert.deepEqual(
    [601, 602].map((second) => isVisible(shown, scene(second), 300)),
    [false, true],
  );
  assert.equal(isVisible(shown, scene(601), 600), true);
  assert.equal(isVisible(shown, scene(600, { revision: 2 }), 300), true);
  assert.equal(isVisible(shown, scene(600, { changes: [600_000] }), 300), true);
  assert.equal(isVisible(shown, scene(600, { fromMs: 540_000 }), 300), true);
  // A part that stays where it is: what comes behind it cannot be seen, what comes in it can.
  const part = { fromMs: 0, toMs: 300_000 };
  assert.equal(isVisible(scene(600, part), scene(700, part), 300), false);
  assert.equal(isVisible(scene(200, part), scene(201, part), 300), true);
});

test('seconds of one kind are painted as one, and say the same', () => {
  const quiet = Array.from({ length: 30 }, (_, second) => sampleAt(second, { active: second < 10 ? 0 : 1 }));
  const moments = toMoments(quiet);
  const toMs = moments.at(-1)?.atMs ?? 0;
  const cells = cellsOf(moments, { fromMs: toMs - 60_000, toMs });
  const painted = joined(cells);
  assert.deepEqual(
    painted.map(({ second }) => second),
    ['quiet', 'good'],
  );
  assert.deepEqual([painted[0]?.fromMs, painted[1]?.toMs], [cells[0]?.fromMs, cells.at(-1)?.toMs]);
  assert.equal(painted[0]?.toMs, painted[1]?.fromMs);
  assert.deepEqual([tally(cells).quiet, tally(cells).good], [10, 20]);
});
