/**
 * Holds the pages that there are in English and Chinese to each other: same blocks, same outline, same links, same figures.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  blocksOf,
  figuresOf,
  headingsOf,
  isThere,
  type Link,
  linksOf,
  markdownPages,
  sectionsOf,
} from '../support/markdown.js';
import { readProjectFile } from '../support/source-tree.js';

const CHINESE = /\.zh-CN(?=\.(?:md|png)$)/;
const chinesePages = markdownPages().filter((path) => CHINESE.test(path));

/** What README.zh-CN.md leads to, for those who read Chinese alone. */
const WANTED = [
  'answers',
  'settings',
  'config-file',
  'scenarios',
  'latency-model',
  'faults',
  'rate-limits',
  'threads',
  'load-tests',
  'operations',
  'prompts',
  'metrics',
  'sdks',
  'errors',
  'benchmarks',
  'control',
  'library',
  'measured-models',
  'clients',
  'security',
];

test('README.md and the pages that a user needs first have a twin', () => {
  const wanted = ['README.zh-CN.md', ...WANTED.map((name) => `docs/${name}.zh-CN.md`)];
  assert.deepEqual([...chinesePages].sort(), wanted.sort());
});

function twinOf(path: string): string {
  return path.replace(CHINESE, '');
}

/** Where a link leads, whatever the language: the page, and which of its headings. */
function placeOf({ path, anchor }: Link): string {
  if (anchor === '') return twinOf(path);
  const at = headingsOf(readProjectFile(path)).findIndex((heading) => heading.anchor === anchor);
  return `${twinOf(path)}, heading ${at}`;
}

/** Without what is for people only: whole lines of comments, but for `#!`. */
function withoutComments(text: string): string {
  return text.replace(/^\s*(?:#(?!!)|\/\/).*\n/gm, '');
}

/** What the bench writes follows from one run in both languages, in sentences that turn numbers round. */
function withoutBench(page: string): string {
  return page.replace(/(<!-- bench:([a-z-]+) -->).*?(?=<!-- \/bench:\2 -->)/gs, '$1');
}

/** The figures of each row of a table in their number, those of the text around once each: a sentence may repeat one. */
function figuresIn(section: string): { rows: string[][]; text: string[] } {
  const lines = section.split('\n');
  const rows = lines.filter((line) => line.startsWith('|'));
  const text = lines.filter((line) => !line.startsWith('|')).join('\n');
  return {
    rows: rows.map((row) => [`${row.split('|').length} cells`, ...figuresOf(row).toSorted()]),
    text: [...new Set(figuresOf(text))].toSorted(),
  };
}

for (const path of chinesePages) {
  const english = twinOf(path);
  const [one, other] = [english, path].map((page) => withoutBench(readProjectFile(page))) as [string, string];

  test(`${path} has the blocks of ${english}, but for comments`, () => {
    const [expected, shown] = [one, other].map((page) =>
      blocksOf(page).map((block) => ({ ...block, text: withoutComments(block.text) })),
    );
    assert.deepEqual(shown, expected);
  });

  test(`${path} has the outline of ${english}, with its lists and the marks of its tables`, () => {
    const outline = (page: string) => ({
      levels: headingsOf(page).map(({ level }) => level),
      items: sectionsOf(page).map((section) => section.match(/^(?:- |\d+\. )/gm)?.length ?? 0),
      marks: page.match(/<!-- .* -->/g),
    });
    assert.deepEqual(outline(other), outline(one));
  });

  test(`${path} leads where ${english} does, in Chinese where there is a page in Chinese`, () => {
    const [expected, shown] = [
      [english, one],
      [path, other],
    ].map(([page = '', text = '']) =>
      sectionsOf(text).map((section) => linksOf(page, section).map(placeOf).sort()),
    );
    assert.deepEqual(shown, expected);
    const chineseOf = (page: string): string => page.replace(/(?=\.(?:md|png)$)/, '.zh-CN');
    const inEnglish = linksOf(path, other).filter(
      (link) => link.path !== english && chineseOf(link.path) !== link.path && isThere(chineseOf(link.path)),
    );
    assert.deepEqual(inEnglish, []);
  });

  test(`${path} has the numbers and the code of ${english}, section by section and row by row`, () => {
    assert.deepEqual(sectionsOf(other).map(figuresIn), sectionsOf(one).map(figuresIn));
  });

  test(`${path} breaks no line between two Chinese characters, where a blank would be shown`, () => {
    const prose = other.replace(/^```.*?^```$/gms, '');
    assert.deepEqual(prose.match(/.*[\p{Script=Han}，。：；、）]\n[\p{Script=Han}（“].*/gu), null);
  });
}
