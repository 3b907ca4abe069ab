/** The live page's section "Control", by hand: a scenario, faults for the next requests, counters, and the settings in force. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { request } from 'undici';
import { skip, textOf, view } from '../support/browser.js';
import { spawnServer } from '../support/child-process.js';
import { ADMIN_KEY, control } from '../support/control-client.js';
import { until } from '../support/until.js';

const CHAT = JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] });

async function open() {
  const server = await spawnServer({ ADMIN_KEY, RESPONSE_DELAY: '1ms' });
  const viewer = await view(server.url);
  const { page } = viewer;
  await page.locator('#control > summary').click();
  await page.getByLabel('Admin key').fill(ADMIN_KEY);
  await page.getByRole('button', { name: 'Use this key' }).click();
  await said(page, 'The key is right.');
  return { ...viewer, url: server.url };
}

const says = (page: Page, id: string, words: string | RegExp) =>
  until(async () => {
    const text = await textOf(page.locator(id));
    return typeof words === 'string' ? text === words : words.test(text);
  }, `${id} says ${words}`);

const said = (page: Page, words: string | RegExp) => says(page, '#control-result', words);

async function chat(url: string): Promise<number> {
  const { statusCode, body } = await request(`${url}/v1/chat/completions`, { method: 'POST', body: CHAT });
  await body.dump();
  return statusCode;
}

test('a scenario is pasted, started, seen and stopped; what is wrong with it has its line', {
  skip,
}, async () => {
  const { page, trouble } = await open();
  await says(page, '#control-scenario-state', 'There is none.');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await said(page, /there is no scenario \(SCENARIO_FILE\)/);
  const field = page.getByLabel('Scenario to start');
  await field.fill('name: cap\nsteps:\n  - at: 0s\n    for: 1h\n    set: { MAX_CONCURRENT: none }\n');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await said(page, /^Nothing was changed\. 5:\d+: .*MAX_CONCURRENT/);
  await field.fill(
    'name: cap\nsteps:\n  - at: 0s\n    for: 1h\n    mark: small\n    set: { MAX_CONCURRENT: 9 }\n',
  );
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await said(page, 'The scenario runs.');
  await says(page, '#control-scenario-state', /^“cap” runs: .* of 1 h 0 min\. Last mark: small\.$/);
  // The settings in force are those of now, without a reload.
  await page.locator('#settings > summary').click();
  await says(page, '#settings-list', /MAX_CONCURRENT9 requests/);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await said(page, /^The scenario does not run/);
  await says(page, '#control-scenario-state', '“cap” was stopped.');
  await until(
    async () => !/MAX_CONCURRENT9 requests/.test(await textOf(page.locator('#settings-list'))),
    'what was before is in force',
  );
  assert.deepEqual(
    trouble.filter((words) => !/400 \(Bad Request\)/.test(words)),
    [],
  );
});

test('faults are ordered for the next requests, seen, and taken back', { skip }, async () => {
  const { page, url } = await open();
  await says(page, '#control-orders-list', 'Nothing is ordered.');
  await page.getByLabel('Fault', { exact: true }).fill('oops');
  await page.getByRole('button', { name: 'Order', exact: true }).click();
  await said(page, /^Nothing was changed\. fault: .*oops/);
  await page.getByLabel('Fault', { exact: true }).fill('429');
  await page.getByRole('textbox', { name: 'Requests', exact: true }).fill('2');
  await page.getByLabel('Model (all if empty)').fill('gpt-*');
  await page.getByRole('button', { name: 'Order', exact: true }).click();
  await said(page, 'Ordered.');
  await says(page, '#control-orders-list', '429, for 2 more of gpt-*');
  assert.equal(await chat(url), 429);
  await says(page, '#control-orders-list', '429, for 1 more of gpt-*');
  await page.getByRole('button', { name: 'Take all back' }).click();
  await said(page, 'Nothing is ordered any more.');
  assert.equal(await chat(url), 200);
});

test('statistics and journal begin anew at a button', { skip }, async () => {
  const { page, url } = await open();
  assert.equal(await chat(url), 200);
  const requests = async (): Promise<number> =>
    ((await control(url, 'GET', '/journal?limit=10')).body.requests as readonly unknown[]).length;
  assert.equal(await requests(), 1);
  await page.getByRole('button', { name: 'Reset statistics and journal' }).click();
  await said(page, 'Statistics and journal begin anew.');
  assert.equal(await requests(), 0);
});
