/**
 * What is too much of something in a models file: characters, models, levels, problems; and any text at all.
 */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { FILE_CHARACTERS_MAX } from '../../../../dist/behavior/models/yaml-reader.js';
import { readModelsFile } from '../../../support/models-file.js';

const TOO_DEEP = '1:1: expected at most 32 levels one inside the other, got more';
const NO_LIST = "1:1: expected a map with the key 'models', got a list";

function problemsOf(text: string): readonly string[] {
  const result = readModelsFile(text);
  return result.ok ? [] : result.problems;
}

/** Brackets, one inside the other. */
function brackets(levels: number): string {
  return '['.repeat(levels) + ']'.repeat(levels);
}

/** Maps, each a blank further in than the one before. */
function indented(levels: number): string {
  return Array.from({ length: levels }, (_, level) => `${' '.repeat(level)}a:\n`).join('');
}

test('a file has at most 1,048,576 characters and 1,000 models', () => {
  const models = Array.from({ length: 1001 }, (_, index) => `  m${index}: 5\n`);
  assert.deepEqual(problemsOf(`models:\n${models.join('')}`), [
    '2:3: expected at most 1000 models, got 1001',
  ]);
  assert.deepEqual(problemsOf(' '.repeat(FILE_CHARACTERS_MAX + 1)), [
    '1:1: expected at most 1048576 characters, got 1048577',
  ]);
});

test('a text that would unfold to something huge is refused, and that is the only problem', () => {
  const lines = ['a: &a [x]'];
  for (const [one, next] of ['ab', 'bc', 'cd', 'de', 'ef']) {
    lines.push(`${next}: &${next} [${new Array(10).fill(`*${one}`).join()}]`);
  }
  const [problem, ...others] = problemsOf(lines.join('\n'));
  assert.match(problem ?? '', /^1:1: Excessive alias count/);
  assert.deepEqual(others, []);
});

test('a file of more than 32 levels is refused and not parsed: brackets, items in one line, indentation', () => {
  for (const text of [
    brackets(33),
    '['.repeat(33),
    `models: ${'{a: '.repeat(33)}${'}'.repeat(33)}`,
    '[{a: '.repeat(17),
    // Further down, and over several lines.
    `models: {}\nother: ${'[\n'.repeat(33)}${']'.repeat(33)}`,
    `${'- '.repeat(33)}x`,
    `models: {}\nother:\n  ${'-  '.repeat(33)}x`,
    `${'? '.repeat(33)}x`,
    indented(33),
    indented(33).replaceAll('\n', '\r\n'),
    // No YAML at all: this would be another problem if it were parsed.
    `@: ${brackets(33)}`,
  ]) {
    assert.deepEqual(problemsOf(text), [TOO_DEEP], text.slice(0, 80));
  }
});

test('levels that are closed again do not count, nor do blanks', () => {
  assert.deepEqual(problemsOf(brackets(32)), [NO_LIST]);
  assert.deepEqual(problemsOf(`[${new Array(100).fill('[], {}').join()}]`), [NO_LIST]);
  assert.deepEqual(problemsOf(`${'- '.repeat(31)}x`), [NO_LIST]);
  assert.deepEqual(problemsOf('- x\n'.repeat(100)), [NO_LIST]);
  assert.deepEqual(problemsOf(`models:\n${' '.repeat(2_000)}a: {output_tokens: 1}`), []);
  assert.doesNotMatch(problemsOf(indented(32)).join(), /levels/);
  const rows = Array.from({ length: 100 }, (_, index) => `  m${index}: {output_tokens: 1}\n`);
  assert.deepEqual(problemsOf(`models:\n${rows.join('')}`), []);
});

test('a file of 5,000 levels may be read 50 times, and the process lives', () => {
  // In a process of its own: a parser that exhausts its stack takes the whole process with it.
  const code = `
    const { readModelsFile } = await import(${JSON.stringify(import.meta.resolve('../../../support/models-file.js'))});
    const texts = ['['.repeat(5000), '{a: '.repeat(5000), '- '.repeat(5000), '[\\n'.repeat(5000)];
    texts.push(Array.from({ length: 1400 }, (_, level) => ' '.repeat(level) + 'a:\\n').join(''));
    const seen = new Set();
    for (let round = 0; round < 50; round++) {
      for (const text of texts) for (const problem of readModelsFile(text).problems) seen.add(problem);
    }
    process.stdout.write([...seen].join('\\n'));
  `;
  const args = ['--input-type=module', '--eval', code];
  const { status, signal, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  assert.deepEqual({ status, signal, stdout }, { status: 0, signal: null, stdout: TOO_DEEP });
});

test('at most 50 problems are shown, and then how many more there are', () => {
  const rows = (count: number) => Array.from({ length: count }, (_, index) => `  m${index}: 5\n`).join('');
  const problem = (index: number) =>
    `${index + 2}:${index < 10 ? 7 : 8}: expected a map of settings, got "5"`;
  const shown = Array.from({ length: 50 }, (_, index) => problem(index));
  assert.deepEqual(problemsOf(`models:\n${rows(50)}`), shown);
  assert.deepEqual(problemsOf(`models:\n${rows(51)}`), [...shown, '1:1: and 1 more']);
  assert.deepEqual(problemsOf(`models:\n${rows(1000)}`), [...shown, '1:1: and 950 more']);
  // What the parser finds counts alike.
  const unparsed = problemsOf(']'.repeat(70));
  assert.equal(unparsed.length, 51);
  assert.equal(unparsed[50], '1:1: and 20 more');
});

test('any text is a table or problems with a place inside it; nothing is thrown', () => {
  const seen = { right: 0, wrong: 0 };
  const parts = 'models:|\n|  |m|:| |{|}|[|]|- |? |&a|*a|<<: |"|#|~|2s|!!set |!!omap |!!timestamp '.split(
    '|',
  );
  const lines = 'models:\n|  m:\n|    load_factor: 2\n|  n: {profile: small-hosted}\n|    delay: 1\n'.split(
    '|',
  );
  const text = fc.oneof(
    fc.array(fc.constantFrom(...parts), { maxLength: 20 }).map((some) => some.join('')),
    fc.subarray(lines, { minLength: 2 }).map((some) => some.join('')),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(text, (each) => {
      const result = readModelsFile(each);
      seen[result.ok ? 'right' : 'wrong']++;
      if (result.ok) return;
      assert.equal(result.problems.length >= 1 && result.problems.length <= 51, true);
      const lineCount = each.split('\n').length;
      for (const problem of result.problems) {
        const [, line, column] = /^(\d+):(\d+): ./.exec(problem) ?? [];
        assert.equal(Number(line) >= 1 && Number(line) <= lineCount && Number(column) >= 1, true, problem);
      }
    }),
    { seed: 1, numRuns: 2000 },
  );
  assert.equal(seen.right > 50 && seen.wrong > 1000, true, JSON.stringify(seen));
});

test('brackets in comments and quoted names, and blank lines, are no levels', () => {
  const names = Array.from({ length: 40 }, (_, index) => `  "m[${index}": {output_tokens: 1}`);
  const comments = Array.from({ length: 40 }, () => '# in [0, 5)');
  const lines = ['models:', ...names, ...comments, `# ${'- '.repeat(60)}`, ' '.repeat(250)];
  const read = readModelsFile(`${lines.join('\n')}\n`);
  assert.ok(read.ok, JSON.stringify(read));
  assert.equal(read.table.names.length, 40);
});

test('levels are counted whatever closes them, and whatever stands between', () => {
  for (const text of [
    `# ${']'.repeat(1500)}\nmodels: ${'['.repeat(1500)}`,
    `${']'.repeat(3000)}${'['.repeat(3000)}`,
    '-\t'.repeat(5000),
    '- \t'.repeat(5000),
    '- &a '.repeat(1500),
    '[\n'.repeat(2000),
  ]) {
    assert.deepEqual(readModelsFile(text), {
      ok: false,
      problems: ['1:1: expected at most 32 levels one inside the other, got more'],
    });
  }
});

test('so many references that the parser would take seconds are refused', () => {
  assert.deepEqual(readModelsFile('*a '.repeat(80_000)), {
    ok: false,
    problems: ['1:1: expected at most 2000 anchors, aliases and tags, got 80000'],
  });
});
