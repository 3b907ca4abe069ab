/** The time that the charts show: minutes, a part that is drawn by hand or asked for by keys, and the way back. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { cursorTime, skip, textOf, view, walk } from '../support/browser.js';
import { spawnServer } from '../support/child-process.js';
import { until } from '../support/until.js';

/** With some rows, so that there is something to draw over. */
const { url, child } = skip === false ? await spawnServer() : { url: '', child: null };
after(() => child?.kill('SIGKILL'));

const title = (page: Page) => textOf(page.locator('#charts-title'));
const back = (page: Page) => page.getByRole('button', { name: 'Show all again' });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** The times written below the axis are pixels; what a chart shows is told by where the cursor may go. */
async function seconds(page: Page): Promise<number> {
  return (await walk(page, ['In flight'])).length;
}

async function rows(page: Page, count: number): Promise<void> {
  await until(async () => (await seconds(page)) >= count, `${count} rows`);
}

test('one, five or ten minutes, and the words say which', { skip }, async () => {
  const { page, trouble } = await view(url);
  assert.equal(await title(page), 'The last 10 minutes');
  await button(page, '1 min').click();
  await until(async () => (await title(page)) === 'The last minute', 'one minute');
  assert.equal(await button(page, '1 min').getAttribute('aria-pressed'), 'true');
  await button(page, '5 min').click();
  await until(async () => (await title(page)) === 'The last 5 minutes', 'five minutes');
  assert.equal(await back(page).isVisible(), false);
  assert.deepEqual(trouble, []);
});

test('a part that is drawn over one chart is shown by all, until the way back is taken', {
  skip,
}, async () => {
  const { page, trouble } = await view(url);
  await rows(page, 8);
  const plot = page.getByRole('application', { name: 'Processor', exact: true });
  await plot.scrollIntoViewIfNeeded();
  const box = (await plot.locator('.u-over').boundingBox()) ?? assert.fail('no plot');
  const [right, middle] = [box.x + box.width, box.y + box.height / 2];
  await page.mouse.move(right - 2, middle);
  await page.mouse.down();
  await page.mouse.move(right - 6, middle, { steps: 2 });
  await page.mouse.move(right - 8, middle, { steps: 2 });
  for (const select of await page.locator('.u-select').all()) {
    assert.equal(((await select.boundingBox())?.width ?? 0) > 1, true, 'all charts show what is drawn');
  }
  await page.mouse.up();
  await until(async () => /^From \d\d:\d\d:\d\d to \d\d:\d\d:\d\d$/.test(await title(page)), 'a part');
  const part = await title(page);
  const few = await seconds(page);
  assert.equal(few >= 1 && few <= 7, true, `${few} seconds of 5`);
  assert.equal(await title(page), part, 'it stays where it is');

  await back(page).click();
  await until(async () => (await title(page)) === 'The last 10 minutes', 'all again');
  assert.equal(await back(page).isVisible(), false);
  assert.equal(await page.evaluate('document.activeElement.value'), '10', 'the focus is not lost');

  // A click is no range.
  await plot.click();
  assert.equal(await title(page), 'The last 10 minutes');
  assert.deepEqual(trouble, []);
});

test('by keys: plus and minus around the cursor, 0 and Escape back', { skip }, async () => {
  const { page, trouble } = await view(url);
  await rows(page, 8);
  await page.getByRole('application', { name: 'In flight', exact: true }).focus();
  await page.keyboard.press('End');
  const at = await cursorTime(page);
  for (let steps = 0; steps < 6; steps++) await page.keyboard.press('+');
  await until(async () => (await title(page)).startsWith('From'), 'a part');
  assert.equal(await cursorTime(page), at, 'the cursor stays');
  await page.keyboard.press('0');
  await until(async () => (await title(page)) === 'The last 10 minutes', '0');
  await page.keyboard.press('+');
  await until(async () => (await title(page)).startsWith('From'), 'a part again');
  await page.keyboard.press('-');
  await until(async () => (await title(page)) === 'The last 10 minutes', 'minus');
  await page.keyboard.press('+');
  await until(async () => (await title(page)).startsWith('From'), 'a third time');
  // The first one leaves the cursor, the second one the part.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await until(async () => (await title(page)) === 'The last 10 minutes', 'Escape');
  assert.deepEqual(trouble, []);
});

test('the strip says what each second was, and moves the cursor of the charts', { skip }, async () => {
  const { page } = await view(url);
  await rows(page, 3);
  const strip = page.locator('#strip');
  assert.match((await strip.getAttribute('aria-label')) ?? '', /^What each second was\. nothing asked \d+/);
  const box = (await strip.boundingBox()) ?? assert.fail('no strip');
  await page.mouse.move(box.x + box.width - 1, box.y + box.height / 2);
  await until(
    async () => /^\d\d:\d\d:\d\d: nothing asked$/.test(await textOf(page.locator('#strip-said'))),
    'said',
  );
  assert.equal(`${await cursorTime(page)}: nothing asked`, await textOf(page.locator('#strip-said')));
});
