/** What is scrolled out of sight is not drawn: the page may stay open beside a load test on the same machine. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { skip, view, walk } from '../support/browser.js';
import { spawnServer } from '../support/child-process.js';
import { until } from '../support/until.js';

const { url, child } = skip === false ? await spawnServer() : { url: '', child: null };
after(() => child?.kill('SIGKILL'));

/** Counts how often each chart is drawn from here on. A text, for what is in it is the browser's. */
const COUNT_DRAWINGS = `{
  const clear = CanvasRenderingContext2D.prototype.clearRect;
  CanvasRenderingContext2D.prototype.clearRect = function (...area) {
    const plot = this.canvas.closest('.plot');
    if (plot !== null) plot.dataset.drawn = String(Number(plot.dataset.drawn ?? 0) + 1);
    clear.apply(this, area);
  };
}`;
const READ_DRAWINGS =
  "[...document.querySelectorAll('.plot')].map(({ dataset }) => Number(dataset.drawn ?? 0))";

const drawings = (page: Page): Promise<number[]> => page.evaluate<number[]>(READ_DRAWINGS);

test('a chart is drawn while it is in sight, not while it is not, and at once when it is scrolled to', {
  skip,
}, async () => {
  const { page, trouble } = await view(url);
  // So low that the last chart is far from the first.
  await page.setViewportSize({ width: 700, height: 400 });
  await page.locator('.plot').first().scrollIntoViewIfNeeded();
  await until(async () => (await walk(page, ['In flight'])).length >= 2, 'two rows');
  await page.evaluate(COUNT_DRAWINGS);
  await until(async () => ((await drawings(page))[0] ?? 0) >= 3, 'the first chart is drawn three times');
  assert.equal((await drawings(page)).at(-1), 0);
  await page.locator('.plot').last().scrollIntoViewIfNeeded();
  await until(async () => ((await drawings(page)).at(-1) ?? 0) >= 2, 'the last chart is drawn');
  const [first] = await drawings(page);
  await until(async () => ((await drawings(page)).at(-1) ?? 0) >= 5, 'the last chart is drawn again');
  assert.equal((await drawings(page))[0], first);
  assert.deepEqual(trouble, []);
});
