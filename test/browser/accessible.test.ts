/** axe-core finds nothing: light and dark, in both languages, empty and under load, connected and stale, opened and closed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { violationsOf } from '../support/axe.js';
import { skip, textOf, view } from '../support/browser.js';
import { spawnServer } from '../support/child-process.js';
import { holdRequests } from '../support/in-flight.js';
import { startTraffic } from '../support/steady-traffic.js';
import { until } from '../support/until.js';

const LOOKS = [
  ['en-US', 'light'],
  ['en-US', 'dark'],
  ['zh-CN', 'light'],
  ['zh-CN', 'dark'],
] as const;

async function openAll(page: Page): Promise<void> {
  await page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true");
}

/** Checks the page as it is, then with all that can be opened. */
async function assertAccessible(page: Page, said: string): Promise<void> {
  assert.deepEqual(await violationsOf(page), [], said);
  await openAll(page);
  assert.deepEqual(await violationsOf(page), [], `${said}, opened`);
}

test('the measure finds what is wrong', { skip }, async () => {
  const server = await spawnServer();
  const { page } = await view(server.url);
  await page.evaluate("document.querySelector('#charts-title').style.opacity = '0.3'");
  assert.match((await violationsOf(page)).join('\n'), /^color-contrast: <h2 id="charts-title"/m);
});

for (const [locale, colorScheme] of LOOKS) {
  const look = { locale, colorScheme, reducedMotion: 'reduce' } as const;

  test(`${locale}, ${colorScheme}: empty, and stale after it`, { skip }, async () => {
    const server = await spawnServer({ ADMIN_KEY: 'key' });
    const { page } = await view(server.url, look);
    await assertAccessible(page, 'empty');
    server.child.kill('SIGKILL');
    await page.locator('html.is-old').waitFor();
    await assertAccessible(page, 'stale');
  });

  test(`${locale}, ${colorScheme}: under load, and full`, { skip }, async () => {
    const server = await spawnServer({ RESPONSE_DELAY: '50ms', MAX_CONCURRENT: '20' });
    const { page } = await view(server.url, look);
    const traffic = startTraffic(server.url);
    const figure = page.locator('#figures dd').nth(1);
    await until(async () => Number.parseFloat(await textOf(figure)) > 5, 'answers are shown');
    await assertAccessible(page, 'under load');
    await traffic.stop();

    const full = await spawnServer({ RESPONSE_DELAY: '60s', MAX_CONCURRENT: '4' });
    const held = await view(full.url, look);
    const { replies } = await holdRequests(full, 4);
    await held.page.locator('#status.tone-warn').waitFor();
    await assertAccessible(held.page, 'full');
    full.child.kill('SIGKILL');
    await held.page.locator('html.is-old').waitFor();
    await assertAccessible(held.page, 'stale with figures');
    await replies;
  });
}
