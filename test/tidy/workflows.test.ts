/**
 * Holds the workflows to actionlint, and to the one script that says what guards the main branch.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';
import { missingTool } from '../support/readme.js';
import { readProjectFile } from '../support/source-tree.js';

const FOLDER = '.github/workflows';

test('actionlint finds nothing in the workflows', { skip: missingTool(['actionlint']) }, () => {
  const paths = readdirSync(FOLDER).map((name) => `${FOLDER}/${name}`);
  assert.ok(paths.length >= 2);
  const { status, stdout, stderr } = spawnSync('actionlint', paths, { encoding: 'utf8' });
  assert.deepEqual([status, stdout, stderr], [0, '', '']);
});

test('the workflow runs the tiers by the script that runs them elsewhere, and none by itself', () => {
  const { jobs } = parse(readProjectFile(`${FOLDER}/ci.yml`)) as {
    jobs: { test: { steps: { run?: string }[] } };
  };
  const commands = jobs.test.steps.flatMap(({ run = '' }) => run.split(' && '));
  assert.equal(commands.filter((command) => command === '.ci/run').length, 1);
  assert.deepEqual(
    commands.filter((command) => command.startsWith('npm')),
    [],
  );
});
