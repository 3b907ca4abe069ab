// Owns: what must hold of config and scenario files whatever stands in them, for as many as one has time for. Runs on: the test process.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import * as yaml from 'yaml';
import {
  buildTimeline,
  countMoments,
  TIMELINE_ENTRIES_MAX,
} from '../../../dist/behavior/scenario/timeline.js';
import { readConfigText } from '../../../dist/config/file/config-file.js';
import { readConfigModels } from '../../../dist/config/read/config-file.js';
import { readConfig } from '../../../dist/config/read/reader.js';
import { readScenarioText } from '../../../dist/config/scenario/scenario-file.js';
import { withFolder } from '../folder.js';
import { damaged } from './damage.js';
import {
  countedYaml,
  type Line,
  modelLines,
  settingLines,
  stepLines,
  unfoldingTexts,
  YAML_PIECES,
} from './yaml-parts.js';

const CPU = { totalCores: 8, availableCores: 2, source: 'cgroup_v2' };
/** Fifty and how many more there are; the longest message shows 200 characters of the library's or 60 of the file's. */
const PROBLEMS_MAX = 51;
const PROBLEM_CHARACTERS_MAX = 1_000;

const word = fc.constantFrom(
  ...[
    'settings',
    'models',
    'scenario',
    'steps',
    'at',
    'for',
    'set',
    'ramp',
    'down',
    'mark',
    'from',
    'to',
    'm',
    '',
  ],
  ...['PORT', 'api_key', 'FAULTS', 'SEED', '1', '2s', '30%:503', 'true', '__proto__', 'repeat', 'name'],
);
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 5 },
    word,
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(word, tie('any'), { maxKeys: 4 }),
  ),
})).any;

function fileOf(settings: readonly Line[], models: readonly Line[], steps: readonly Line[]): readonly Line[] {
  const head = (text: string): Line => ({ text, isWrong: false });
  const inside = (lines: readonly Line[], mark: string) =>
    lines.map(({ text, isWrong }) => ({ text: `  ${mark}${text}`, isWrong }));
  return [
    ...[head(settings.length > 0 ? 'settings:' : 'settings: {}'), ...inside(settings, '')],
    ...[head(models.length > 0 ? 'models:' : 'models: {}'), ...inside(models, '')],
    ...[head('scenario:'), head('  steps:'), ...inside(steps, '- ')],
  ];
}

/** Of eight lines so many are wrong, in files of which the mistakes are looked for; those that are damaged are right before. */
const WRONGS = 2;

function configLines(wrongs: number): fc.Arbitrary<readonly Line[]> {
  return fc
    .tuple(settingLines(wrongs), modelLines(wrongs), stepLines(wrongs))
    .map((parts) => fileOf(...parts));
}

function scenarioLines(wrongs: number): fc.Arbitrary<readonly Line[]> {
  return stepLines(wrongs).map((steps) => [
    { text: 'steps:', isWrong: false },
    ...steps.map(({ text, isWrong }) => ({ text: `- ${text}`, isWrong })),
  ]);
}

const textOf = (lines: readonly Line[]): string => lines.map(({ text }) => `${text}\n`).join('');

function anyText(right: fc.Arbitrary<string>, keys: readonly string[]): fc.Arbitrary<string> {
  const shaped = fc.record(Object.fromEntries(keys.map((key) => [key, value])), { requiredKeys: [] });
  const written = fc.oneof(
    shaped.map((content) => JSON.stringify(content)),
    shaped.map((content) => yaml.stringify(content)),
  );
  return fc.oneof(
    { arbitrary: written, weight: 2 },
    { arbitrary: damaged(written, YAML_PIECES), weight: 2 },
    { arbitrary: right, weight: 1 },
    { arbitrary: damaged(right, YAML_PIECES), weight: 3 },
    { arbitrary: fc.oneof(unfoldingTexts, damaged(unfoldingTexts, YAML_PIECES)), weight: 1 },
    { arbitrary: fc.string({ unit: 'binary', maxLength: 300 }), weight: 1 },
  );
}

/** Each has its place inside the text, on one line that a terminal can show, and there are not too many. */
function assertProblems(problems: readonly string[], text: string): void {
  const lines = text.split('\n').length;
  assert.ok(problems.length <= PROBLEMS_MAX, `${problems.length} problems`);
  for (const problem of problems) {
    const [, line, column] = /(?:^|:)(\d+):(\d+): ./.exec(problem) ?? [];
    assert.ok(Number(line) >= 1 && Number(line) <= lines && Number(column) >= 1, problem);
    assert.ok(problem.length <= PROBLEM_CHARACTERS_MAX, problem);
    assert.doesNotMatch(problem, /[\p{Cc}\p{Cs}]/u);
  }
}

/** Work that one character, and all that a text may unfold to, are worth. */
const WORK_PER_CHARACTER = 10;
const WORK_OF_UNFOLDING = 300_000;

function assertWork({ words, questions }: { words: number; questions: number }, text: string): void {
  assert.ok(words <= text.length + 10, `${words} words of ${text.length} characters`);
  const bound = WORK_PER_CHARACTER * (text.length + 10) + (text.includes('*') ? WORK_OF_UNFOLDING : 0);
  assert.ok(questions <= bound, `${questions} questions about ${text.length} characters`);
}

/** Any text is a config, or problems with a place each; nothing is thrown, and the work is worth the text. */
export function holdConfigTexts(runs: number): void {
  const seen = { right: 0, wrong: 0 };
  withFolder((folder) => {
    const path = join(folder, 'mock.yaml');
    fc.assert(
      fc.property(anyText(configLines(0).map(textOf), ['settings', 'models', 'scenario']), (text) => {
        const { library, work } = countedYaml();
        const file = readConfigText(text, 'mock.yaml', library);
        assertWork(work, text);
        assertProblems(file.problems, text);
        for (const [env, { name }] of file.given)
          assert.match(name, new RegExp(`^mock\\.yaml:\\d+:\\d+: ${env}$`));
        writeFileSync(path, text);
        const read = readConfig({ env: {}, argv: ['--config', path], cpu: CPU });
        seen[read.kind === 'config' ? 'right' : 'wrong']++;
        if (file.problems.length > 0) assert.equal(read.kind, 'invalid');
      }),
      { numRuns: runs },
    );
  });
  assert.ok(seen.right > runs / 100 && seen.wrong > runs / 3, JSON.stringify(seen));
}

/** Any text is a scenario that can be run, or problems with a place each. */
export function holdScenarioTexts(runs: number): void {
  const seen = { right: 0, wrong: 0 };
  fc.assert(
    fc.property(anyText(scenarioLines(0).map(textOf), ['name', 'repeat', 'steps']), (text) => {
      const { library, work } = countedYaml();
      const read = readScenarioText(text, library);
      assertWork(work, text);
      seen[read.ok ? 'right' : 'wrong']++;
      if (!read.ok) {
        assert.ok(read.problems.length > 0);
        assertProblems(read.problems, text);
        return;
      }
      const { scenario } = read;
      const timeline = buildTimeline(scenario);
      assert.ok(timeline.length <= countMoments(scenario) && timeline.length <= TIMELINE_ENTRIES_MAX);
      assert.deepEqual({ ...timeline.at(-1), atMs: 0 }, { atMs: 0, changes: {}, models: {}, mark: null });
      for (const [index, { atMs }] of timeline.entries()) assert.ok(atMs >= (timeline[index - 1]?.atMs ?? 0));
      // What a step says is in force when it begins: under its own name, whatever that is.
      const inForce = new Set(timeline.flatMap(({ models }) => Object.keys(models)));
      for (const { models, forMs } of scenario.steps) {
        for (const name of forMs > 0 ? Object.keys(models) : []) assert.ok(inForce.has(name), name);
      }
    }),
    { numRuns: runs },
  );
  assert.ok(seen.right > runs / 50 && seen.wrong > runs / 5, JSON.stringify(seen));
}

/** The lines in which a problem was found. */
function linesOf(problems: readonly string[]): readonly number[] {
  const lines = problems.map((problem) => Number(/(?:^|:)(\d+):\d+: /.exec(problem)?.[1]));
  return [...new Set(lines)].sort((one, other) => one - other);
}

function wrongLinesOf(lines: readonly Line[]): readonly number[] {
  return lines.flatMap(({ isWrong }, index) => (isWrong ? [index + 1] : []));
}

/** However many mistakes there are: each line that has one is told, and no other. */
export function holdConfigMistakes(runs: number): void {
  withFolder((folder) => {
    const path = join(folder, 'mock.yaml');
    fc.assert(
      fc.property(configLines(WRONGS), (lines) => {
        writeFileSync(path, textOf(lines));
        const read = readConfigModels(path);
        assert.deepEqual(read.ok ? [] : linesOf(read.problems), wrongLinesOf(lines), textOf(lines));
      }),
      { numRuns: runs },
    );
  });
}

/** As `holdConfigMistakes`, of scenarios. */
export function holdScenarioMistakes(runs: number): void {
  fc.assert(
    fc.property(scenarioLines(WRONGS), (lines) => {
      const read = readScenarioText(textOf(lines), yaml);
      assert.deepEqual(read.ok ? [] : linesOf(read.problems), wrongLinesOf(lines), textOf(lines));
    }),
    { numRuns: runs },
  );
}
