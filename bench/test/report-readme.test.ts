// Owns: tests that the READMEs and docs/benchmarks.md carry the tables of the published run, and of how they get them.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { PROJECT_FOLDER } from '../project-folder.js';
import { PUBLISHED_FILE, readPublishedRun } from '../report/published-run.js';
import { PAGES, tablesDiffer, withTables } from '../report/readme-tables.js';
import { SCENARIO_NAMES } from '../scenarios/scenarios.js';
import { sampleResults } from './support/sample-results.js';

const sample = sampleResults();
const marked = (name: string, text = ''): string => `<!-- bench:${name} -->${text}<!-- /bench:${name} -->`;

const skip = existsSync(PUBLISHED_FILE) ? false : 'there is no published run yet: bench/results/results.json';
for (const { file, language } of PAGES) {
  test(`${file} has the tables of the published run`, { skip }, async () => {
    const readme = await readFile(join(PROJECT_FOLDER, file), 'utf8');
    assert.equal(tablesDiffer(readme, await readPublishedRun(), language), false, 'run npm run bench:tables');
  });
}

test('what is outside of the markers stays as it is', () => {
  const readme = `# Title\n\n${marked('throughput', '\nold\n')}\n\nThe end `;
  const next = withTables(readme, sample, 'english');
  assert.ok(next.startsWith('# Title\n\n<!-- bench:throughput -->\n\nAnswers/s: median of 5 rounds'));
  assert.ok(next.endsWith('<!-- /bench:throughput -->\n\nThe end '));
  assert.doesNotMatch(next, /old/);
});

test('writing twice changes nothing, and a figure changed by hand is seen', () => {
  const readme = withTables(`${marked('density')}\n${marked('machine')}`, sample, 'english');
  assert.equal(tablesDiffer(readme, sample, 'english'), false);
  assert.equal(tablesDiffer(readme.replace('1,189', '1,188'), sample, 'english'), true);
});

test('every scenario has a table in both languages, ours first and in bold', () => {
  for (const { name } of sample.scenarios) {
    assert.match(
      withTables(marked(name), sample, 'english'),
      /\| Server [\s\S]*?\n\|[ :|-]+\n\| \*\*llm-mock-server\*\*/,
    );
    const chinese = withTables(marked(name), sample, 'chinese');
    assert.match(chinese, /\| 服务器 [\s\S]*?\n\|[ :|-]+\n\| \*\*llm-mock-server\*\*/);
    // Heads and sentences are Chinese; names, units and paths are what they are.
    assert.doesNotMatch(
      chinese.replaceAll(/<!--.*?-->/g, ''),
      /\b(?:median|rounds|ours|connections?|held|streams?|left out|better)\b/,
    );
  }
});

test('docs/benchmarks.md and its twin have a place for every scenario that there is', async () => {
  for (const { file } of PAGES.filter((page) => page.file.startsWith('docs/'))) {
    const page = await readFile(join(PROJECT_FOLDER, file), 'utf8');
    for (const name of SCENARIO_NAMES) assert.ok(page.includes(`<!-- bench:${name} -->`), `${file}: ${name}`);
  }
});

test('every scenario of the published run has its table in docs/benchmarks.md and its twin', {
  skip,
}, async () => {
  const { scenarios } = await readPublishedRun();
  for (const { file } of PAGES.filter((page) => page.file.startsWith('docs/'))) {
    const page = await readFile(join(PROJECT_FOLDER, file), 'utf8');
    for (const { name } of scenarios) assert.ok(page.includes(`<!-- bench:${name} -->`), `${file}: ${name}`);
  }
});

test('a table without a heading of its own has a line above it, and where the run has none of it nothing is said', () => {
  assert.match(withTables(marked('prompts'), sample, 'english'), /\*\*Prompts of 64 KiB[^\n]*\*\*\n\nPeak/);
  const few = { ...sample, scenarios: sample.scenarios.filter(({ name }) => name !== 'prompts') };
  assert.equal(
    withTables(marked('prompts'), few, 'english'),
    '<!-- bench:prompts -->\n<!-- /bench:prompts -->',
  );
});

test('the table of the READMEs has a row for each server, and the step of each column in its head', () => {
  const page = withTables(marked('highlights'), sample, 'english');
  const [head = '', , ...rows] = page.split('\n').filter((line) => line.startsWith('|'));
  assert.deepEqual(
    head
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
    [
      'Server',
      'Container, per held request, bytes (19,000 held)',
      'Process, per held request, bytes (19,000 held)',
      'Lateness p99, ms (19,000 held)',
      'Events/s (4,000 streams)',
      'Answers/s (64 connections)',
      'Cap kept',
      'Ready after, ms',
    ],
  );
  assert.equal(rows.length, sample.servers.length);
  assert.match(rows[0] ?? '', /^\| \*\*llm-mock-server\*\* /);
  assert.match(
    withTables(marked('highlights'), sample, 'chinese'),
    /\| 服务器 \|.*（字节），同时挂起 19,000 个 \|/,
  );
});

test('the machine is named in both languages, with the command', () => {
  assert.match(
    withTables(marked('machine'), sample, 'english'),
    /`npm run bench -- --profile 1c1g --rounds 5`/,
  );
  assert.match(withTables(marked('machine'), sample, 'chinese'), /提交 `0123456`，命令 `npm run bench/);
});

test('a README without markers, with a lone one, or with one that the run has nothing for is refused', () => {
  assert.throws(() => withTables('no markers', sample, 'english'), /no markers/);
  assert.throws(() => withTables(`${marked('cap')}<!-- bench:burst -->`, sample, 'english'), /no partner/);
  assert.throws(() => withTables(marked('colour'), sample, 'english'), /nothing for <!-- bench:colour -->/);
  const few = { ...sample, scenarios: sample.scenarios.filter(({ name }) => name !== 'cap') };
  assert.throws(() => withTables(marked('cap'), few, 'english'), /nothing for <!-- bench:cap -->/);
});
