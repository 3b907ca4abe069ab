/**
 * Holds the tables of the latency model and of the overrides in both READMEs to the code and to docs/latency-model.md.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDuration } from '../../dist/behavior/grammar/grammar.js';
import { OVERRIDES } from '../../dist/behavior/latency/overrides.js';
import { MODEL_PROFILES } from '../../dist/behavior/models/model-profiles.js';
import { rowsOf } from '../support/page.js';
import { readProjectFile } from '../support/source-tree.js';

for (const file of ['README.md', 'README.zh-CN.md']) {
  const readme = readProjectFile(file);

  test(`${file} has the forms and examples of the latency model, and each example parses`, () => {
    const table = rowsOf(readProjectFile('docs/latency-model.md'), 'durations');
    const shown = rowsOf(readme, 'durations');
    assert.deepEqual(
      shown.map(([, example]) => example),
      table.map(([, example]) => example),
    );
    for (const [, example = ''] of shown) assert.equal(parseDuration(example.slice(1, -1)).ok, true, example);
    for (const { name } of MODEL_PROFILES) assert.ok(readme.includes(`\`${name}\``), name);
  });

  test(`${file} has every override, with its header and an example that is taken`, () => {
    assert.deepEqual(
      rowsOf(readme, 'overrides').map(([header, name]) => [header, name]),
      OVERRIDES.map(({ header, name }) => [`\`${header}\``, `\`${name}\``]),
    );
    for (const { otherHeader } of OVERRIDES) {
      if (otherHeader !== null) assert.ok(readme.toLowerCase().includes(`\`${otherHeader}\``), otherHeader);
    }
  });
}
