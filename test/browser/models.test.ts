/** The live page's table by model: without a key, in both languages, as requests come. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { request } from 'undici';
import { skip, textOf, view } from '../support/browser.js';
import { spawnServer } from '../support/child-process.js';
import { temporaryDirectory } from '../support/readme.js';
import { until } from '../support/until.js';

const MODELS = `models:
  paced:
    time_to_first_token: 30ms
    inter_token_latency: 12ms
    output_tokens: 4
  "<b>*":
    response_delay: 1ms
  idle:
    response_delay: 1ms
`;

async function post(url: string, model: string, fields = {}): Promise<number> {
  const { statusCode, body } = await request(`${url}/v1/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'hi' }], ...fields }),
  });
  await body.dump();
  return statusCode;
}

async function start() {
  const file = join(temporaryDirectory(), 'models.yaml');
  writeFileSync(file, MODELS);
  return spawnServer({ MODELS_FILE: file, RESPONSE_DELAY: '1ms' });
}

test('the table has a row for each model that was asked for, the one that was asked for most first, and needs no key', {
  skip,
}, async () => {
  const server = await start();
  const { page, trouble } = await view(server.url);
  const rows = page.locator('#models-rows tr');
  assert.equal(await textOf(rows.first()), 'No request has named a model yet.');
  assert.equal(await post(server.url, '<b>old'), 200);
  assert.equal(await post(server.url, 'paced', { stream: true }), 200);
  assert.equal(await post(server.url, 'paced', { stream: true }), 200);
  assert.equal(await post(server.url, 'paced;fault=503'), 503);
  assert.equal(await post(server.url, 'nobody'), 200);
  assert.equal(await post(server.url, 'nobody'), 200);
  const names = () => rows.locator('th').allTextContents();
  await until(async () => (await names()).length === 3, 'all have come');
  await until(async () => (await textOf(rows.nth(0).locator('td').first())) === '3', 'all are counted');
  assert.deepEqual(await names(), ['paced', 'other', '<b>*']);
  const heads = await page.locator('#models-head th').allTextContents();
  const cells = await rows.nth(0).locator('td').allTextContents();
  const cellOf = (head: string) => (cells[heads.indexOf(head) - 1] ?? '').replace(/\s+/g, ' ');
  assert.deepEqual([cellOf('Requests'), cellOf('Failures'), cellOf('In flight')], ['3', '1', '0']);
  for (const head of ['First token p50', 'First token p99', 'Whole answer p50', 'Per output token p99']) {
    assert.match(cellOf(head), /^[\d.]+ ms \/ [\d.]+ m?s$/, head);
  }
  const whole = await rows.nth(2).locator('td').allTextContents();
  assert.equal(whole[heads.indexOf('First token p50') - 1], '– / –', 'it was no stream');
  await page.setViewportSize({ width: 360, height: 740 });
  // The charts follow with the next frame.
  await until(
    async () => (await page.evaluate('document.documentElement.scrollWidth')) === 360,
    'nothing sticks out',
  );
  assert.deepEqual(trouble, []);
});

test('in Chinese it has Chinese heads, and closed it is not written', { skip }, async () => {
  const server = await start();
  const { page, trouble } = await view(server.url, { locale: 'zh-CN' });
  assert.equal(await textOf(page.locator('#models-title')), '按模型');
  await page.locator('#models-title').click();
  await post(server.url, 'nobody');
  const rows = page.locator('#models-rows tr');
  await page.locator('#models-title').click();
  await until(
    async () => (await rows.locator('th').allTextContents()).join() === 'other',
    'it is written when it is opened',
  );
  const [head] = await page.locator('#models-head th').allTextContents();
  assert.equal(head, '模型');
  assert.deepEqual(trouble, []);
});
