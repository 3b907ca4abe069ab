// Owns: tests that a report says the same in both languages: the same words to choose from, the same figures, and no English left
// in the Chinese one but names and what the bench recorded.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { htmlReport, REPORT_PAGES } from '../report/html.js';
import { recordedInChinese } from '../report/report-prose-chinese.js';
import { CHINESE_REPORT } from '../report/report-words-chinese.js';
import { ENGLISH_REPORT } from '../report/report-words-english.js';
import { ENGLISH } from '../report/words.js';
import { CHINESE } from '../report/words-chinese.js';
import { sampleResults } from './support/sample-results.js';

const sample = sampleResults();

/** Names of all that a table of words has, and how much its lists have. */
function keysOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return [`${path}[${value.length}]`];
  if (typeof value !== 'object' || value === null) return [`${path}: ${typeof value}`];
  return Object.entries(value)
    .flatMap(([key, inner]) => keysOf(inner, `${path}.${key}`))
    .sort();
}

/** What a reader sees or hears, without markup and drawings' numbers. */
function textsOf(html: string): string[] {
  const body = html.replace(/<style>[\s\S]*?<\/style>/, '').replace(/<code>[\s\S]*?<\/code>/g, '');
  const labels = [...body.matchAll(/ aria-label="([^"]*)"/g)].map(([, label]) => label ?? '');
  return [...body.split(/<[^>]*>/), ...labels].map((text) => text.trim()).filter(Boolean);
}

test('both languages have a word for everything', () => {
  assert.deepEqual(keysOf(CHINESE_REPORT), keysOf(ENGLISH_REPORT));
  assert.deepEqual(Object.keys(CHINESE).sort(), Object.keys(ENGLISH).sort());
  // No text was forgotten: what is a text in both is another one, but for names of things.
  const same = Object.entries(CHINESE.heads).filter(
    ([head, text]) => Reflect.get(ENGLISH.heads, head) === text,
  );
  assert.deepEqual(same, []);
});

test('the report in Chinese has no English sentence but what the bench recorded and has no words for', async () => {
  const free = [
    sample.command,
    ...sample.warnings,
    ...sample.servers.flatMap(({ title, version, command }) => [`${version}: ${command.join(' ')}`, title]),
    ...sample.measurements.flatMap(({ reason, warnings }) => [reason ?? '', ...warnings]),
    ...Object.values(sample.machine).map(String),
  ].filter((text) => text !== '' && recordedInChinese(text) === null);
  const html = await htmlReport(sample, CHINESE);
  // Longer texts first: a shorter one may be part of them.
  const known = [...new Set(free)].sort((one, other) => other.length - one.length);
  const unescaped = html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"');
  const own = known.reduce((text, part) => text.replaceAll(part, ''), unescaped);
  const english = textsOf(own).filter((text) => /[a-z]{2,}[ ,]+[a-z]{2,}[ ,]+[a-z]{2,}/i.test(text));
  assert.deepEqual(english, []);
});

test('both languages show the same figures, and as many charts and tables', async () => {
  const [english, chinese] = await Promise.all(REPORT_PAGES.map(({ words }) => htmlReport(sample, words)));
  // Comparisons go on in words: their numbers are held together by report-tables.test.ts.
  const figureIn = (text: string): string => (/^[\d.,<%–†\s]+$/.test(text) ? text : '');
  const cells = (html = ''): string[] =>
    [...html.matchAll(/<td class="right">([^<]*)/g)].map(([, text]) => figureIn(text ?? ''));
  assert.deepEqual(cells(chinese), cells(english));
  for (const tag of [/<figure/g, /<table/g, /<svg/g, /<details/g])
    assert.equal(chinese?.match(tag)?.length, english?.match(tag)?.length, String(tag));
});

test('each report names its language, and leads to the other', async () => {
  for (const { file, words } of REPORT_PAGES) {
    const html = await htmlReport(sample, words);
    assert.ok(html.includes(`<html lang="${words.report.lang}">`), file);
    const links = [...html.matchAll(/<a href="([^"#]+)"/g)].map(([, href]) => href);
    assert.deepEqual(
      links,
      REPORT_PAGES.map((page) => page.file).filter((other) => other !== file),
    );
  }
});

test('what the bench records is said in Chinese, and what is unknown stays as it was recorded', () => {
  const { recorded } = CHINESE_REPORT;
  assert.equal(recorded('has no cap'), '没有上限');
  assert.equal(
    recorded(
      'before the run, with a load average of 1.5: the machine was busy: other processes used 42 % of a core (most of it cargo)',
    ),
    '运行之前（平均负载 1.5）：机器繁忙：其他进程占用了单核的 42 %（主要是 cargo）',
  );
  assert.equal(recorded('something else'), null);
});
