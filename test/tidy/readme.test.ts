/**
 * The two READMEs name every setting and show the same commands in the same order.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SETTINGS } from '../../dist/config/settings/settings.js';
import { readProjectFile } from '../support/source-tree.js';

const PAGES = ['README.md', 'README.zh-CN.md'];
const texts = PAGES.map(readProjectFile);
const missing = PAGES.filter((_, i) => texts[i] === null);

/** The blocks that a reader would paste into a shell. */
function shellBlocks(text: string): readonly string[] {
  return [...text.matchAll(/^```(?:sh|bash)\n([\s\S]*?)^```$/gm)].map(([, block]) => block as string);
}

for (const [i, page] of PAGES.entries()) {
  const text = texts[i] ?? null;
  test(`${page} names every setting`, { skip: text === null ? `no ${page} yet` : false }, () => {
    const unnamed = SETTINGS.filter(({ env }) => !new RegExp(`\\b${env}\\b`).test(text as string));
    assert.deepEqual(
      unnamed.map(({ env }) => env),
      [],
    );
  });
}

test('both READMEs show the same commands, in the same order', {
  skip: missing.length > 0 ? `no ${missing.join(', no ')} yet` : false,
}, () => {
  const [english, chinese] = texts.map((text) => shellBlocks(text as string));
  assert.notEqual(english?.length, 0);
  assert.deepEqual(chinese, english);
});
