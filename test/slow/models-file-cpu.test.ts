/**
 * The processor time that a models file may cost: of the worst ones of a mebibyte, and of a good one of 1,000 models. Only time
 * shows it, so it is no part of `npm test`; what makes the work is counted in test/unit/models-file-work.test.ts.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FILE_CHARACTERS_MAX } from '../../dist/behavior/models/yaml-reader.js';
import { readModelsFile } from '../support/models-file.js';

/** Several times what was measured on one busy core (0.3 s and 1 s); what it stands against took 14 s, minutes, for ever. */
const GOOD_FILE_CPU_MAX_MS = 1_500;
const BAD_FILE_CPU_MAX_MS = 4_000;

function cpuMsOf(text: string): number {
  const before = process.cpuUsage();
  readModelsFile(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** As often as it fits into the largest file. */
function full(start: string, line: string): string {
  return start + line.repeat(Math.floor((FILE_CHARACTERS_MAX - start.length) / line.length));
}

test('1,000 models with a profile and two distributions each', () => {
  const row =
    '    profile: large-hosted\n    time_to_first_token: lognormal(p50=400ms,p99=3s)\n    output_tokens: uniform(100,300)\n';
  const text = `models:\n${Array.from({ length: 1_000 }, (_, index) => `  m${index}:\n${row}`).join('')}`;
  assert.ok(readModelsFile(text).ok);
  const ms = cpuMsOf(text);
  assert.ok(ms < GOOD_FILE_CPU_MAX_MS, `${ms} ms`);
});

const LINES = [
  'k: 1\n',
  '- a\n',
  '?\n',
  ':\n',
  '#\n',
  '\n',
  ']',
  '[',
  ',',
  '*a ',
  '&a ',
  '!a ',
  '---\n',
  '...\n',
  '%a\n',
  '"a\n',
  "'\n",
  'a: |\n x\n',
  '    # x\n',
  ' \t\n',
];

for (const start of [
  '',
  'models:\n  m:\n',
  'models: [',
  `a: '\n`,
  `models:\n  m:\n${'\n'.repeat(500_000)}`,
]) {
  test(`a mebibyte of the same behind ${JSON.stringify(start.slice(0, 20))}`, () => {
    for (const line of LINES) {
      const ms = cpuMsOf(full(start, line));
      assert.ok(ms < BAD_FILE_CPU_MAX_MS, `${JSON.stringify(line)}: ${ms} ms`);
    }
  });
}

test('texts full of escapes that there are not', () => {
  const ms = cpuMsOf(full('[', `"${'\\q'.repeat(4_990)}",`));
  assert.ok(ms < BAD_FILE_CPU_MAX_MS, `${ms} ms`);
});
