// Owns: tests of the report folder, and of what report.md and report.html must and must not have.

import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { htmlReport } from '../report/html.js';
import { jsonText } from '../report/json-text.js';
import { markdownReport } from '../report/markdown.js';
import type { Results } from '../report/results.js';
import { terminalReport } from '../report/terminal.js';
import { ENGLISH } from '../report/words.js';
import { resultsText, writeReport } from '../report/write-report.js';
import { sampleResults } from './support/sample-results.js';

const sample = sampleResults();
const folder = await mkdtemp(join(tmpdir(), 'bench-report-'));
after(() => rm(folder, { recursive: true, force: true }));

test('a report is four files that belong together', async () => {
  const path = join(folder, 'new', 'report');
  await writeReport(sample, path);
  assert.deepEqual((await readdir(path)).sort(), [
    'report.html',
    'report.md',
    'report.zh-CN.html',
    'results.json',
  ]);
  assert.deepEqual(
    JSON.parse(await readFile(join(path, 'results.json'), 'utf8')),
    JSON.parse(JSON.stringify(sample)),
  );
});

test('results that do not fit the schema are refused with every problem, and nothing is written', async () => {
  const path = join(folder, 'wrong');
  const wrong = { ...sample, profile: '3c3g', rounds_count: 0, colour: 'red' };
  await assert.rejects(writeReport(wrong, path), (error: Error) => {
    for (const place of ['profile', 'rounds_count', 'colour']) assert.match(error.message, new RegExp(place));
    return true;
  });
  await assert.rejects(readdir(path), { code: 'ENOENT' });
});

test('results.json has one order of keys, whatever order they came in', () => {
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .toReversed()
        .map(([key, inner]) => [key, reversed(inner)]),
    );
  };
  assert.equal(resultsText(reversed(sample)), resultsText(sample));
});

test('results.json is written as the formatter of the project wants it, and reads back as what it was', () => {
  const long = 'x'.repeat(60);
  const value = {
    list: ['a', 'b "c" ]', 1, null],
    wide: [long, long],
    none: [],
    deep: [{ list: [true] }, ['d']],
  };
  const text = jsonText(value);
  assert.deepEqual(JSON.parse(text), value);
  assert.match(text, /^ {2}"list": \["a", "b \\"c\\" \]", 1, null\],$/m);
  assert.match(text, /^ {2}"wide": \[$/m);
});

test('report.html asks nobody for anything and runs nothing', async () => {
  const html = await htmlReport(sample, ENGLISH);
  assert.match(
    html,
    /Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;/,
  );
  assert.doesNotMatch(html, /<script|<link|<img|<iframe|@import|url\((?!#)|\bon\w+="/);
  // Names of XML namespaces are no addresses that anyone fetches.
  assert.deepEqual(
    new Set(html.match(/https?:\/\/[^"\s<]+/g)),
    new Set(['http://www.w3.org/2000/svg', 'http://www.w3.org/1999/xlink']),
  );
});

test('every chart has a title, a sentence, a table, and a drawing for light, dark, wide and narrow', async () => {
  const html = await htmlReport(sample, ENGLISH);
  const figures = html.match(/<figure[\s\S]*?<\/figure>/g) ?? [];
  assert.equal(figures.length, 14);
  for (const figure of figures) {
    for (const variant of ['light wide', 'light narrow', 'dark wide', 'dark narrow']) {
      assert.match(figure, new RegExp(`<div class="${variant}"><svg aria-hidden="true"`));
    }
    assert.match(figure, /role="img" aria-label="[^"]{20,}"/);
    const [, table] = /aria-details="([^"]+)"/.exec(figure) ?? [];
    assert.ok(html.includes(`<table id="${table}">`), table);
  }
});

test('drawings have no attribute that a quotation mark of a font has broken', async () => {
  const html = await htmlReport(sample, ENGLISH);
  for (const svg of html.match(/<svg[\s\S]*?<\/svg>/g) ?? []) {
    assert.doesNotMatch(svg, /<style|NaN|undefined/);
    for (const tag of svg.match(/<[a-z][^>]*>/g) ?? []) {
      assert.match(tag, /^<[a-z]+(?: [\w:-]+="[^"<>]*")*\s*\/?>$/i);
    }
  }
});

const HOSTILE = '<script>alert(1)</script> | `x` ](y) &amp; "q"';

/** The sample with a hostile text wherever a text is free. */
function hostile(): Results {
  return {
    ...sample,
    command: HOSTILE,
    warnings: [HOSTILE],
    product: { version: HOSTILE, commit: HOSTILE, modified: true },
    machine: { ...sample.machine, cpu_model: HOSTILE, os: HOSTILE, kernel: HOSTILE },
    servers: sample.servers.map((server) => ({ ...server, title: HOSTILE, command: [HOSTILE] })),
    scenarios: sample.scenarios.map((scenario) => ({
      ...scenario,
      title: HOSTILE,
      steps: scenario.steps.map((step) => ({ ...step, title: HOSTILE })),
    })),
    measurements: sample.measurements.map((measurement) => ({
      ...measurement,
      reason: measurement.reason === null ? null : HOSTILE,
      warnings: [HOSTILE],
    })),
  };
}

test('texts of the results are escaped in HTML and in Markdown', async () => {
  assert.doesNotMatch(await htmlReport(hostile(), ENGLISH), /<script/);
  const markdown = markdownReport(hostile());
  // In code it stands as it is, everywhere else as text.
  const outside = markdown.replace(/^```[\s\S]*?^```$/gm, '').replace(/(`+)(?!`)[^\n]*?[^`]\1(?!`)/g, '');
  assert.doesNotMatch(outside, /<script/);
});

test('a hostile title does not break a row of a Markdown table', () => {
  const lines = markdownReport(hostile()).split('\n');
  const pipes = (line: string): number => line.replace(/\\./g, '').split('|').length;
  for (const [index, line] of lines.entries()) {
    const next = lines[index + 1] ?? '';
    if (line.startsWith('|') && next.startsWith('|')) assert.equal(pipes(line), pipes(next), line);
  }
});

test('a run of one round and of one server makes a report', async () => {
  const alone: Results = {
    ...sample,
    rounds_count: 1,
    servers: sample.servers.slice(0, 1),
    measurements: sample.measurements.filter(({ server, round }) => server === 'ours' && round === 1),
  };
  await writeReport(alone, join(folder, 'alone'));
  assert.doesNotMatch(markdownReport(alone), /NaN|undefined|how ours compares|Infinity/);
  assert.doesNotMatch(await htmlReport(alone, ENGLISH), /NaN|undefined|Infinity/);
});

test('a run in which everything broke makes a report without figures', async () => {
  const broken: Results = {
    ...sample,
    measurements: sample.measurements.map((measurement) => ({
      ...measurement,
      outcome: 'error',
      reason: 'nothing worked',
      figures: {},
      warnings: [],
    })),
  };
  await writeReport(broken, join(folder, 'broken'));
  assert.doesNotMatch(await htmlReport(broken, ENGLISH), /<figure|NaN|undefined/);
  assert.match(terminalReport(broken, false), /error in 5 of 5 rounds/);
});

test('a run without ours makes a report', async () => {
  const others: Results = {
    ...sample,
    servers: sample.servers.slice(1),
    measurements: sample.measurements.filter(({ server }) => server !== 'ours'),
  };
  await writeReport(others, join(folder, 'others'));
  assert.doesNotMatch(markdownReport(others), /NaN|undefined|better\b.*×/);
});

test('on the terminal tables are plain without style, with errors, warnings and goals below', () => {
  const plain = terminalReport(sample, false);
  assert.equal(plain.includes('\u001b') || plain.includes('│'), false);
  assert.match(plain, /^error: Express, /m);
  assert.match(plain, /^warning: the machine has 2 cores/m);
  assert.match(plain, /^goal met: /m);
  assert.equal(terminalReport(sample, true).includes('\u001b[36mllm-mock-server'), true);
});
