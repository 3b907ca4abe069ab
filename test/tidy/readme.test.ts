/**
 * Holds both READMEs to their form: short, with a list of contents and a picture above it, and one table of figures.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headingsOf, linksOf, sectionsOf } from '../support/markdown.js';
import { readProjectFile } from '../support/source-tree.js';

const LINES_MAX = 250;

for (const page of ['README.md', 'README.zh-CN.md']) {
  const text = readProjectFile(page);

  test(`${page} has at most ${LINES_MAX} lines`, () => {
    const lines = text.split('\n').length - 1;
    assert.ok(lines <= LINES_MAX, `${lines} lines: what is longer goes to docs/`);
  });

  test(`${page} opens with a picture, and its contents name every section below them`, () => {
    const [, , contents = ''] = sectionsOf(text);
    const [intro = ''] = text.split(/^## /m);
    assert.match(intro, /^!\[.+\]\(docs\/images\/.+\.png\)$/m);
    assert.deepEqual(
      linksOf(page, contents).map(({ anchor }) => anchor),
      headingsOf(text)
        .slice(2)
        .map(({ anchor }) => anchor),
    );
  });

  test(`${page} has one table of the bench`, () => {
    const marks = [...text.matchAll(/<!-- bench:([a-z-]+) -->/g)].map(([, name]) => name);
    assert.deepEqual(marks, ['machine', 'highlights']);
  });
}
