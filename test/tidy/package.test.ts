import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filesBelow, readProjectFile } from '../support/source-tree.js';

const ENTRY = 'dist/main/cli.js';

interface Manifest {
  readonly bin?: Record<string, string>;
  readonly scripts?: Record<string, string>;
  readonly [group: string]: Record<string, string> | unknown;
}

const manifest = JSON.parse(readProjectFile('package.json')) as Manifest;
const dockerfile = readProjectFile('Dockerfile');

const GROUPS = ['dependencies', 'optionalDependencies', 'devDependencies', 'peerDependencies'];

test('every dependency is pinned to one version', () => {
  for (const path of [
    'package.json',
    ...filesBelow('bench').filter((file) => file.endsWith('/package.json')),
  ]) {
    const packages = JSON.parse(readProjectFile(path)) as Manifest;
    for (const group of GROUPS) {
      for (const [name, version] of Object.entries((packages[group] ?? {}) as Record<string, string>)) {
        assert.match(version, /^(?:npm:[a-z0-9-]+@)?\d+\.\d+\.\d+$/, `${path}: ${name}`);
      }
    }
  }
});

/** Flags of Node.js for a small server on one core; docs/decisions/17-flags-for-one-core.md has the figures. */
const FLAGS = ['--max-semi-space-size=1', '--single-threaded-gc', '--v8-pool-size=1'];

test('the command and npm start run the same file with the same flags, which says what runs it', () => {
  assert.deepEqual(manifest.bin, { 'llm-mock-server': ENTRY });
  assert.equal(manifest.scripts?.start, `exec node ${FLAGS.join(' ')} ${ENTRY}`);
  const [first] = readProjectFile('src/main/cli.ts').split('\n');
  assert.equal(first, `#!/usr/bin/env -S node ${FLAGS.join(' ')}`);
});

/** Node.js 20 does not know it. */
const HEAP_OF_IMAGE = '--max-old-space-size-percentage=25';

test('the image runs the same file with the same flags, and a share of its memory for the heap', () => {
  assert.deepEqual(startOfLastStage(dockerfile), ['node', ...FLAGS, HEAP_OF_IMAGE, `/app/${ENTRY}`]);
});

/** The ENTRYPOINT of the stage that `docker build` gives out, which may come from the stage that it builds on. */
function startOfLastStage(text: string): unknown {
  const starts = new Map<string, string | undefined>();
  let stage = '';
  for (const line of text.split('\n')) {
    const from = /^FROM\s+(\S+)(?:\s+AS\s+(\S+))?/i.exec(line);
    if (from !== null) {
      stage = from[2] ?? 'last';
      starts.set(stage, starts.get(from[1] as string));
    }
    const entrypoint = /^ENTRYPOINT\s+(.+)$/i.exec(line);
    if (entrypoint !== null) starts.set(stage, entrypoint[1]);
  }
  return JSON.parse(starts.get(stage) ?? 'null');
}
