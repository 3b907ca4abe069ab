/**
 * How much work a models file may make, counted in what the library's parser is given: too much of anything is refused ahead
 * of it, whatever quotes and comments stand around.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as yaml from 'yaml';
import { readModelsFile } from '../../../../dist/behavior/models/models-file.js';
import { readProjectFile } from '../../../support/source-tree.js';

const TOO_DEEP = '1:1: expected at most 32 levels one inside the other, got more';
const EXCESSIVE = '1:1: Excessive alias count indicates a resource exhaustion attack';

/** Reads a file, and counts the words that the parser saw and the documents that were composed. */
function work(text: string) {
  const seen = { words: 0, documents: 0 };
  class Parser extends yaml.Parser {
    override *next(word: string) {
      seen.words++;
      yield* super.next(word);
    }
  }
  class Composer extends yaml.Composer {
    override *compose(...args: Parameters<yaml.Composer['compose']>) {
      seen.documents++;
      yield* super.compose(...args);
    }
  }
  const result = readModelsFile(text, { ...yaml, Parser, Composer } as unknown as typeof yaml);
  return { ...seen, problems: result.ok ? [] : result.problems, rows: result.ok ? result.rows.length : 0 };
}

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('');
}

test('a file with more keys than 1,000 models can have is refused and not composed', () => {
  for (const [text, keys] of [
    [`models:\n${lines(15_000, (index) => `  m${index}: {}\n`)}`, 15_001],
    [`models: {${lines(43_000, (index) => `m${index}: ,`)}}`, 43_001],
    [lines(100_000, () => ': \n'), 100_000],
  ] as const) {
    const { problems, documents, words } = work(text);
    assert.deepEqual(problems, [`1:1: expected at most 14001 keys, got ${keys}`]);
    assert.equal(documents, 0);
    assert.equal(words < 120_000, true, `${words} words`);
  }
});

test('so many names, values and marks as no models file has are refused and not composed', () => {
  for (const [text, parts] of [
    [']'.repeat(500_000), 500_001],
    [`[${','.repeat(500_000)}`, 500_002],
    ['- a\n'.repeat(50_000), 100_001],
    ['?\n'.repeat(75_000), 75_001],
    ['---\n'.repeat(75_000), 75_001],
  ] as const) {
    const { problems, documents, words } = work(text);
    assert.deepEqual(problems, [`1:1: expected at most 72005 names, values and marks, got ${parts}`]);
    assert.equal(documents, 0);
    assert.equal(words < 200_000, true, `${words} words`);
  }
});

test('references are counted wherever they stand, those behind brackets and commas as well', () => {
  const references = (count: number) => `1:1: expected at most 2000 anchors, aliases and tags, got ${count}`;
  assert.deepEqual(work(`[${'*a,'.repeat(300_000)}`).problems, [references(300_000)]);
  assert.deepEqual(work(`[${'!a b,'.repeat(2_001)}]`).problems, [references(2_001)]);
  // In a comment or in quotes it is none.
  assert.equal(work(`models: {m: {}}\n${lines(3_000, () => '# *a &b !c\n')}`).rows, 1);
});

test('no quote, comment or line end hides how deep a file goes', () => {
  const deep = '['.repeat(300_000);
  for (const text of [
    `models: [a'b, ${deep}, c'd]`,
    `models: [a"b, ${deep}, c"d]`,
    `models: {a'b, ${'{'.repeat(300_000)}, c'd}`,
    `models: ["x\n  y", ${deep}`,
    `models: ['x\n  y', ${deep}`,
    `models: [x #'\n , ${deep}, '`,
    `"a": 'b\n\n  c'\nd: ${deep}`,
    `a: |\n  '\nd: ${deep}'`,
    lines(300, (level) => `${' '.repeat(level)}a:\n`),
    lines(300, (level) => `${' '.repeat(level)}- \n`),
    lines(300, (level) => `${' '.repeat(level)}? 'a'\n${' '.repeat(level)}:\n`),
  ]) {
    const { problems, documents, words } = work(text);
    assert.deepEqual(problems, [TOO_DEEP], text.slice(0, 40));
    assert.equal(documents, 0);
    assert.equal(words < 500, true, `${words} words`);
  }
});

test('a text of more than 10,000 characters is refused where it stands', () => {
  const text = 'models:\n  m:\n    response_delay: ';
  const message = '3:21: expected at most 10000 characters in one text, got';
  assert.deepEqual(work(text + 'x'.repeat(10_001)).problems, [`${message} 10001`]);
  assert.deepEqual(work(`${text}'${'\\q'.repeat(300_000)}'`).problems, [`${message} 600002`]);
  assert.match(
    work(text + 'x'.repeat(10_000)).problems.join(),
    /expected at most 1000 characters, got 10000/,
  );
});

test('comments and blank lines cost the parser a line, however many there are, and move nothing', () => {
  const rubbish = `${'\n'.repeat(1_000)}${'    # x\n  \t\n\r\n'.repeat(30_000)}`;
  const { problems, words } = work(`models: # a\n${rubbish}  m:${rubbish}    delay: 2s # b\n`);
  assert.equal(words < 40, true, `${words} words`);
  assert.deepEqual(
    problems.map((problem) => problem.slice(0, 31)),
    [
      // Each is 1,000 lines and thrice 30,000.
      '182002:5: unknown key "delay", ',
    ],
  );
  // What has no value is told behind its colon, and not behind the comments.
  assert.deepEqual(work(`models: # a\n${rubbish}`).problems, ['1:9: expected a map of models, got nothing']);
});

test('a key that is there twice is told once for each time, with its place', () => {
  const twice = 'Map keys must be unique';
  assert.deepEqual(work('models: {a: {}, "a": {}, a: {}}\nmodels: 5\n').problems, [
    `1:17: ${twice}`,
    `1:26: ${twice}`,
    `2:1: ${twice}`,
  ]);
  const many = work(lines(9_000, () => 'k: 1\n')).problems;
  assert.deepEqual(many.slice(0, 2), [`2:1: ${twice}`, `3:1: ${twice}`]);
  assert.deepEqual(many.slice(50), ['1:1: and 8949 more']);
  // Beside what else is wrong.
  assert.deepEqual(work('a: 1\na: 2\nb: @\n').problems, [
    '3:4: Plain value cannot start with reserved character @',
    `2:1: ${twice}`,
  ]);
});

test('aliases and merges that would unfold to something huge, or for ever, are refused before they are followed', () => {
  const chain = (levels: number, link: (before: string) => string) =>
    `models:\n  a0: &a0 {output_tokens: 1}\n${lines(levels, (level) => `  a${level + 1}: &a${level + 1} ${link(`*a${level}`)}\n`)}`;
  for (const text of [
    chain(60, (before) => `{<<: [${before}, ${before}]}`),
    chain(60, (before) => `[${before}, ${before}]`),
    chain(900, (before) => `{<<: ${before}}`),
    `x: &x {${lines(7_000, (index) => `k${index}: 1, `)}}\nmodels: {${lines(100, (index) => `m${index}: {<<: *x}, `)}}`,
    'models:\n  a: &a\n    <<: *a\n',
    'models: &m {a: *m}',
  ]) {
    assert.deepEqual(work(text).problems, [EXCESSIVE], text.slice(0, 60));
  }
});

test('a thousand models may be aliases of one, or merge it', () => {
  const first = 'models:\n  m: &m {output_tokens: 1, load_factor: 2}\n';
  assert.equal(work(first + lines(999, (index) => `  n${index}: *m\n`)).rows, 1_000);
  assert.equal(work(first + lines(999, (index) => `  n${index}: {<<: *m, load_factor: 3}\n`)).rows, 1_000);
});

test('what the library says is shown as far as anyone would read it', () => {
  const problems = work(`- {}\n${'x'.repeat(5_000)}`).problems;
  assert.equal(problems.length >= 1, true);
  for (const problem of work(`${'}'}\u001b[31m${'x'.repeat(5_000)}`).problems.concat(problems)) {
    assert.equal(problem.length < 250, true, problem.slice(0, 300));
    assert.equal(problem.includes('\u001b'), false);
  }
});

test('a file of 1,000 models with all keys, written as JSON or in blocks, is within every bound', () => {
  const settings = {
    profile: 'large-hosted',
    response_delay: '1s',
    time_to_first_token: '1s',
    prefill_per_token: '1us',
    output_tokens: '1',
    reasoning_tokens: '1',
    tool_calls: '1',
    tool_turns: '1',
    load_factor: '2',
  };
  const models = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`m${index}`, settings]));
  assert.deepEqual(work(JSON.stringify({ models })).problems, []);
  assert.equal(work(yaml.stringify({ models }, { aliasDuplicateObjects: false })).rows, 1_000);
});

test('docs/models-file.md names the bounds that are in force', () => {
  const page = readProjectFile('docs/models-file.md');
  for (const text of [
    lines(14_002, () => ':\n'),
    ']'.repeat(73_000),
    '*a '.repeat(2_001),
    'x'.repeat(10_001),
  ]) {
    const max = /expected at most (\d+)/.exec(work(text).problems.join())?.[1];
    assert.equal(page.includes(Number(max).toLocaleString('en-US')), true, `${max}`);
  }
});
