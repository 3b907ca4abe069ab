// Owns: tests of the tables: what stands in a cell and what must not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DataTable, plainRows } from '../report/data-table.js';
import { rawRounds } from '../report/raw-rounds.js';
import type { Results } from '../report/results.js';
import { remarksOf } from '../report/scenario-remarks.js';
import { summarize } from '../report/summary.js';
import { detailTable, overviewTable } from '../report/tables.js';
import { ENGLISH } from '../report/words.js';
import { CHINESE } from '../report/words-chinese.js';
import { sampleResults } from './support/sample-results.js';

const sample = sampleResults();
const summary = summarize(sample);

/** The texts of one server's row by the heads of their columns. */
function rowOf(table: DataTable | null, title: string): Record<string, string> {
  assert.ok(table);
  const [heads = [], ...rows] = plainRows(table, ENGLISH);
  const row = rows.find(([first]) => first === title);
  assert.ok(row, title);
  return Object.fromEntries(heads.map((head, index) => [head, row[index] ?? '']));
}

test('an overview has a column a step, ours first, and says how ours compares in each', () => {
  const table = overviewTable(summary, 'throughput', ENGLISH);
  assert.equal(table?.rows[0]?.server, 'ours');
  assert.match(rowOf(table, 'Koa')['512 connections'] ?? '', /^1\d,\d{3} \(ours 4\.\d× better\)$/);
});

test('where ours is worse the table says so', () => {
  assert.match(
    rowOf(overviewTable(summary, 'startup', ENGLISH), 'node:http')['Ready after, ms'] ?? '',
    /4\.6× worse/,
  );
});

test('where the rounds do not agree on who was better there is no clear difference', () => {
  assert.match(
    rowOf(overviewTable(summary, 'streaming', ENGLISH), 'Koa')['250 streams'] ?? '',
    /no clear difference/,
  );
});

test('rounds that broke are counted beside the median of the others', () => {
  const [, step] = rowEntry('throughput', 'Express', 'new connection');
  assert.match(step, /^2,\d{3} \(ours .* better; error in 1 of 5 rounds\)$/);
});

test('a cell that broke too often has no figure at all', () => {
  assert.equal(
    rowOf(overviewTable(summary, 'density', ENGLISH), 'aimock')['19,000 held'],
    'error in 3 of 5 rounds',
  );
  const details = Object.values(rowOf(detailTable(summary, 'density', 'held-19000', ENGLISH), 'aimock'));
  assert.deepEqual(new Set(details.slice(2)), new Set(['–']));
});

test('what was left out says so', () => {
  assert.equal(rowOf(overviewTable(summary, 'streaming', ENGLISH), 'mock-llm')['2,000 streams'], 'left out');
});

test('a server that lost requests has no headline figure without their number', () => {
  const cell = rowOf(overviewTable(summary, 'burst', ENGLISH), 'aimock')['Last one served after, ms'] ?? '';
  assert.match(cell, /lost 359/);
});

test('a count that was not the same in all rounds shows its range, and one request too many is not exact', () => {
  const row = rowOf(overviewTable(summary, 'cap', ENGLISH), 'Koa');
  assert.equal(row['Admitted beyond the cap'], '0 (0–3)');
  assert.equal(row['Cap kept'], 'not exact');
});

test('figures measured with a warning are marked, and the mark is explained', () => {
  const table = overviewTable(summary, 'streaming', ENGLISH);
  assert.match(rowOf(table, 'llm-mock-server')['4,000 streams'] ?? '', /†/);
  assert.match(table?.note ?? '', /^† /);
  assert.equal(overviewTable(summary, 'density', ENGLISH)?.note, '');
});

test('a figure that no server has makes no column', () => {
  const pinned = withoutContainers(sample);
  const heads = detailTable(summarize(pinned), 'density', 'held-1500', ENGLISH).columns.map(
    ({ head }) => head,
  );
  assert.equal(
    heads.some((head) => head.startsWith('Container')),
    false,
  );
  assert.equal(
    heads.some((head) => head.startsWith('RSS holding')),
    true,
  );
});

test('density is headed by the container, and by the process where nothing counts the container', () => {
  assert.match(
    overviewTable(summary, 'density', ENGLISH)?.caption ?? '',
    /^Container, per held request, bytes:/,
  );
  const pinned = summarize(withoutContainers(sample));
  const table = overviewTable(pinned, 'density', ENGLISH);
  assert.match(table?.caption ?? '', /^Process, per held request, bytes:/);
  const heads = table?.columns.map(({ head }) => head) ?? [];
  assert.equal(
    heads.filter((head) => head.startsWith('Process')).length,
    0,
    'it is no second time beside itself',
  );
});

test('a figure beside the headline says how ours compares in it, the slowest scrape too', () => {
  const row = rowOf(overviewTable(summary, 'scrape', ENGLISH), 'Koa');
  assert.match(
    row['Slowest scrape, ms (a scrape every second)'] ?? '',
    /^\d[\d.]* \(ours [\d.]+× (?:better|worse)\)$/,
  );
});

test('a run that was broken off says how many of its rounds a figure has', () => {
  const broken = { ...sample, measurements: sample.measurements.filter(({ round }) => round <= 2) };
  const row = rowOf(overviewTable(summarize(broken), 'startup', ENGLISH), 'Koa');
  assert.match(row['Ready after, ms'] ?? '', /only 2 of 5 rounds/);
});

test('every round is in the raw rounds, those that broke without a figure', () => {
  const table = rawRounds(summary, 'density', 'held-19000', ENGLISH);
  assert.equal(table.rows.length, 8 * 5);
  const broken = table.rows.find(({ server, cells }) => server === 'aimock' && cells[1]?.text === '1');
  assert.deepEqual([...new Set(broken?.cells.slice(3).map(({ text }) => text))], ['error', '–']);
});

test('Chinese tables have the same numbers in the same places', () => {
  const numbers = (text: string): string[] => text.match(/\d[\d,.]*/g) ?? [];
  for (const { name } of sample.scenarios) {
    const [english, chinese] = [overviewTable(summary, name, ENGLISH), overviewTable(summary, name, CHINESE)];
    assert.ok(english && chinese);
    const shown = (table: DataTable): string[][] =>
      table.rows.map(({ cells }) => cells.map(({ text }) => text));
    const figures = (cells: string[][]): string[][] =>
      cells.map((row) => row.slice(1).flatMap(numbers).sort());
    assert.deepEqual(
      figures(shown(chinese)).map((row) => row.length > 0),
      figures(shown(english)).map((row) => row.length > 0),
    );
    const compared = (table: DataTable): string[] =>
      table.rows.flatMap(({ cells }) => cells.flatMap(({ remarks }) => remarks.flatMap(comparisonNumbers)));
    assert.deepEqual(compared(chinese), compared(english));
  }
});

test('the same reason of a server stands once, with all the places', () => {
  assert.deepEqual(remarksOf(summary, 'streaming', ENGLISH).leftOuts.slice(-2), [
    'aimock, “2,000 streams”, “4,000 streams”: already saturated in a lighter step',
    'mock-llm, every step: it does not stream',
  ]);
  assert.match(
    remarksOf(summary, 'throughput', ENGLISH).errors[0] ?? '',
    /^Express, .* \(round 3\): 37 answers/,
  );
});

function rowEntry(scenario: 'throughput', title: string, head: string): [string, string] {
  const row = Object.entries(rowOf(overviewTable(summary, scenario, ENGLISH), title));
  const entry = row.find(([name]) => name.includes(head));
  assert.ok(entry);
  return entry;
}

/** `ours 2.9× better` and `本项目为其 2.9 倍` or `1/2.9` give 2.9. */
function comparisonNumbers(remark: string): string[] {
  return /^ours|^本项目/.test(remark) ? (/(\d+(?:\.\d+)?)(?:×| 倍|$)/.exec(remark)?.slice(1) ?? []) : [];
}

function withoutContainers(results: Results): Results {
  const measurements = results.measurements.map(({ figures, ...measurement }) => ({
    ...measurement,
    figures: Object.fromEntries(Object.entries(figures).filter(([name]) => !name.startsWith('container_'))),
  }));
  return { ...results, measurements };
}
