/**
 * Holds docs/models-file.md, and the tables of the latency model and of the knobs in both READMEs, to the code.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDuration } from '../../dist/behavior/grammar.js';
import { KNOBS } from '../../dist/behavior/knobs.js';
import { MODEL_PROFILES } from '../../dist/behavior/model-profiles.js';
import { MODEL_KEYS } from '../../dist/behavior/models-file.js';
import { readModelsFile } from '../support/models-file.js';
import { readProjectFile } from '../support/source-tree.js';

const page = readProjectFile('docs/models-file.md') as string;
const READMES = ['README.md', 'README.zh-CN.md'];

function section(name: string, text = page): string {
  const found = text.split(`<!-- ${name} -->`)[1]?.split(`<!-- /${name} -->`)[0];
  return found ?? assert.fail(`no section ${name}`);
}

/** The cells of each row below the head. */
function rows(name: string, text = page): string[][] {
  const lines = section(name, text)
    .split('\n')
    .filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

test('the example is a file that the server reads', () => {
  const text = /```yaml\n([\s\S]+?)```/.exec(section('example'))?.[1] ?? '';
  const read = readModelsFile(text);
  assert.ok(read.ok, JSON.stringify(read));
  assert.deepEqual(read.table.names, ['qwen-plus', 'qwen-turbo', 'qwen-flash']);
  assert.equal(read.table.find('gpt-4o').loadFactor, 3);
  assert.deepEqual(read.table.find('gpt-4o').interTokenLatency, { kind: 'constant', value: 8 });
});

test('the table of keys has every key once, and no other', () => {
  const shown = rows('keys').map(([key]) => key);
  assert.deepEqual(
    shown,
    ['profile', ...Object.keys(MODEL_KEYS)].map((key) => `\`${key}\``),
  );
});

test('the table of profiles is the one in the code', () => {
  const expected = MODEL_PROFILES.map((profile) => [
    `\`${profile.name}\``,
    `\`${profile.timeToFirstToken}\``,
    `\`${profile.interTokenLatency}\``,
    profile.measured,
    profile.source,
  ]);
  assert.deepEqual(rows('profiles'), expected);
});

test('the problems on the page are those that the server tells', () => {
  const shown = [...page.matchAll(/^models\.yaml:(.+)$/gm)].map(([, problem]) => problem);
  const read = readModelsFile('models:\n  m:\n    response_delay: 2\n    nonsense: 1\n');
  assert.deepEqual(read, { ok: false, problems: shown });
});

for (const file of READMES) {
  const readme = readProjectFile(file) as string;

  test(`${file} has the forms and examples of the latency model, and each example parses`, () => {
    const table = rows('durations', readProjectFile('docs/latency-model.md') as string);
    const shown = rows('durations', readme);
    assert.deepEqual(
      shown.map(([, example]) => example),
      table.map(([, example]) => example),
    );
    for (const [, example = ''] of shown) assert.equal(parseDuration(example.slice(1, -1)).ok, true, example);
    for (const { name } of MODEL_PROFILES) assert.ok(readme.includes(`\`${name}\``), name);
  });

  test(`${file} has every knob, with its header and an example that is taken`, () => {
    assert.deepEqual(
      rows('knobs', readme).map(([header, name]) => [header, name]),
      KNOBS.map(({ header, name }) => [`\`${header}\``, `\`${name}\``]),
    );
    for (const { otherHeader } of KNOBS) {
      if (otherHeader !== null) assert.ok(readme.toLowerCase().includes(`\`${otherHeader}\``), otherHeader);
    }
  });
}
