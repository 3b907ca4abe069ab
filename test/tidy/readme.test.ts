/**
 * The two READMEs name every setting and show the same commands in the same order.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SETTINGS } from '../../dist/config/settings/settings.js';
import { readProjectFile } from '../support/source-tree.js';

const PAGES = ['README.md', 'README.zh-CN.md'];
const texts = PAGES.map(readProjectFile);

/** The blocks that a reader would paste into a shell. */
function shellBlocks(text: string): readonly string[] {
  return [...text.matchAll(/^```(?:sh|bash)\n([\s\S]*?)^```$/gm)].map(([, block]) => block as string);
}

for (const [i, page] of PAGES.entries()) {
  test(`${page} names every setting`, () => {
    const unnamed = SETTINGS.filter(({ env }) => !new RegExp(`\\b${env}\\b`).test(texts[i] as string));
    assert.deepEqual(
      unnamed.map(({ env }) => env),
      [],
    );
  });
}

test('both READMEs show the same commands, in the same order', () => {
  const [english, chinese] = texts.map(shellBlocks);
  assert.notEqual(english?.length, 0);
  assert.deepEqual(chinese, english);
});
