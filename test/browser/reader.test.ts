/** What a reader brings along: a language, a taste in colours, a phone, a keyboard, a screen reader. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { cursorTime, live, skip, textOf, verdict, view } from '../support/browser.js';
import { spawnServer } from '../support/child-process.js';
import { until } from '../support/until.js';

/** One server for all: it has rows from before, so that no test has to wait for the first. */
const { url } = skip === false ? await spawnServer() : { url: '' };

const html = (page: Page, name: string) => page.locator('html').getAttribute(name);

test('the language is the browser’s, can be switched, and is remembered', { skip }, async () => {
  const { page, trouble } = await view(url, { locale: 'zh-CN' });
  await verdict(page, '还没有可以判断的');
  assert.equal(await html(page, 'lang'), 'zh-CN');
  assert.equal(await page.getByRole('button', { name: '中文' }).getAttribute('aria-pressed'), 'true');
  await page.getByRole('figure', { name: '在途', exact: true }).getByText('上限').waitFor();

  await page.getByRole('button', { name: 'English' }).click();
  await verdict(page, 'Nothing to judge yet');
  assert.equal(await html(page, 'lang'), 'en');
  await page.reload();
  await live(page);
  await verdict(page, 'Nothing to judge yet');
  assert.equal(await html(page, 'lang'), 'en');
  assert.doesNotMatch(await textOf(page.locator('main')), /[一-鿿]/);
  assert.deepEqual(trouble, []);
});

test('without a memory, which a browser may forbid, the page works all the same', { skip }, async () => {
  const { page } = await view(url);
  await page.addInitScript(
    "Object.defineProperty(window, 'localStorage', { get() { throw new Error('forbidden'); } })",
  );
  await page.reload();
  await live(page);
  await page.getByRole('button', { name: '中文' }).click();
  await verdict(page, '还没有可以判断的');
});

test('colours follow the system, until they are chosen', { skip }, async () => {
  const { page, trouble } = await view(url, { colorScheme: 'dark' });
  const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
  assert.equal(await html(page, 'data-theme'), 'dark');
  assert.equal(await ground(), 'rgb(14, 17, 22)');
  await page.emulateMedia({ colorScheme: 'light' });
  await until(async () => (await html(page, 'data-theme')) === 'light', 'light');
  assert.equal(await ground(), 'rgb(245, 246, 248)');
  await page.getByRole('button', { name: 'Dark', exact: true }).click();
  assert.equal(await html(page, 'data-theme'), 'dark');
  await page.reload();
  await live(page);
  assert.equal(await html(page, 'data-theme'), 'dark');
  await page.emulateMedia({ media: 'print' });
  await page.evaluate("window.dispatchEvent(new Event('beforeprint'))");
  assert.equal(await html(page, 'data-theme'), 'light');
  await page.evaluate("window.dispatchEvent(new Event('afterprint'))");
  assert.equal(await html(page, 'data-theme'), 'dark');
  assert.deepEqual(trouble, []);
});

test('from a phone to a wide screen nothing sticks out, opened or closed, in both languages', {
  skip,
}, async () => {
  for (const locale of ['en-US', 'zh-CN']) {
    const { page } = await view(url, { locale, viewport: { width: 360, height: 740 }, hasTouch: true });
    for (const summary of await page.locator('summary').all()) await summary.click();
    for (const width of [360, 768, 1_100, 1_440, 1_920]) {
      await page.setViewportSize({ width, height: 740 });
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width, `${locale} ${width}`);
      const plot = page.locator('.plot').first();
      await until(async () => {
        const [box, canvas] = await Promise.all([plot.boundingBox(), plot.locator('canvas').boundingBox()]);
        return Math.abs((box?.width ?? 0) - (canvas?.width ?? -9)) <= 1;
      }, `the charts fit into ${width} px`);
    }
    await page.context().close();
  }
});

test('a finger on a chart reads its values', { skip }, async () => {
  const { page } = await view(url, { viewport: { width: 360, height: 740 }, hasTouch: true });
  const plot = page.getByRole('application', { name: 'In flight', exact: true });
  await plot.tap();
  await page.getByText(/^at \d\d:\d\d:\d\d$/).waitFor();
  await page.getByRole('heading', { level: 1 }).tap();
  await until(async () => (await cursorTime(page)) === '', 'the cursor is gone');
});

test('by keys alone: the switches, the charts, and what is read aloud', { skip }, async () => {
  const { page, trouble } = await view(url);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await verdict(page, '还没有可以判断的');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Space');
  await verdict(page, 'Nothing to judge yet');

  const figure = page.getByRole('figure', { name: 'In flight', exact: true });
  const spoken = figure.locator('[aria-live="polite"]');
  // Past the switches and tools to the first chart.
  await until(async () => {
    await page.keyboard.press('Tab');
    return (await page.evaluate('document.activeElement.dataset.chart')) === 'inFlight';
  }, 'the first chart has the focus');
  await page.keyboard.press('End');
  assert.match(await textOf(spoken), /^\d\d:\d\d:\d\d: in flight 0, cap [\d,]+, free [\d,]+$/);
  await page.keyboard.press('Home');
  const first = await textOf(spoken);
  await until(async () => {
    await page.keyboard.press('End');
    return (await textOf(spoken)) !== first;
  }, 'another second');
  const last = await textOf(spoken);
  await page.keyboard.press('ArrowLeft');
  assert.notEqual(await textOf(spoken), last);
  assert.match(await cursorTime(page), /^\d\d:\d\d:\d\d$/);
  await page.keyboard.press('Escape');
  assert.equal(await textOf(spoken), '');
  assert.equal(await cursorTime(page), '');
  assert.deepEqual(trouble, []);
});

test('everything has a role and a name', { skip }, async () => {
  const { page } = await view(url);
  assert.equal(await page.getByRole('banner').count(), 1);
  assert.equal(await page.getByRole('main').count(), 1);
  assert.deepEqual(await page.getByRole('heading', { level: 1 }).allInnerTexts(), ['llm-mock-server']);
  const titles = await page.getByRole('heading', { level: 3 }).allInnerTexts();
  assert.equal(titles.length, 12);
  for (const name of titles) {
    assert.equal(await page.getByRole('figure', { name, exact: true }).count(), 1, name);
    assert.equal(await page.getByRole('application', { name, exact: true }).count(), 1, name);
  }
  for (const [group, buttons] of [
    ['Language', ['English', '中文']],
    ['Colours', ['As the system', 'Light', 'Dark']],
  ] as const) {
    for (const name of buttons) {
      const button = page.getByRole('group', { name: group }).getByRole('button', { name, exact: true });
      assert.match((await button.getAttribute('aria-pressed')) ?? '', /^(?:true|false)$/, name);
    }
  }
  await page.getByText('The same in numbers').click();
  await page.getByRole('row', { name: /^In flight \(requests\) in flight 0 0$/ }).waitFor();
  await page.getByText('Settings in force').click();
  await page.getByText('RESPONSE_DELAY_SECONDS', { exact: true }).waitFor();
  const images = await page.locator('svg:not([aria-hidden="true"])').count();
  assert.equal(images, 0, 'an icon that says nothing is hidden from those who hear');
});
