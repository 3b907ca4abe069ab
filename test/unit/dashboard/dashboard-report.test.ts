/** What is saved: the rows as CSV, and a report that needs nothing else. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIVE_COLUMNS } from '../../../dist/shared/live-protocol.js';
import { loadDashboard } from '../../support/dashboard-module.js';
import { STARTED_AT_MS, sampleAt, samplesUpTo } from '../../support/dashboard-samples.js';

const { toCsv } = await loadDashboard<typeof import('../../../dist/dashboard/report/csv.js')>('report/csv');
const { htmlReport } =
  await loadDashboard<typeof import('../../../dist/dashboard/report/html-report.js')>('report/html-report');
const { REPORT_COLORS } =
  await loadDashboard<typeof import('../../../dist/dashboard/report/report-style.js')>('report/report-style');
const { RunLog } =
  await loadDashboard<typeof import('../../../dist/dashboard/report/run-log.js')>('report/run-log');
const { toPageState } =
  await loadDashboard<typeof import('../../../dist/dashboard/judge/page-state.js')>('judge/page-state');
const { createWording } =
  await loadDashboard<typeof import('../../../dist/dashboard/words/wording.js')>('words/wording');
const { CHARTS } =
  await loadDashboard<typeof import('../../../dist/dashboard/charts/chart-specs.js')>('charts/chart-specs');

test('CSV: a line a second, every column, the time in UTC, nothing where nothing is known', () => {
  const csv = toCsv([sampleAt(0), sampleAt(1, { active: 7, replyLatenessP50Seconds: 0.25 })]);
  assert.equal(csv.endsWith('\r\n'), true);
  const [head = [], ...lines] = csv
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
  assert.deepEqual(head, ['time', 'startedAtMs', ...LIVE_COLUMNS]);
  const cell = (line: number, name: string) => lines[line]?.[head.indexOf(name)];
  assert.equal(lines.length, 2);
  assert.equal(cell(1, 'time'), new Date(STARTED_AT_MS + 1_000).toISOString());
  assert.deepEqual([cell(1, 'active'), cell(1, 'replyLatenessP50Seconds')], ['7', '0.25']);
  assert.deepEqual([cell(0, 'active'), cell(0, 'replyLatenessP50Seconds')], ['0', '']);
  for (const line of lines) assert.equal(line.length, head.length);
});

test('CSV of nothing is its head', () => {
  assert.equal(toCsv([]).split('\r\n').length, 2);
});

const EVIL = `<img src=x onerror="alert('1')">&`;
const colors = Object.fromEntries(REPORT_COLORS.map((name) => [name, '#123456'])) as Record<
  (typeof REPORT_COLORS)[number],
  string
>;

function report(language: 'en' | 'zh' = 'en') {
  const samples = samplesUpTo(40, (second) => ({
    active: second < 30 ? 3 : 0,
    replies_200: Math.min(second, 30) * 5,
    replyLatenessP99Seconds: second < 30 ? 0.002 : Number.NaN,
    configRevision: second < 20 ? 0 : 1,
  }));
  const hello = {
    version: '1.2.3',
    startedAtMs: STARTED_AT_MS,
    intervalMs: 1_000,
    rowsMax: 600,
    columns: [],
    modelColumns: [],
    cpuCores: 1,
    memorySource: 'none',
    settings: [
      ['DEFAULT_MODEL', EVIL, true],
      ['MAX_CONCURRENT', '100', false],
    ] as const,
  };
  const runs = new RunLog();
  runs.add(samples);
  const state = toPageState({ hello, samples, heardAtMs: 0, hasFailed: false }, 0);
  const range = { fromMs: STARTED_AT_MS, toMs: STARTED_AT_MS + 40_000 };
  const content = {
    state,
    range,
    run: runs.run,
    verdict: ['The mock is on time', `Because ${EVIL}`],
    colors,
  };
  return htmlReport({ ...content, locale: 'en', nowMs: STARTED_AT_MS + 41_000 }, createWording(language));
}

test('the report has the verdict, the run, every chart, the changes and the settings', () => {
  const html = report();
  assert.match(html, /^<!doctype html><html lang="en">/);
  assert.match(html, /<h2>The mock is on time<\/h2>/);
  assert.match(html, /<h2>The last run, \d\d:\d\d:\d\d to \d\d:\d\d:\d\d: The mock is on time<\/h2>/);
  assert.match(html, /<dt>Answered<\/dt><dd>150<\/dd>/);
  assert.equal(html.match(/<figure>/g)?.length, CHARTS.length);
  assert.match(html, /<path class="line blue" d="M[\d. ]+L/);
  assert.match(html, /<path class="line purple" stroke-dasharray="4 2" d="M[\d. ]+V\d+"\/>/);
  assert.match(html, /<ul class="changes"><li>\d\d:\d\d:\d\d<\/li><\/ul>/);
  assert.match(html, /<dt>MAX_CONCURRENT<\/dt><dd>100<\/dd>/);
  assert.equal(html.match(/<rect class="cell /g)?.length, 40);
  assert.doesNotMatch(html, /NaN|undefined|Infinity/);
});

test('the report loads nothing, runs nothing, and shows what others chose as text', () => {
  for (const language of ['en', 'zh'] as const) {
    const html = report(language);
    assert.doesNotMatch(
      html,
      /<(?:script|img|link|iframe|object|base|form)\b|\bsrc=[^x]|\bhref=|url\(|@import|https?:/i,
    );
    assert.equal(html.includes(EVIL), false);
    assert.match(html, /<dd>&lt;img src=x onerror=&quot;alert\(&#39;1&#39;\)&quot;&gt;&amp; /);
    assert.match(html, /content="default-src 'none'; style-src 'unsafe-inline'"/);
  }
});
