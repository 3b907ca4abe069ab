/** The strip above the charts: what a second was, which cells there are, and that they are told apart without colours. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadDashboard } from '../../support/dashboard-module.js';
import { type Row, STARTED_AT_MS, sampleAt } from '../../support/dashboard-samples.js';
import { readProjectFile } from '../../support/source-tree.js';

const { SECONDS, secondOf } =
  await loadDashboard<typeof import('../../../dist/dashboard/judge/second.js')>('judge/second');
const { cellsOf, LOOKS, tally } =
  await loadDashboard<typeof import('../../../dist/dashboard/strip/strip-cells.js')>('strip/strip-cells');
const { toMoments } =
  await loadDashboard<typeof import('../../../dist/dashboard/charts/chart-data.js')>('charts/chart-data');

const after = (cells: Partial<Row>, before: Partial<Row> = {}) =>
  secondOf(sampleAt(1, cells), sampleAt(0, before));

test('a second in which nothing was asked is quiet, however the loop was held up', () => {
  assert.equal(after({}), 'quiet');
  assert.equal(after({ eventLoopLagSeconds: 3 }), 'quiet');
  assert.equal(after({ replies_200: 7 }, { replies_200: 7 }), 'quiet');
});

test('a second is what was worst in it: late, then refused, then a fault on purpose, then on time', () => {
  const good = { active: 1, replies_200: 5, replyLatenessP99Seconds: 0.01 };
  const faults = { ...good, injectedFaults: 1 };
  const refusing = { ...faults, rejected_capacity: 1, replies_503: 1 };
  assert.equal(after(good), 'good');
  assert.equal(after(faults), 'faults');
  assert.equal(after(refusing), 'refusing');
  assert.equal(after({ ...refusing, tokenLatenessP99Seconds: 0.011 }), 'slow');
  assert.equal(after({ active: 1, eventLoopLagSeconds: 0.026 }), 'slow');
  assert.equal(after({ active: 1, eventLoopLagSeconds: 0.025 }), 'good');
});

test('there is a cell for each row, and one for all of the time of which nothing is known', () => {
  const busy = { active: 1 };
  const samples = [0, 1, 2, 9, 10].map((second) => sampleAt(second, busy));
  const range = { fromMs: STARTED_AT_MS - 5_000, toMs: STARTED_AT_MS + 15_000 };
  const cells = cellsOf(toMoments(samples), range);
  const seconds = cells.map(({ fromMs, toMs, second }) => [
    (fromMs - STARTED_AT_MS) / 1_000,
    (toMs - STARTED_AT_MS) / 1_000,
    second,
  ]);
  assert.deepEqual(seconds, [
    [-1, 0, 'good'],
    [0, 1, 'good'],
    [1, 2, 'good'],
    [2, 8, 'gone'],
    [8, 9, 'good'],
    [9, 10, 'good'],
    [10, 15, 'gone'],
  ]);
  assert.deepEqual(tally(cells), { quiet: 0, good: 5, faults: 0, refusing: 0, slow: 0, gone: 11 });
});

test('cells outside of what is shown are left out', () => {
  const moments = toMoments([0, 1, 2, 3].map((second) => sampleAt(second)));
  const range = { fromMs: STARTED_AT_MS + 1_000, toMs: STARTED_AT_MS + 2_000 };
  assert.deepEqual(
    cellsOf(moments, range).map(({ toMs }) => toMs - STARTED_AT_MS),
    [2_000],
  );
  assert.deepEqual(cellsOf([], range), []);
});

test('each kind of second has a height of its own, but for what is in strokes', () => {
  const shares = SECONDS.filter((second) => second !== 'gone').map((second) => LOOKS[second].share);
  assert.deepEqual(
    [...shares].sort((one, other) => one - other),
    shares,
  );
  assert.equal(new Set(shares).size, shares.length);
});

test('the legend shows the heights and colours that are painted', () => {
  const css = readProjectFile('src/dashboard/style/strip.css');
  for (const second of SECONDS) {
    const [, body = ''] = new RegExp(`\\.cell-${second} \\{([^}]*)\\}`).exec(css) ?? [];
    const { share, color } = LOOKS[second];
    assert.match(body, new RegExp(`--share: ${String(share).replace('.', '\\.')};`), second);
    assert.match(body, new RegExp(`var\\(--${color}\\)`), second);
  }
});
