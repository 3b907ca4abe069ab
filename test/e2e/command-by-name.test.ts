/**
 * The command by its name, as npm runs it in a folder where it was just built: by the file itself, not by Node.js.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { readProjectFile } from '../support/source-tree.js';

test('the file that package.json names as the command can be run', () => {
  const { bin, version } = JSON.parse(readProjectFile('package.json')) as {
    bin: Record<string, string>;
    version: string;
  };
  const file = join(process.cwd(), bin['llm-mock-server'] ?? '');
  const { stdout, status } = spawnSync(file, ['--version'], { encoding: 'utf8' });
  assert.equal(status, 0);
  assert.equal(stdout.trim(), version);
});
