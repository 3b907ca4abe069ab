import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const FIXTURE = fileURLToPath(new URL('../fixtures/scrape-without-descriptors.js', import.meta.url));

test('a thread loads what a scrape needs by itself, so that the first one works without a descriptor left', () => {
  const { status, stdout, stderr } = spawnSync('sh', [
    '-c',
    `ulimit -n 128 && exec "${process.execPath}" "${FIXTURE}"`,
  ]);
  assert.equal(status, 0, `${stdout}${stderr}`);
});
