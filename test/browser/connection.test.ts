import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  figuresOf,
  live,
  numberOf,
  skip,
  statusOf,
  textOf,
  verdict,
  view,
  walk,
} from '../support/browser.js';
import { spawnServer } from '../support/child-process.js';
import { freePort } from '../support/free-port.js';
import { until } from '../support/until.js';

test('a server that ends and comes back: the page says so, goes on, and keeps what was', {
  skip,
}, async () => {
  const PORT = String(await freePort());
  const first = await spawnServer({ PORT, MAX_CONCURRENT: '11' });
  const { page } = await view(first.url);
  first.child.kill('SIGKILL');
  await first.exited;
  await verdict(page, 'These numbers are old');
  assert.match(await statusOf(page), /^Stale \d+ s$/);
  assert.match(await page.title(), /^Stale · /);
  assert.deepEqual(await figuresOf(page, 'In flight'), { 'in flight': '–', cap: '–', free: '–' });
  assert.equal(await textOf(page.locator('#fact-free')), '–');
  const counted = Number(/\d+/.exec(await statusOf(page))?.[0]);
  await until(async () => Number(/\d+/.exec(await statusOf(page))?.[0]) > counted, 'the seconds count up');

  const second = await spawnServer({ PORT, MAX_CONCURRENT: '22' });
  await live(page);
  await verdict(page, 'Nothing to judge yet');
  assert.equal(await statusOf(page), 'Healthy');
  const seconds = await walk(page, ['In flight', 'Processor']);
  const caps = seconds.map(({ charts }) => charts[0]?.cap);
  assert.equal(caps[0], '11');
  assert.equal(caps.at(-1), '22');
  // No rate is computed across the restart.
  assert.equal(numberOf(seconds[caps.indexOf('22')]?.charts[1]?.['in use']), Number.NaN);
  second.child.kill('SIGKILL');
});

test('a page that is opened late, and one that is loaded again, show what was before', { skip }, async () => {
  const server = await spawnServer();
  const { page } = await view(server.url);
  await until(async () => (await walk(page, ['In flight'])).length >= 3, 'three rows');
  const seen = await walk(page, ['In flight']);

  await page.reload();
  await live(page);
  const again = await walk(page, ['In flight']);
  assert.deepEqual(
    again.slice(0, seen.length).map(({ time }) => time),
    seen.map(({ time }) => time),
  );

  const late = await view(server.url);
  const [oldest] = await walk(late.page, ['In flight']);
  assert.equal(oldest?.time, seen[0]?.time);
  assert.deepEqual(late.trouble, []);
});

test('a hidden page keeps its rows and its title, and draws nothing until it is seen', { skip }, async () => {
  const server = await spawnServer();
  const { page } = await view(server.url);
  await page.evaluate(`
    Object.defineProperty(document, 'visibilityState', { get: () => window.isSeen ? 'visible' : 'hidden' });
    window.drawn = 0;
    new MutationObserver(() => window.drawn++).observe(document.querySelector('main'), { subtree: true, childList: true, characterData: true, attributes: true });
  `);
  await page.evaluate('new Promise((resolve) => setTimeout(resolve, 100)).then(() => { window.drawn = 0; })');
  const up = page.locator('#fact-uptime');
  const before = await textOf(up);
  await until(async () => (await textOf(up)) !== before, 'rows still come');
  assert.equal(await page.evaluate('window.drawn'), 0);
  await page.evaluate('window.isSeen = true; document.dispatchEvent(new Event("visibilitychange"))');
  await until(async () => Number(await page.evaluate('window.drawn')) > 0, 'it draws again');
});

test('a page that is not let in says that it is not connected, and connects as soon as it may', {
  skip,
}, async () => {
  const server = await spawnServer();
  const { page } = await view(server.url);
  let isOpen = false;
  await page.routeWebSocket(/\/live\?/, (socket) => {
    if (isOpen) socket.connectToServer();
    else socket.close();
  });
  await page.reload();
  await verdict(page, 'Not connected');
  assert.equal(await statusOf(page), 'Not connected');
  assert.equal(await textOf(page.locator('#fact-uptime')), '–');
  isOpen = true;
  await live(page);
  assert.equal(await statusOf(page), 'Healthy');
});
