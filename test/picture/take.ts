// The command `npm run docs:picture`: starts the server with a scenario, puts a bounded load on it, and takes the pictures of
// the live page that both READMEs show. Must never: ask anybody but that server, which it starts on 127.0.0.1 and ends.

import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { readOptions } from '../chaos/options.js';
import { openTarget } from '../chaos/target.js';
import { launch } from '../support/chromium.js';
import { startLoad } from './load.js';
import { scenarioLengthMs } from './scenario-length.js';

const PICTURES = [
  ['en-US', 'live-page.png'],
  ['zh-CN', 'live-page.zh-CN.png'],
] as const;
const WIDTH_PX = 1_280;
/** Room for all charts; the picture is cut off below them. */
const HEIGHT_PX = 2_000;
/** What is below the charts in the picture. */
const MARGIN_PX = 12;
/** Before the scenario's end: then its last step is still to be seen, and the load is on. */
const BEFORE_END_MS = 3_000;

const options = readOptions('The pictures of the live page in both READMEs, from a run of a scenario.', {
  scenario: { fallback: 'docs/scenarios/provider-outage.yaml', help: 'the file of the scenario' },
  folder: { fallback: 'docs/images', help: 'where the pictures go' },
  clients: { fallback: 60, help: 'clients, half of which read streams' },
  cap: { fallback: 80, help: 'MAX_CONCURRENT of the server' },
});

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const scenario = resolve(options.scenario);
const folder = resolve(options.folder);
const runMs = scenarioLengthMs(scenario);
const browser = await launch();
const target = await openTarget(
  { ports: '', host: '127.0.0.1', tls: false, 'api-key': '' },
  {
    MAX_CONCURRENT: String(options.cap),
    SCENARIO_FILE: scenario,
    SCENARIO_START: 'request',
    TIME_TO_FIRST_TOKEN: 'lognormal(p50=400ms,p99=1500ms)',
    INTER_TOKEN_LATENCY: 'normal(40ms,8ms)',
    OUTPUT_TOKENS: 'uniform(40,80)',
  },
);
const url = `http://127.0.0.1:${target.port}`;
try {
  const pages = await Promise.all(PICTURES.map(([locale]) => open(browser, locale)));
  say(`a load of ${options.clients} clients on ${url}, for ${Math.round(runMs / 1_000)} s`);
  const load = startLoad(url, options.clients, Math.min(500, runMs / 4 / options.clients));
  await sleep(Math.max(0, runMs - BEFORE_END_MS));
  for (const [index, [, file]] of PICTURES.entries()) {
    const path = join(folder, file);
    await take(pages[index] as Page, path);
    say(`${options.folder}/${file}: ${await (pages[index] as Page).locator('#verdict-title').textContent()}`);
  }
  await load.stop();
} finally {
  await browser.close();
  await target.stop();
}

async function open(from: Browser, locale: string): Promise<Page> {
  const viewport = { width: WIDTH_PX, height: HEIGHT_PX };
  const context = await from.newContext({ locale, viewport, colorScheme: 'light', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${url}/`);
  return page;
}

async function take(page: Page, path: string): Promise<void> {
  await page.locator('#windows button[value="5"]').click();
  await page.mouse.move(0, 0);
  const box = await page.locator('#charts').boundingBox();
  if (box === null) throw new Error('the page shows no charts');
  const height = Math.ceil(box.y + box.height + MARGIN_PX);
  await page.screenshot({ path, clip: { x: 0, y: 0, width: WIDTH_PX, height } });
}
