/**
 * Holds the files that the documentation names to the files that there are.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filesBelow, readProjectFile } from '../support/source-tree.js';

const PAGES = [
  ...['ARCHITECTURE.md', 'CONTRIBUTING.md', 'README.md', 'README.zh-CN.md', 'bench/README.md'],
  ...filesBelow('docs').filter((path) => path.endsWith('.md')),
];
/** From the project's folder, or from src/; a folder ends with a slash. */
const NAMED =
  /`((?:src|test|bench|deploy|docs|main|protocols|behavior|shared|workers|config|telemetry)\/[\w./-]*)`/g;

/** What commands write, and git ignores. */
const WRITTEN = ['bench/reports/'];

test('every file and folder that a page names is there', () => {
  const there = new Set(['src', 'test', 'bench', 'deploy', 'docs'].flatMap((folder) => filesBelow(folder)));
  const isThere = (path: string): boolean =>
    path.endsWith('/') ? [...there].some((file) => file.startsWith(path)) : there.has(path);
  const wrong: string[] = [];
  for (const page of PAGES) {
    for (const [, path = ''] of readProjectFile(page).matchAll(NAMED)) {
      const isKnown = WRITTEN.includes(path) || isThere(path) || isThere(`src/${path}`);
      if (!isKnown) wrong.push(`${page}: ${path}`);
    }
  }
  assert.deepEqual(wrong, []);
});
