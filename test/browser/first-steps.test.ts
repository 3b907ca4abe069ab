/** The live page for somebody who has just started the server: what to copy, one request to send, and what was refused. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { request } from 'undici';
import { skip, textOf, view } from '../support/browser.js';
import { spawnServer } from '../support/child-process.js';
import { until } from '../support/until.js';

const run = promisify(execFile);
const CHAT = JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] });

const post = async (url: string) => {
  const { statusCode, body } = await request(url, { method: 'POST', body: CHAT });
  await body.dump();
  return statusCode;
};

const isOpen = async (page: Page, id: string): Promise<boolean> =>
  Boolean(await page.evaluate(`document.querySelector('${id}').open`));

const sent = (page: Page, words: RegExp) =>
  until(async () => words.test(await textOf(page.locator('#steps-sent'))), `the page says ${words}`);

test('an empty page shows the base URL and what to copy; what is copied works', { skip }, async () => {
  const { url } = await spawnServer({ RESPONSE_DELAY: '1ms' });
  const { page, trouble } = await view(url, { permissions: ['clipboard-read', 'clipboard-write'] });
  await until(() => isOpen(page, '#steps'), 'the first steps are open');
  assert.equal(await textOf(page.locator('#steps-base code')), `${url}/v1`);
  await page.getByRole('button', { name: 'Copy: Base URL' }).click();
  assert.equal(await page.evaluate('navigator.clipboard.readText()'), `${url}/v1`);
  await page.getByRole('button', { name: 'Copy: curl' }).click();
  await page.getByText('Copied: curl').waitFor();
  const command = String(await page.evaluate('navigator.clipboard.readText()'));
  const { stdout } = await run('sh', ['-c', command]);
  assert.equal(JSON.parse(stdout).object, 'chat.completion');
  assert.deepEqual(trouble, []);
});

test('a request is sent from the page, its answer and its time are shown, and the section stays as it is', {
  skip,
}, async () => {
  const { url } = await spawnServer({ RESPONSE_DELAY: '20ms' });
  const { page, trouble } = await view(url);
  await page.getByRole('button', { name: 'Send one' }).click();
  await sent(page, /^200 after [\d.]+ m?s: “.+”$/);
  await page.getByRole('figure', { name: 'Replies by status', exact: true }).getByText('200').waitFor();
  assert.equal(await isOpen(page, '#steps'), true);
  await page.reload();
  await until(async () => (await textOf(page.locator('#fact-version'))) !== '–', 'figures');
  await until(async () => !(await isOpen(page, '#steps')), 'who has asked before needs no first steps');
  await page.locator('#steps > summary').click();
  await page.getByText('from openai import OpenAI').waitFor();
  assert.deepEqual(trouble, []);
});

test('a long answer can be given up, and it counts as a client that left', { skip }, async () => {
  const { url } = await spawnServer({ RESPONSE_DELAY: '60s' });
  const { page } = await view(url);
  await page.getByRole('button', { name: 'Send one' }).click();
  await sent(page, /^Waiting for the answer for /);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await sent(page, /^Cancelled after /);
  await page.getByRole('button', { name: 'Send one' }).waitFor();
});

test('where the server asks for a key, so does the page; without it the refusal is shown', {
  skip,
}, async () => {
  const { url } = await spawnServer({ RESPONSE_DELAY: '1ms', API_KEY: 'sk-right' });
  const { page } = await view(url);
  await page.getByRole('button', { name: 'Send one' }).click();
  await sent(page, /^401 after .*No API key was given/);
  assert.match(await textOf(page.locator('#steps-snippets')), /authorization: Bearer YOUR_KEY/);
  await page.getByLabel('API key (API_KEY)').fill('sk-right');
  await page.getByRole('button', { name: 'Send one' }).click();
  await sent(page, /^200 after /);
});

test('a base URL without /v1 is found in the list of what was refused, with the path that was meant', {
  skip,
}, async () => {
  const { url } = await spawnServer({ RESPONSE_DELAY: '1ms' });
  const { page, trouble } = await view(url, { viewport: { width: 360, height: 740 } });
  assert.equal(await isOpen(page, '#refusals'), false);
  for (let count = 0; count < 3; count++) assert.equal(await post(`${url}/chat/completions?key=secret`), 404);
  await until(() => isOpen(page, '#refusals'), 'the list opens');
  await until(
    async () => (await textOf(page.locator('#refusals-summary'))) === 'Requests that were refused (3)',
    'all are counted',
  );
  const [row = ''] = await page.locator('#refusals-rows tr').allInnerTexts();
  assert.match(
    row.replace(/\s+/g, ' '),
    /^\d\d:\d\d:\d\d 3 POST \/chat\/completions 404 unknown path unknown_url – Did you mean \/v1\/chat\/completions\? The client’s base URL lacks \/v1\.$/,
  );
  // The charts follow with the next frame.
  await until(
    async () => (await page.evaluate('document.documentElement.scrollWidth')) === 360,
    'nothing sticks out',
  );
  await page.locator('#refusals > summary').click();
  assert.equal(await post(`${url}/<img src=x onerror=alert(1)>`), 404);
  await until(async () => /\(4\)$/.test(await textOf(page.locator('#refusals-summary'))), 'one more');
  assert.equal(await isOpen(page, '#refusals'), false, 'who closed it wants it closed');
  assert.equal(await page.locator('#refusals img').count(), 0);
  await page.getByRole('button', { name: '中文' }).click();
  const summary = page.locator('#refusals-summary');
  await until(async () => (await textOf(summary)) === '被拒绝的请求（4）', 'in Chinese');
  assert.deepEqual(trouble, []);
});
