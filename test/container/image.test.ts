import assert from 'node:assert/strict';
import { test } from 'node:test';
import { docker, IMAGE, startContainer } from '../support/docker.js';

const ADDED_BYTES_MAX = 30_000_000;

test('the image adds at most 30 MB to its base', async (t) => {
  const history = await docker('history', '--human=false', '--format', '{{.Size}} {{.CreatedBy}}', IMAGE);
  const layers = history.split('\n').map((line) => line.split(' '));
  const added = layers
    .filter((words) => words.includes('COPY') && words.some((word) => word.startsWith('/app/')))
    .map(([bytes]) => Number(bytes));
  assert.equal(added.length, 3);
  const bytes = added.reduce((sum, size) => sum + size, 0);
  t.diagnostic(`${(bytes / 1e6).toFixed(1)} MB`);
  assert.ok(bytes > 0 && bytes <= ADDED_BYTES_MAX, `${bytes} bytes`);
});

test('the image holds one uWebSockets.js binary, and nothing that only development needs', async () => {
  const { id } = await startContainer();
  const listing = await docker('exec', id, 'find', '/app', '-name', '*.node', '-path', '*uWebSockets*');
  assert.equal(listing.split('\n').length, 1);
  const modules = (await docker('exec', id, 'ls', '/app/node_modules')).split('\n');
  for (const name of ['typescript', 'undici', 'fast-check', 'knip']) assert.ok(!modules.includes(name), name);
});

test('the server runs as uid 1000 on a read-only root without any capability', async () => {
  const { id } = await startContainer();
  assert.equal(await docker('exec', id, 'id', '-u'), '1000');
  await assert.rejects(docker('exec', id, 'touch', '/app/x'), /Read-only file system/);
  const status = await docker('exec', id, 'cat', '/proc/1/status');
  assert.match(status, /^Uid:\t1000\t1000\t1000\t1000$/m);
  assert.match(status, /^CapEff:\t0000000000000000$/m);
  assert.match(status, /^NoNewPrivs:\t1$/m);
});
