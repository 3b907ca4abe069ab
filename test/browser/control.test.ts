/** The live page's section "Control", by hand: the key, settings, their problems, drain, tables, and marks of changes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { request } from 'undici';
import { skip, textOf, view } from '../support/browser.js';
import { spawnServer } from '../support/child-process.js';
import { until } from '../support/until.js';

const ADMIN_KEY = 'open-sesame';

async function open(url: string, locale = 'en-US') {
  const viewer = await view(url, { locale });
  await viewer.page.locator('#control > summary').click();
  return viewer;
}

async function unlock(page: Page, key = ADMIN_KEY): Promise<void> {
  await page.getByLabel('Admin key').fill(key);
  await page.getByRole('button', { name: 'Use this key' }).click();
}

const said = (page: Page, words: string | RegExp) =>
  until(async () => {
    const result = await textOf(page.locator('#control-result'));
    return typeof words === 'string' ? result === words : words.test(result);
  }, `the page says ${words}`);

async function ask(url: string, path: string, init: { method?: 'POST' | 'PATCH'; body?: object } = {}) {
  const { statusCode, body } = await request(`${url}${path}`, {
    method: init.method ?? 'GET',
    headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
    body: init.body === undefined ? null : JSON.stringify(init.body),
  });
  return { statusCode, body: (await body.json()) as Record<string, never> };
}

const CHAT = { model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] };

test('without ADMIN_KEY, or with a wrong key, the section says so and shows nothing', { skip }, async () => {
  const plain = await spawnServer();
  const { page } = await open(plain.url);
  await page.getByRole('button', { name: 'Use this key' }).click();
  await said(page, 'Type the key first.');
  await unlock(page);
  await said(page, 'The server has no control API: start it with ADMIN_KEY.');

  const server = await spawnServer({ ADMIN_KEY });
  const { page: other } = await open(server.url);
  await unlock(other, 'wrong');
  await said(other, 'The server does not know this key.');
  assert.equal(await other.locator('#control-inside').isVisible(), false);
});

test('settings are changed by hand, problems stand at their fields, and the charts mark the change', {
  skip,
}, async () => {
  const server = await spawnServer({ ADMIN_KEY, RESPONSE_DELAY: '1ms' });
  const { page } = await open(server.url);
  await unlock(page);
  await said(page, 'The key is right.');
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  assert.equal(await field('RESPONSE_DELAY').inputValue(), '1ms');
  assert.equal(await field('FAULTS').inputValue(), '');

  await field('RESPONSE_DELAY').fill('2x');
  await field('FAULTS').fill('oops');
  await page.getByRole('button', { name: 'Apply' }).click();
  await said(page, 'Nothing was changed.');
  assert.match(await textOf(page.locator('#control-RESPONSE_DELAY-problem')), /^expected a unit/);
  assert.match(await textOf(page.locator('#control-FAULTS-problem')), /got 'oops'/);
  assert.equal(await field('FAULTS').getAttribute('aria-invalid'), 'true');
  assert.equal((await ask(server.url, '/admin/v1/config')).body.revision, 0);

  await field('RESPONSE_DELAY').fill('2ms');
  await field('FAULTS').fill('100%:429');
  await field('FAULTS').press('Enter');
  await said(page, 'In force now: RESPONSE_DELAY, FAULTS');
  assert.equal(await textOf(page.locator('#control-FAULTS-problem')), '');
  const reply = await ask(server.url, '/v1/chat/completions', { method: 'POST', body: CHAT });
  assert.equal(reply.statusCode, 429);
  await until(() => marked(page), 'the cursor finds the change');

  await page.getByRole('button', { name: 'FAULTS: back to start' }).click();
  await said(page, 'In force now: FAULTS');
  assert.equal(await field('FAULTS').inputValue(), '');
  const after = await ask(server.url, '/v1/chat/completions', { method: 'POST', body: CHAT });
  assert.equal(after.statusCode, 200);

  // What others change shows up, but not over what is being typed.
  await field('MAX_CONCURRENT').fill('77');
  const settings = { RESPONSE_DELAY: '3ms', MAX_CONCURRENT: 55 };
  await ask(server.url, '/admin/v1/config', { method: 'PATCH', body: { settings } });
  await until(async () => (await field('RESPONSE_DELAY').inputValue()) === '3ms', 'the new delay is shown');
  assert.equal(await field('MAX_CONCURRENT').inputValue(), '77');
});

/** Whether the cursor, walked from the newest second back, comes upon a change. */
async function marked(page: Page): Promise<boolean> {
  await page.getByRole('application', { name: 'In flight', exact: true }).focus();
  await page.keyboard.press('End');
  for (let last = ''; ; ) {
    const time = await textOf(page.locator('#cursor-time'));
    if (/^at \d\d:\d\d:\d\d, settings were changed$/.test(time)) return true;
    if (time === last) return false;
    last = time;
    await page.keyboard.press('ArrowLeft');
  }
}

test('the table shows what failed, and a base URL without /v1 is found there', {
  skip,
}, async () => {
  const server = await spawnServer({ ADMIN_KEY, RESPONSE_DELAY: '1ms' });
  const post = (path: string) => ask(server.url, path, { method: 'POST', body: CHAT });
  assert.equal((await post('/v1/chat/completions')).statusCode, 200);
  assert.equal((await post('/chat/completions')).statusCode, 404);
  const { page, trouble } = await open(server.url);
  await unlock(page);
  const failures = page.locator('#control-failures tr');
  await failures.getByText('/v1').first().waitFor();
  assert.equal(await failures.count(), 1);
  assert.match(
    await textOf(failures.first()),
    /^\d\d:\d\d:\d\dother–404–.*Nothing is at this path: is the client’s base URL without \/v1\?$/,
  );
  await page.setViewportSize({ width: 360, height: 740 });
  // The charts follow in a frame of their own.
  const width = () => page.evaluate('document.documentElement.scrollWidth');
  await until(async () => (await width()) === 360, 'nothing sticks out');
  assert.deepEqual(trouble, []);
});

test('drain and ready are buttons, and the key is nowhere but in memory', { skip }, async () => {
  const server = await spawnServer({ ADMIN_KEY, RESPONSE_DELAY: '1ms' });
  const { page, trouble } = await open(server.url);
  await unlock(page);
  await page.getByRole('button', { name: 'Drain: take no new requests' }).click();
  await said(page, 'No new requests are taken.');
  const post = () => ask(server.url, '/v1/chat/completions', { method: 'POST', body: CHAT });
  assert.equal((await post()).statusCode, 503);
  await page.getByRole('button', { name: 'Take requests again' }).click();
  await said(page, 'Requests are taken.');
  assert.equal((await post()).statusCode, 200);
  const kept = await page.evaluate(
    'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])',
  );
  assert.equal(String(kept).includes(ADMIN_KEY), false);
  assert.equal(page.url(), `${server.url}/`);
  assert.equal(await page.locator('#control-key').inputValue(), '');

  await page.getByRole('button', { name: 'Forget the key' }).click();
  await said(page, 'The key is forgotten.');
  assert.equal(await page.locator('#control-inside').isVisible(), false);
  assert.deepEqual(trouble, []);
});

test('the page asks the control API only while the section is open', { skip }, async () => {
  const server = await spawnServer({ ADMIN_KEY });
  const { page } = await open(server.url);
  const asked: string[] = [];
  page.on('request', (sent) => asked.push(new URL(sent.url()).pathname));
  await unlock(page);
  await until(() => asked.filter((path) => path === '/admin/v1/journal').length >= 2, 'it is asked again');
  await page.locator('#control > summary').click();
  await until(async () => !(await page.locator('#control-inside').isVisible()), 'closed');
  const before = asked.length;
  // Two rounds of the polling, told by the rows that come once a second.
  const uptime = () => textOf(page.locator('#fact-uptime'));
  for (let rows = 0, last = await uptime(); rows < 5; rows++) {
    await until(async () => (await uptime()) !== last, 'another second');
    last = await uptime();
  }
  assert.equal(asked.length, before);
  await page.locator('#control > summary').click();
  await until(() => asked.length > before, 'open again');
});
