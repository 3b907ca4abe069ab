/**
 * Holds every link that stays in the repository to a file and a heading that there are.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headingsOf, isThere, linksOf, markdownPages } from '../support/markdown.js';
import { readProjectFile } from '../support/source-tree.js';

const pages = new Map(markdownPages().map((path) => [path, readProjectFile(path)]));

function isAnchor(path: string, anchor: string): boolean {
  return headingsOf(pages.get(path) ?? '').some((heading) => heading.anchor === anchor);
}

test('every relative link leads to a file, and its anchor to a heading', () => {
  const links = [...pages].flatMap(([page, text]) => linksOf(page, text).map((link) => ({ page, ...link })));
  assert.ok(links.length > 100, `only ${links.length} links were found`);
  const broken = links.filter(
    ({ path, anchor }) => !isThere(path) || (anchor !== '' && !isAnchor(path, anchor)),
  );
  assert.deepEqual(broken, []);
});

test('anchors are made as GitHub makes them', () => {
  const page =
    '# A `b`, c: d_e!\n\n## The ramp: 100, 500\n\n## 流式输出？\n\n```sh\n# no heading\n```\n\n## [Name](x.md) - y\n\n## 流式输出\n';
  assert.deepEqual(
    headingsOf(page).map(({ anchor }) => anchor),
    ['a-b-c-d_e', 'the-ramp-100-500', '流式输出', 'name---y', '流式输出-1'],
  );
});
