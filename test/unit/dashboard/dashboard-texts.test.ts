import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadDashboard } from '../../support/dashboard-module.js';
import { filesBelow, readProjectFile } from '../../support/source-tree.js';

const { TEXTS } =
  await loadDashboard<typeof import('../../../dist/dashboard/words/all-texts.js')>('words/all-texts');
const { pickLanguage, translator } =
  await loadDashboard<typeof import('../../../dist/dashboard/words/texts.js')>('words/texts');
const { createFormats } =
  await loadDashboard<typeof import('../../../dist/dashboard/words/format.js')>('words/format');

const { en, zh } = TEXTS;

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();
const pairs = Object.entries(en).map(([key, english]) => {
  return [key, english, zh[key as keyof typeof zh]] as const;
});

test('no text is empty, or has a space too many', () => {
  for (const [key, ...texts] of pairs) {
    for (const text of texts) {
      assert.notEqual(text.trim(), '', key);
      assert.doesNotMatch(text, / {2}|\n/, key);
    }
  }
});

test('both languages fill in the same', () => {
  for (const [key, english, chinese] of pairs) {
    assert.deepEqual(placeholders(chinese), placeholders(english), key);
  }
});

test('Chinese has Chinese punctuation', () => {
  for (const [key, , chinese] of pairs) assert.doesNotMatch(chinese, /[,;:!?]|[一-鿿]\.|[()"]/, key);
});

test('sentences are translated, and not left in English', () => {
  const alike = pairs.filter(([, english, chinese]) => english === chinese).map(([key]) => key);
  assert.deepEqual(alike, ['page.title', 'series.p50', 'series.p99']);
});

test('every text is used, by its key or the beginning of it', () => {
  const used = filesBelow('src/dashboard')
    .filter((path) => !/texts-[\w-]+\.ts$/.test(path))
    .map(readProjectFile)
    .join('\n');
  const families = [...used.matchAll(/`([\w.]+\.)\$\{/g)].map(([, family]) => family as string);
  const unused = pairs
    .map(([key]) => key)
    .filter((key) => !used.includes(`'${key}'`) && !used.includes(`"${key}"`))
    .filter((key) => !families.some((family) => key.startsWith(family)));
  assert.deepEqual(unused, []);
});

test('index.html asks for texts that there are', () => {
  const html = readProjectFile('src/dashboard/index.html');
  const keys = [...html.matchAll(/data-(?:text|label)="([^"]+)"/g)].map(([, key]) => key as string);
  assert.equal(keys.length > 10, true);
  for (const key of keys) assert.equal(key in en, true, key);
  for (const [, key, text] of html.matchAll(/data-text="([^"]+)">([^<]*)</g)) {
    assert.equal(text, en[key as keyof typeof en], key);
  }
});

test('what was chosen counts first, then the first language of the browser that we speak, then English', () => {
  assert.equal(pickLanguage('zh', ['en-GB']), 'zh');
  assert.equal(pickLanguage('en', ['zh-CN']), 'en');
  assert.equal(pickLanguage(null, ['fr-FR', 'zh-Hans-CN', 'en']), 'zh');
  assert.equal(pickLanguage(null, ['de', 'EN-us', 'zh']), 'en');
  assert.equal(pickLanguage(null, ['fr']), 'en');
  assert.equal(pickLanguage('klingon', []), 'en');
});

test('placeholders are filled in, and one without a value is seen', () => {
  const text = translator('en');
  assert.equal(text('status.free.of', { free: '1', cap: '2' }), '1 of 2');
  assert.equal(text('status.free.of', { free: '{cap}' }), '{cap} of {cap}');
  assert.equal(text('status.overloaded.slots'), 'over 90\u00a0% of the slots');
  assert.equal(text('status.since', { seconds: '7' }), '7\u00a0s');
});

test('numbers have as many digits as can be read at one look', () => {
  const { count, rate, time, bytes, lasting } = createFormats('en');
  assert.deepEqual([0, 7.4, 1204, Number.NaN].map(count), ['0', '7', '1,204', '–']);
  assert.deepEqual([0, 0.046, 0.999, 1.25, 12.6, 12_345.6].map(rate), [
    '0',
    '0.05',
    '1',
    '1.3',
    '13',
    '12,346',
  ]);
  assert.deepEqual(
    [0, 0.0004, 0.00123, 0.0456, 0.9994, 0.9996, 12.34, Number.NaN].map(time),
    ['0 ms', '0.4 ms', '1.2 ms', '46 ms', '999 ms', '1 s', '12 s', '–'].map((text) =>
      text.replace(' ', '\u00a0'),
    ),
  );
  assert.deepEqual(
    [0, 999, 1_024 * 300, 1_024 ** 3 * 1.5].map(bytes),
    ['0 B', '999 B', '300 KiB', '1.5 GiB'].map((text) => text.replace(' ', '\u00a0')),
  );
  assert.deepEqual(
    [0, 59.9, 61, 3_600, 90_000].map(lasting),
    ['0 s', '59 s', '1 min 1 s', '1 h 0 min', '1 d 1 h'].map((text) => text.replace(/(\d) /g, '$1\u00a0')),
  );
  assert.equal(createFormats('zh').lasting(3_725), '1\u00a0小时 2\u00a0分');
});
