/**
 * What one second costs the page, counted rather than timed: it may stay open beside a load test on the same machine, and must not
 * take from that.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { skip, view } from '../support/browser.js';
import { spawnServer } from '../support/child-process.js';
import { startTraffic } from '../support/steady-traffic.js';
import { until } from '../support/until.js';

const { url, child } =
  skip === false ? await spawnServer({ RESPONSE_DELAY: '50ms' }) : { url: '', child: null };
after(() => child?.kill('SIGKILL'));

interface Counted {
  /** Rows that came, each the news of one second. */
  readonly rows: number;
  /** Of each canvas. */
  readonly drawings: readonly number[];
  readonly changes: number;
  /** Changes after which something said what it had said before. */
  readonly idle: readonly string[];
}

/** Counts from before the page runs. A text, for what is in it is the browser's. */
const COUNT = `{
  const counted = (window.counted = { rows: 0, drawings: new Map(), changes: 0, idle: [] });
  const clear = CanvasRenderingContext2D.prototype.clearRect;
  CanvasRenderingContext2D.prototype.clearRect = function (...area) {
    counted.drawings.set(this.canvas, (counted.drawings.get(this.canvas) ?? 0) + 1);
    clear.apply(this, area);
  };
  const Socket = WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...args) {
      super(...args);
      this.addEventListener('message', ({ data }) => { if (typeof data !== 'string') counted.rows++; });
    }
  };
  window.reset = () => { Object.assign(counted, { rows: 0, changes: 0, idle: [] }); counted.drawings.clear(); };
  document.addEventListener('DOMContentLoaded', () => {
    new MutationObserver((records) => {
      for (const { type, target, attributeName, oldValue, addedNodes, removedNodes } of records) {
        counted.changes++;
        const now = type === 'attributes' ? target.getAttribute(attributeName) : target.data;
        const swapped = [addedNodes, removedNodes].map((nodes) => [...nodes].map((node) => node.textContent).join());
        const isIdle = type === 'childList' ? swapped[0] === swapped[1] : now === oldValue;
        if (isIdle) counted.idle.push([type, attributeName, target.id || target.parentNode?.id || target.nodeName].join(' '));
      }
    }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeOldValue: true, characterDataOldValue: true });
  });
}`;
const READ = '({ ...counted, drawings: [...counted.drawings.values()] })';

const read = (page: Page): Promise<Counted> => page.evaluate<Counted>(READ);

async function look(): Promise<{ page: Page; trouble: readonly string[] }> {
  const { page, trouble } = await view(url);
  // Once more, with the counters in the page before its own script.
  await page.addInitScript(COUNT);
  await page.reload();
  await until(async () => (await read(page)).rows >= 3, 'the first rows');
  await page.evaluate('reset()');
  return { page, trouble };
}

test('a second is drawn once: a canvas has at most one drawing a row, though a second comes as several messages', {
  skip,
}, async () => {
  const traffic = startTraffic(url);
  const { page, trouble } = await look();
  await until(async () => (await read(page)).rows >= 6, 'six more rows');
  const { rows, drawings } = await read(page);
  await traffic.stop();
  assert.ok(drawings.length > 1, 'there are canvases in sight');
  // The row before the counting began may be drawn in it.
  for (const count of drawings) assert.ok(count <= rows + 1, `${count} drawings in ${rows} seconds`);
  assert.deepEqual(trouble, []);
});

test('a second writes nothing that says the same already, with traffic and without', { skip }, async () => {
  const { page, trouble } = await look();
  await until(async () => (await read(page)).rows >= 4, 'four quiet rows');
  const quiet = await read(page);
  assert.deepEqual(quiet.idle, []);
  const traffic = startTraffic(url);
  await page.evaluate('reset()');
  await until(async () => (await read(page)).rows >= 4, 'four busy rows');
  const busy = await read(page);
  await traffic.stop();
  assert.deepEqual(busy.idle, []);
  assert.ok(busy.changes > 0, 'figures have changed');
  assert.deepEqual(trouble, []);
});
