import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quantileOf } from '../../../../dist/behavior/distributions/describe.js';
import { formatDistribution } from '../../../../dist/behavior/distributions/format.js';
import { COUNT, DURATION } from '../../../../dist/behavior/distributions/quantity.js';
import { chooseModels, withChosen } from '../../../../dist/behavior/models/choose-models.js';
import {
  MEASURED_MODEL_NAMES,
  MEASURED_MODELS,
  MEASURED_SOURCES,
} from '../../../../dist/behavior/models/measured-models.js';
import { findModelProfile, MODEL_PROFILE_NAMES } from '../../../../dist/behavior/models/model-profiles.js';
import { ModelTable } from '../../../../dist/behavior/models/model-table.js';
import { EMPTY_PROFILE } from '../../../../dist/behavior/profile/profile.js';
import { readModelsFile } from '../../../support/models-file.js';

/** The families that people ask for. */
const FAMILIES = [
  'gpt-4o',
  'gpt-4.1',
  'gpt-5',
  'o3-mini',
  'claude-opus-*',
  'claude-sonnet-*',
  'claude-haiku-*',
];
const OTHER_FAMILIES = [
  'gemini-*-pro',
  'gemini-*-flash',
  'qwen3*-max',
  'qwen3*-plus',
  'deepseek-v3',
  'deepseek-r1',
];

test('every source is public, can be looked up for good, and says when it measured', () => {
  for (const { title, date, url } of Object.values(MEASURED_SOURCES)) {
    assert.match(url, /^https:\/\/github\.com\/[\w.-]+\/[\w.-]+\/blob\/[0-9a-f]{40}\/[\w./-]+$/, title);
    assert.match(date, /^20\d\d-(?:0[1-9]|1[0-2])(?:-[0-3]\d)?$/, title);
  }
  const used = new Set(MEASURED_MODELS.map(({ source }) => source));
  assert.deepEqual([...used].sort(), Object.keys(MEASURED_SOURCES).sort());
});

test('no name is there twice, or that of a ready-made profile', () => {
  const names = [...MEASURED_MODEL_NAMES, ...MODEL_PROFILE_NAMES];
  assert.equal(new Set(names).size, names.length);
  for (const name of MEASURED_MODEL_NAMES) assert.match(name, /^[a-z0-9]+(?:[-.][a-z0-9]+)*$/);
});

for (const { name, timeToFirstToken, interTokenLatency, reasoningTokens, measured } of MEASURED_MODELS) {
  test(`${name}: its texts are written as the grammar writes them, its figures are those of a model, and it says what was measured`, () => {
    const profile = findModelProfile(name);
    assert.ok(profile?.timeToFirstToken && profile.interTokenLatency);
    const { timeToFirstToken: first, interTokenLatency: between, reasoningTokens: thoughts } = profile;
    assert.equal(formatDistribution(first, DURATION), timeToFirstToken);
    assert.equal(formatDistribution(between, DURATION), interTokenLatency);
    assert.equal(thoughts === null ? null : formatDistribution(thoughts, COUNT), reasoningTokens);
    assert.deepEqual(profile, {
      ...EMPTY_PROFILE,
      timeToFirstToken: first,
      interTokenLatency: between,
      reasoningTokens: thoughts,
    });
    assert.ok(quantileOf(first, 0.5) > 100 && quantileOf(first, 0.5) < 120_000);
    assert.ok(quantileOf(between, 0.5) >= 1 && quantileOf(between, 0.5) < 100);
    assert.match(measured, / at [A-Z]/);
  });
}

test('the families that people ask for are there', () => {
  for (const pattern of [...FAMILIES, ...OTHER_FAMILIES])
    assert.equal(chooseModels(pattern).ok, true, pattern);
});

test('names and patterns choose models, each once, in the order of the data', () => {
  const chosen = chooseModels('claude-haiku-*, gpt-4o,gpt-4?,gpt-4.1*');
  assert.ok(chosen.ok);
  assert.deepEqual(
    chosen.rows.map(({ name }) => name),
    ['gpt-4o', 'gpt-4.1', 'gpt-4.1-mini', 'gpt-4.1-nano', 'claude-haiku-4-5'],
  );
  const all = chooseModels('*');
  assert.ok(all.ok);
  assert.equal(all.rows.length, MEASURED_MODELS.length);
});

test('what fits none is refused, with what there is and what was probably meant', () => {
  const refused = chooseModels('gpt-4o,gpt4o');
  assert.ok(!refused.ok);
  assert.match(
    refused.message,
    /^expected names or patterns of gpt-4o, .*grok-4; got "gpt4o" \(did you mean gpt-4o\?\)$/,
  );
  for (const text of ['', ',', 'gpt-4o,', 'nothing-*', 'x'.repeat(1000)])
    assert.equal(chooseModels(text).ok, false, text);
});

test('what a models file says of a name counts more than what was measured', () => {
  const chosen = chooseModels('gpt-4o,gpt-4.1');
  assert.ok(chosen.ok);
  const own = { name: 'gpt-4o', profile: { ...EMPTY_PROFILE, loadFactor: 3 } };
  const table = new ModelTable(withChosen([own], chosen.rows));
  assert.deepEqual(table.names, ['gpt-4o', 'gpt-4.1']);
  assert.equal(table.find('gpt-4o').loadFactor, 3);
  assert.deepEqual(table.find('gpt-4.1'), findModelProfile('gpt-4.1'));
});

test('a models file may start from a measured model', () => {
  const read = readModelsFile('models:\n  mine:\n    profile: deepseek-r1\n    output_tokens: 300\n');
  assert.ok(read.ok);
  const { reasoningTokens, outputTokens } = read.table.find('mine');
  assert.deepEqual(
    [reasoningTokens, outputTokens],
    [
      { kind: 'constant', value: 2347 },
      { kind: 'constant', value: 300 },
    ],
  );
});
