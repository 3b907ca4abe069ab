/**
 * What is wrong with a models file: each problem with its place, all of them at once. What is too much of something is in a
 * file of its own.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readModelsFile } from '../../../support/models-file.js';

const KEYS =
  'profile, response_delay, time_to_first_token, inter_token_latency, prefill_per_token, output_tokens, reasoning_tokens, tool_calls, tool_turns, load_factor, max_model_len, faults';
const PROFILES = 'small-hosted, large-hosted, fast-hosted, small-self-hosted, large-self-hosted';
const VALUE = 'expected a value such as uniform(1s,3s)';
const KINDS = 'or uniform, normal, lognormal, exponential, percentiles, mix';
const FACTOR = 'load_factor: expected a number from 1 to 1000';

function problemsOf(text: string): readonly string[] {
  const result = readModelsFile(text);
  return result.ok ? [] : result.problems;
}

function assertAll(table: readonly (readonly [text: string, ...problems: string[]])[]): void {
  for (const [text, ...problems] of table) assert.deepEqual(problemsOf(text), problems, text);
}

/** One row of one setting, in line 3 from column 5. */
function assertRows(table: readonly (readonly [line: string, ...problems: string[]])[]): void {
  assertAll(table.map(([line, ...problems]) => [`models:\n  m:\n    ${line}\n`, ...problems]));
}

test('a file that is no map of models is refused', () => {
  const root = "1:1: expected a map with the key 'models', got";
  assertAll([
    ['', `${root} nothing`],
    ['# nothing\n', `${root} nothing`],
    ['[]', `${root} a list`],
    ['qwen', `${root} "qwen"`],
    ['5', `${root} "5"`],
    ['null', `${root} "null"`],
    ['""', `${root} nothing`],
    ['{}', '1:1: expected a map of models, got nothing'],
    ['models:', '1:8: expected a map of models, got nothing'],
    ['models: []', '1:9: expected a map of models, got a list'],
    ['\n\nmodels: yes', '3:9: expected a map of models, got "yes"'],
  ]);
});

test('a key beside the models is refused, at the key', () => {
  const alone = "expected 'models' alone";
  assertAll([
    ['models: {}\nversion: 2\n', `2:1: unknown key "version", ${alone}`],
    ['models: {}\n1: 2\n"": 3\n', `2:1: unknown key "1", ${alone}`, `3:1: unknown key nothing, ${alone}`],
    ['model: {}\n', `1:1: unknown key "model", ${alone}`, '1:1: expected a map of models, got nothing'],
  ]);
});

test('a model of which something else than a map is said is refused', () => {
  assertAll([
    ['models:\n  a: 2s\n', '2:6: expected a map of settings, got "2s"'],
    ['models:\n  a:\n', '2:5: expected a map of settings, got nothing'],
    ['models:\n  a: [profile]\n', '2:6: expected a map of settings, got a list'],
    ['models: {a: 0}', '1:13: expected a map of settings, got "0"'],
    ['models:\n  2.0: null\n', '2:8: expected a map of settings, got "null"'],
  ]);
});

test('a key that is no setting is refused at the key, with those that are', () => {
  const unknown = (key: string) => `3:5: unknown key ${key}, expected one of ${KEYS}`;
  assertRows([
    ['delay: 2s', unknown('"delay"')],
    ['Load_factor: 2', unknown('"Load_factor"')],
    ['seed: 1', unknown('"seed"')],
    ['__proto__: 1', unknown('"__proto__"')],
    ['toString: 1', unknown('"toString"')],
    ['1: 1', unknown('"1"')],
    ['"": 1', unknown('nothing')],
    ['"a\\nb": 1', unknown('"a\\nb"')],
    [`${'x'.repeat(100)}: 1`, unknown(`"${'x'.repeat(59)}…`)],
    ['load_factor: 2\n    delay: 2s', `4:5: unknown key "delay", expected one of ${KEYS}`],
  ]);
});

test('a wrong name is refused at the name', () => {
  const name = 'expected a name of 1 to 256 characters';
  assertAll([
    [`models:\n  ${'m'.repeat(257)}: {}`, `2:3: ${name}, got "${'m'.repeat(59)}…`],
    ['models:\n  "": {}', `2:3: ${name}, got nothing`],
    ['models:\n  a: {}\n  "": {}', `3:3: ${name}, got nothing`],
    // Nothing is said of its settings then.
    ['models:\n  "": {delay: 2s}', `2:3: ${name}, got nothing`],
  ]);
  assert.match(
    problemsOf('models: {a: {}, ? [b] : {}}').join(),
    /^1:\d+: expected a name .* characters, got a list$/,
  );
});

test('a wrong duration or count is refused with its mistake, and the place inside its text', () => {
  const unit = 'expected a unit (us, ms, s, m, h) after';
  const duration = 'expected a duration such as 2s';
  const lower = 'expected at least 3s, the lower end, got 1s (at character 12 of "uniform(3s,1s)")';
  assertRows([
    ['response_delay: 2', `3:21: response_delay: ${unit} 2, got the end (at character 2 of "2")`],
    [
      'time_to_first_token: 1.50',
      `3:26: time_to_first_token: ${unit} 1.50, got the end (at character 5 of "1.50")`,
    ],
    ['inter_token_latency: uniform(3s,1s)', `3:26: inter_token_latency: ${lower}`],
    ['prefill_per_token: "1"', `3:24: prefill_per_token: ${unit} 1, got the end (at character 2 of "1")`],
    [
      'response_delay: true',
      `3:21: response_delay: ${duration}, ${KINDS}, got 'true' (at character 1 of "true")`,
    ],
    [
      'response_delay: ~',
      `3:21: response_delay: ${duration} or a distribution, got '~' (at character 1 of "~")`,
    ],
    [
      'response_delay: ""',
      `3:21: response_delay: ${duration} or a distribution, got nothing (at character 1 of "")`,
    ],
    [
      'response_delay:',
      `3:20: response_delay: ${duration} or a distribution, got nothing (at character 1 of "")`,
    ],
    [
      'output_tokens: -1',
      `3:20: output_tokens: expected a count such as 200 or a distribution, got '-' (at character 1 of "-1")`,
    ],
    ['output_tokens: 5s', `3:20: output_tokens: expected no unit after 5, got 's' (at character 2 of "5s")`],
    [
      'output_tokens: 10000001',
      '3:20: output_tokens: expected at most 10000000, got 10000001 (at character 1 of "10000001")',
    ],
  ]);
});

test('of a long text, the part around the mistake is shown', () => {
  const parts = (count: number) => '10%:1s,'.repeat(count);
  const shown = `…${parts(5)}10%:1x,${parts(5)}10%…`;
  const message = `expected a unit (us, ms, s, m, h) after 1, got 'x' (at character 73 of "${shown}")`;
  assertRows([
    [`response_delay: mix(${parts(9)}10%:1x,${parts(9)}1%:1s)`, `3:21: response_delay: ${message}`],
  ]);
});

test('a value that is no text is refused', () => {
  assertRows([
    ['time_to_first_token: [1s]', `3:26: time_to_first_token: ${VALUE}, got a list`],
    ['output_tokens: {p50: 3}', `3:20: output_tokens: ${VALUE}, got a map`],
    ['load_factor: [2]', `3:18: load_factor: ${VALUE}, got a list`],
  ]);
});

test('a load factor that is no number from 1 to 1000 is refused', () => {
  const texts = ['0.99', '1000.1', '-2', '+2', '02', '2.', '2e0', '0x2', 'true', 'null', '.nan', '.inf'];
  assertRows([
    ...texts.map((text) => [`load_factor: ${text}`, `3:18: ${FACTOR}, got "${text}"`] as const),
    ['load_factor: " 2"', `3:18: ${FACTOR}, got " 2"`],
    ['load_factor:', `3:17: ${FACTOR}, got nothing`],
    [`load_factor: ${'x'.repeat(100)}`, `3:18: ${FACTOR}, got "${'x'.repeat(59)}…`],
  ]);
});

test('a profile that there is not is refused, with those that there are', () => {
  assertRows([
    [
      'profile: small',
      `3:14: profile: expected one of ${PROFILES}, or a measured model such as gpt-4o, got "small"`,
    ],
    ['profile: 5', `3:14: profile: expected one of ${PROFILES}, or a measured model such as gpt-4o, got "5"`],
    [
      'profile:',
      `3:13: profile: expected one of ${PROFILES}, or a measured model such as gpt-4o, got nothing`,
    ],
    [
      'profile: [small-hosted]',
      `3:14: profile: expected one of ${PROFILES}, or a measured model such as gpt-4o, got a list`,
    ],
  ]);
});

test('a whole time and a time between tokens in one row contradict each other', () => {
  assertRows([
    [
      'response_delay: 1s\n    inter_token_latency: 2ms',
      '3:21: response_delay: expected without inter_token_latency, got both',
    ],
    [
      'inter_token_latency: 2ms\n    response_delay: 1s',
      '4:21: response_delay: expected without inter_token_latency, got both',
    ],
  ]);
});

test('a mistake that came in by an anchor or a merge is shown where it came in', () => {
  const problem =
    'response_delay: expected a unit (us, ms, s, m, h) after 2, got the end (at character 2 of "2")';
  assertAll([
    [
      'models:\n  a: &a\n    response_delay: 2\n  b: *a\n  c:\n    <<: *a\n',
      `3:21: ${problem}`,
      `4:6: ${problem}`,
      `6:5: ${problem}`,
    ],
  ]);
});

test('all problems are told at once: keys beside the models, then the models in the order of the file', () => {
  const text = [
    'models:',
    '  a: 5',
    '  b:',
    '    load_factor: 0',
    '    profile: none',
    '    response_delay: 1',
    '  c: {delay: 2s}',
    'other: 1',
  ].join('\n');
  assert.deepEqual(
    problemsOf(text).map((problem) => problem.split(' ', 1)[0]),
    ['8:1:', '2:6:', '4:18:', '5:14:', '6:21:', '7:7:'],
  );
});

test('a text that is no YAML is refused, and then nothing else is said of it', () => {
  assertAll([
    ['models:\n\tm: {}\n', '2:1: Tabs are not allowed as indentation'],
    ['models:\n  m: {}\n  m: 5\n', '3:3: Map keys must be unique'],
  ]);
  for (const text of ['models: {m: [}', 'models: {m: "', 'models: {}\n---\nmodels: {}', 'a: b: c', 'm: @']) {
    const problems = problemsOf(text);
    assert.equal(problems.length >= 1, true, text);
    // As the library words it, without the place and the excerpt that it adds.
    for (const problem of problems) assert.match(problem, /^\d+:\d+: [A-Z](?!.* at line ).*$/, text);
  }
});

test('what the library cannot make values of is the only problem', () => {
  const anchor = '1:1: Unresolved alias (the anchor must be set before the alias): x';
  assertAll([
    ['models: {m: *x}', anchor],
    ['version: 2\nmodels: {m: *x, n: 5}', anchor],
    ['models: {m: {<<: 5}, n: 5}', '1:1: Merge sources must be maps or map aliases'],
  ]);
});
