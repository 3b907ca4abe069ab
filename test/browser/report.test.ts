/** The summary of a run, and what can be saved: seen as a reader gets it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Download, Page } from 'playwright-core';
import { violationsOf } from '../support/axe.js';
import { skip, textOf, view } from '../support/browser.js';
import { spawnServer } from '../support/child-process.js';
import { startTraffic } from '../support/steady-traffic.js';
import { until } from '../support/until.js';

async function save(page: Page, name: string): Promise<Download> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name }).click(),
  ]);
  return download;
}

async function figures(page: Page): Promise<Readonly<Record<string, string>>> {
  const pairs = await page.locator('#run-figures > div').all();
  const entries = await Promise.all(
    pairs.map((pair) => Promise.all([textOf(pair.locator('dt')), textOf(pair.locator('dd'))])),
  );
  return Object.fromEntries(entries);
}

test('a run is summed up, stays when it is over, and can be taken home as CSV and as a report', {
  skip,
}, async () => {
  const server = await spawnServer({ RESPONSE_DELAY: '50ms' });
  const { page, trouble } = await view(server.url);
  assert.equal(await page.locator('#run').isVisible(), false);
  const traffic = startTraffic(server.url);
  await page.getByRole('heading', { name: 'The run so far' }).waitFor();
  await until(async () => Number((await figures(page)).Answered) > 50, 'answers');
  const { answered, failures } = await traffic.stop();
  assert.deepEqual(failures, []);
  await page.getByRole('heading', { name: 'The last run' }).waitFor();
  const run = await figures(page);
  assert.deepEqual([run.Requests, run.Answered, run.Refused, run.Failures].map(Number), [
    answered,
    answered,
    0,
    0,
  ]);
  // Of the moments at which a row was taken.
  assert.match(run['Most in flight'] ?? '', /^[1-4]$/);
  assert.match(run['Whole answer p50 / p99'] ?? '', /^\d+ ms \/ /);
  assert.deepEqual(await violationsOf(page), []);

  const csv = await save(page, 'CSV');
  assert.match(csv.suggestedFilename(), /^llm-mock-server-[\dT-]+\.csv$/);
  const lines = readFileSync(await csv.path(), 'utf8')
    .trimEnd()
    .split('\r\n');
  const at = lines[0]?.split(',').indexOf('replies_200') ?? -1;
  assert.equal(Number(lines.at(-1)?.split(',')[at]), answered);

  const report = await save(page, 'Report');
  assert.match(report.suggestedFilename(), /\.html$/);
  const path = `${await report.path()}.html`;
  await report.saveAs(path);
  assert.deepEqual(trouble, []);
  const reader = await page.context().newPage();
  const asked: string[] = [];
  const complaints: string[] = [];
  reader.on('request', (request) => asked.push(request.url()));
  reader.on('console', (message) => complaints.push(message.text()));
  await reader.goto(pathToFileURL(path).href);
  assert.equal(await reader.locator('figure').count(), 12);
  const words = await textOf(reader.locator('main'));
  assert.equal(words.includes(`Answered${run.Answered}`), true);
  assert.match(words, /RESPONSE_DELAY50ms/);
  const lit = await reader.evaluate("getComputedStyle(document.querySelector('.line.blue')).stroke");
  assert.equal(lit, 'rgb(22, 102, 192)');
  assert.deepEqual(await violationsOf(reader), []);
  assert.deepEqual([asked, complaints], [[pathToFileURL(path).href], []]);
});
