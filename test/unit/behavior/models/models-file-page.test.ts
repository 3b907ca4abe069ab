/**
 * Holds docs/models-file.md to the code.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MODEL_PROFILES } from '../../../../dist/behavior/models/model-profiles.js';
import { MODEL_KEYS } from '../../../../dist/behavior/models/models-file.js';
import { readModelsFile } from '../../../support/models-file.js';
import { rowsOf, sectionOf } from '../../../support/page.js';
import { readProjectFile } from '../../../support/source-tree.js';

const page = readProjectFile('docs/models-file.md');

test('the example is a file that the server reads', () => {
  const text = /```yaml\n([\s\S]+?)```/.exec(sectionOf(page, 'example'))?.[1] ?? '';
  const read = readModelsFile(text);
  assert.ok(read.ok, JSON.stringify(read));
  assert.deepEqual(read.table.names, ['qwen-plus', 'qwen-turbo', 'qwen-flash']);
  assert.equal(read.table.find('gpt-4o').loadFactor, 3);
  assert.deepEqual(read.table.find('gpt-4o').interTokenLatency, { kind: 'constant', value: 8 });
});

test('the table of keys has every key once, and no other', () => {
  const shown = rowsOf(page, 'keys').map(([key]) => key);
  assert.deepEqual(
    shown,
    MODEL_KEYS.map((key) => `\`${key}\``),
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
  assert.deepEqual(rowsOf(page, 'profiles'), expected);
});

test('the problems on the page are those that the server tells', () => {
  const shown = [...page.matchAll(/^models\.yaml:(.+)$/gm)].map(([, problem]) => problem);
  const read = readModelsFile('models:\n  m:\n    response_delay: 2\n    nonsense: 1\n');
  assert.deepEqual(read, { ok: false, problems: shown });
});
