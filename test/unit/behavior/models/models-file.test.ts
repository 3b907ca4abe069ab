/**
 * What a models file without problems says. What is wrong with others is in a file of its own.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findModelProfile } from '../../../../dist/behavior/models/model-profiles.js';
import type { ModelTable } from '../../../../dist/behavior/models/model-table.js';
import { MODEL_KEYS } from '../../../../dist/behavior/models/models-file.js';
import { FILE_CHARACTERS_MAX } from '../../../../dist/behavior/models/yaml-reader.js';
import { describeProfile } from '../../../../dist/behavior/profile/describe-profile.js';
import { EMPTY_PROFILE } from '../../../../dist/behavior/profile/profile.js';
import { readModelsFile } from '../../../support/models-file.js';

function read(text: string): ModelTable {
  const result = readModelsFile(text);
  assert.ok(result.ok, result.ok ? '' : result.problems.join('\n'));
  return result.table;
}

/** What is said of a model, in words. */
function saidOf(table: ModelTable, model: string): string {
  return describeProfile(table.find(model));
}

/** What one row says, given as its lines. */
function row(...lines: string[]): string {
  return saidOf(read(['models:', '  m:', ...lines.map((line) => `    ${line}`)].join('\n')), 'm');
}

const GOOD = `
# By name or pattern.
models:
  qwen-plus:
    time_to_first_token: lognormal(p50=400ms,p99=3s)
    inter_token_latency: 20ms
    prefill_per_token: 100us
    output_tokens: uniform(100, 300)
    load_factor: 2.5
  "qwen-*":
    response_delay: mix(70%:10s, 30%:60s)
  gpt-4?:
    profile: fast-hosted
  '*': {output_tokens: 7}
`;

test('a file says by name and pattern what holds for a model', () => {
  const table = read(GOOD);
  assert.deepEqual(table.names, ['qwen-plus']);
  assert.equal(
    saidOf(table, 'qwen-plus'),
    'first token lognormal(p50=400ms,p99=3s), between tokens 20ms, prefill 100us per token, ' +
      'uniform(100,300) tokens, up to 2.5 times slower under load',
  );
  assert.equal(saidOf(table, 'qwen-max'), 'whole answer mix(70%:10s,30%:1m)');
  assert.equal(saidOf(table, 'gpt-4o'), describeProfile(findModelProfile('fast-hosted') ?? EMPTY_PROFILE));
  assert.equal(saidOf(table, 'gpt-4.1'), '7 tokens');
});

test('the keys are the name of a profile and the settings of the same meaning in small letters', () => {
  assert.deepEqual(MODEL_KEYS, [
    'profile',
    'response_delay',
    'time_to_first_token',
    'inter_token_latency',
    'prefill_per_token',
    'output_tokens',
    'reasoning_tokens',
    'tool_calls',
    'tool_turns',
    'load_factor',
    'max_model_len',
    'faults',
  ]);
});

test('a file without models, and a model without settings, say nothing', () => {
  assert.deepEqual(read('models: {}').names, []);
  const table = read('models: {m: {}}');
  assert.deepEqual(table.names, ['m']);
  assert.deepEqual(table.find('m'), EMPTY_PROFILE);
});

test('every value is a text that the grammar reads, in quotes or not; a duration of 0 needs no unit', () => {
  assert.equal(row('output_tokens: 200'), '200 tokens');
  assert.equal(row('output_tokens: "200"'), '200 tokens');
  assert.equal(row('output_tokens: !!int 200'), '200 tokens');
  assert.equal(row('output_tokens: 20.5'), '20.5 tokens');
  assert.equal(row('response_delay: 0'), 'whole answer 0');
});

test('a text may be written in every way that YAML has', () => {
  for (const text of [
    'response_delay: uniform(1s,3s)',
    "response_delay: 'uniform(1s,3s)'",
    'response_delay: "uniform(1s,3s)" # about two',
    'response_delay: >-\n      uniform(1s,\n      3s)',
    '{response_delay: "uniform(1s,3s)"}',
    '"response_delay" : ! uniform(1s,3s)',
  ]) {
    assert.equal(row(text), 'whole answer uniform(1s,3s)', text);
  }
});

test('a load factor is a number from 1 to 1000', () => {
  assert.equal(row('load_factor: 1000'), 'up to 1000 times slower under load');
  assert.equal(row('load_factor: 1.001'), 'up to 1.001 times slower under load');
  assert.equal(row('load_factor: "2"'), 'up to 2 times slower under load');
  assert.equal(row('load_factor: 2.50'), 'up to 2.5 times slower under load');
  assert.equal(read('models: {m: {load_factor: 1}}').find('m').loadFactor, 1);
});

test('a profile says what is ready-made, and the other keys of the row overrule it', () => {
  assert.equal(row('profile: large-self-hosted'), 'first token 688.69ms, between tokens 38.75ms');
  const own = 'first token 1s, between tokens 38.75ms, 9 tokens';
  assert.equal(row('profile: large-self-hosted', 'time_to_first_token: 1s', 'output_tokens: 9'), own);
  // Wherever it stands in its row.
  assert.equal(row('output_tokens: 9', 'time_to_first_token: 1s', 'profile: large-self-hosted'), own);
});

test('a whole time beside a profile takes its token latencies away', () => {
  assert.equal(row('profile: large-self-hosted', 'response_delay: 2s'), 'whole answer 2s');
  assert.equal(
    row('profile: large-self-hosted', 'response_delay: 2s', 'time_to_first_token: 1s'),
    'whole answer 2s, first token 1s',
  );
});

test('rows may share what they say by anchors and merge keys, which a row’s own keys overrule', () => {
  const table = read(`
models:
  slow: &slow
    time_to_first_token: 5s
    inter_token_latency: 200ms
  same: *slow
  faster:
    <<: *slow
    inter_token_latency: 100ms
  both:
    <<: [*slow, {output_tokens: 7}]
  profiled:
    <<: {profile: large-self-hosted, output_tokens: 3}
    output_tokens: 4
`);
  assert.deepEqual(table.names, ['slow', 'same', 'faster', 'both', 'profiled']);
  assert.equal(saidOf(table, 'same'), 'first token 5s, between tokens 200ms');
  assert.equal(saidOf(table, 'faster'), 'first token 5s, between tokens 100ms');
  assert.equal(saidOf(table, 'both'), 'first token 5s, between tokens 200ms, 7 tokens');
  assert.equal(saidOf(table, 'profiled'), 'first token 688.69ms, between tokens 38.75ms, 4 tokens');
});

test('names and patterns may have any characters', () => {
  const names = ['Qwen/Qwen3-8B', 'gpt-4.1', 'a b', '通义', 'm:latest', '__proto__', 'constructor', 'no'];
  const rows = names.map((name, index) => `  ${JSON.stringify(name)}: {output_tokens: ${index}}`);
  const table = read(['models:', ...rows].join('\n'));
  assert.deepEqual(table.names, names);
  for (const [index, name] of names.entries()) assert.equal(saidOf(table, name), `${index} tokens`);
  assert.equal(saidOf(read('models: {"[a-z]*": {output_tokens: 1}}'), 'b'), '');
});

test('a name is its text, whatever else YAML takes it for, and the order is that of the file', () => {
  const names = ['2.0', 'null', '~', '10', '9', '01', '1', 'true', '0x10', '1e3', '2024-01-01', '.nan'];
  const table = read(
    `models:\n${names.map((name, index) => `  ${name}: {output_tokens: ${index}}\n`).join('')}`,
  );
  assert.deepEqual(table.names, names);
  for (const [index, name] of names.entries()) assert.equal(saidOf(table, name), `${index} tokens`, name);
  for (const other of ['2', '', '16', '1000', 'NaN']) assert.equal(saidOf(table, other), '', other);
});

test('a document of YAML 1.1 has texts too', () => {
  const table = read('%YAML 1.1\n---\nmodels:\n  yes: {output_tokens: 8}\n  1_0: {load_factor: 2}\n');
  assert.deepEqual(table.names, ['yes', '1_0']);
});

test('of several patterns, the first in the file counts', () => {
  const table = read('models:\n  "a*": {output_tokens: 1}\n  "ab*": {output_tokens: 2}\n');
  assert.equal(saidOf(table, 'abc'), '1 tokens');
});

test('a file may begin with a mark of byte order or of a document, and have lines of any ends', () => {
  for (const text of [
    '\ufeffmodels:\n  m: {output_tokens: 1}',
    '---\nmodels:\n  m: {output_tokens: 1}\n...\n',
    'models:\r\n  m:\r\n    output_tokens: 1\r\n',
    '{"models": {"m": {"output_tokens": 1}}}',
  ]) {
    assert.equal(saidOf(read(text), 'm'), '1 tokens', JSON.stringify(text));
  }
});

test('a file at the limits is read: 1,000 models, names of 256 characters, 1,048,576 characters', () => {
  const name = (index: number) => `${index}`.padStart(256, 'm');
  const rows = Array.from({ length: 1000 }, (_, index) => `  ${name(index)}: {output_tokens: ${index}}\n`);
  const table = read(`models:\n${rows.join('')}`.padEnd(FILE_CHARACTERS_MAX, '#\n'));
  assert.equal(table.names.length, 1000);
  assert.equal(saidOf(table, name(999)), '999 tokens');
});
