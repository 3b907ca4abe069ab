import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readProjectFile } from '../../support/source-tree.js';

/** Together, before they are compressed: less than a photograph. */
const BYTES_MAX = 200_000;

const built = new Map(
  ['index.html', 'page.css', 'page.js'].map((name) => [name, readProjectFile(`dist/dashboard/${name}`)]),
);
const html = built.get('index.html') as string;
const css = built.get('page.css') as string;
const js = built.get('page.js') as string;

test(`the whole page has at most ${BYTES_MAX} bytes`, () => {
  const bytes = [...built.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  assert.equal(bytes <= BYTES_MAX, true, `${bytes} bytes`);
});

test('index.html has no script, style or handler of its own: the policy allows none', () => {
  const scripts = [...html.matchAll(/<script\b([^>]*)>(.*?)<\/script>/gs)];
  assert.deepEqual(
    scripts.map(([, attributes, body]) => [attributes, body]),
    [[' src="dashboard/page.js" defer', '']],
  );
  assert.doesNotMatch(html, /<style\b|\sstyle=|\son\w+=|javascript:/i);
  assert.doesNotMatch(html, /<base\b|<form\b|<iframe\b|<object\b|<embed\b/i);
});

test('the files name nothing that lies elsewhere, and nothing from the root: a proxy may have put the page below it', () => {
  const links = [...html.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, link]) => link as string);
  for (const link of links) assert.match(link, /^(?:#icon-[a-z]+|data:image\/svg\+xml,.*|[a-z][a-z/.]*)$/);
  assert.doesNotMatch(css, /@import|@font-face|url\(/);
  const addresses = [...js.matchAll(/\b(?:https?|wss?):\/\/[^\s"'`]*/g)].map(([address]) => address);
  assert.deepEqual(
    [...new Set(addresses)].filter((address) => !address.startsWith('http://www.w3.org/')),
    [],
  );
});

test('the script makes no code from text and sets no style that the policy forbids', () => {
  assert.doesNotMatch(js, /\beval\(|\bnew Function\b|innerHTML|insertAdjacentHTML|document\.write/);
  assert.doesNotMatch(js, /setAttribute\(["'`]style/);
});

test('index.html can be read by those who run no scripts, and in the dark', () => {
  assert.match(html, /<html lang="en"/);
  assert.match(html, /<meta name="viewport" content="width=device-width, initial-scale=1">/);
  assert.match(html, /<meta name="color-scheme" content="light dark">/);
  assert.match(html, /<noscript>.*href="health".*href="metrics".*<\/noscript>/);
});
