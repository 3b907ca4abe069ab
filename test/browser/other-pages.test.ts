/** What pages of other origins can do to a mock, in a real browser: one whose name was made to lead here, and one that posts from elsewhere. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { ENDPOINTS } from '../../dist/shared/labels.js';
import { skip } from '../support/browser.js';
import { launch } from '../support/chromium.js';
import { startTestServer, type TestServer } from '../support/in-process.js';
import { until } from '../support/until.js';

const EVIL = 'evil.test';
const CHAT = '/v1/chat/completions';
const ENDPOINT = ENDPOINTS.indexOf(CHAT);
const BODY = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hi' }] });

let browser: Promise<Browser> | null = null;
after(async () => (await browser)?.close());

async function openPage(): Promise<Page> {
  browser ??= launch([`--host-resolver-rules=MAP ${EVIL} 127.0.0.1`]);
  return (await (await browser).newContext()).newPage();
}

/** A page of the stranger's name: what it shows is the server's, what is asked by it is the test's. */
async function reboundPage(server: TestServer): Promise<Page> {
  const page = await openPage();
  await page.goto(`http://${EVIL}:${server.port}/v1/models`);
  return page;
}

const statusIn = (page: Page, path: string, options: object = {}) =>
  page.evaluate(`fetch(${JSON.stringify(path)}, ${JSON.stringify(options)}).then(({ status }) => status)`);

const feedIn = (page: Page) =>
  page.evaluate(`new Promise((resolve) => {
    const socket = new WebSocket(location.origin.replace('http', 'ws') + '/live');
    socket.onopen = () => resolve('open');
    socket.onerror = () => resolve('refused');
  })`);

const PATHS = ['/', '/health', '/metrics', '/dashboard/page.js', '/v1/responses/resp_1'];

test('a page that was rebound to the server reads all where every name will do', { skip }, async () => {
  const server = await startTestServer();
  const page = await reboundPage(server);
  assert.equal(await statusIn(page, '/health'), 200);
  assert.equal(await feedIn(page), 'open');
});

test('with ALLOWED_HOSTS a page that was rebound gets 421 for all, whatever headers it adds, and no work done', {
  skip,
}, async () => {
  const server = await startTestServer({ ALLOWED_HOSTS: '127.0.0.1' });
  const page = await reboundPage(server);
  for (const path of PATHS) {
    const headers = { 'x-forwarded-host': '127.0.0.1' };
    assert.equal(await statusIn(page, path), 421, path);
    assert.equal(await statusIn(page, path, { headers }), 421, path);
  }
  assert.equal(await feedIn(page), 'refused');
  for (const type of ['application/json', 'text/plain']) {
    const options = { method: 'POST', body: BODY, headers: { 'content-type': type } };
    assert.equal(await statusIn(page, CHAT, options), 421, type);
  }
  assert.deepEqual([server.state.viewers, server.state.repliesOf(ENDPOINT, 200)], [0, 0]);
  await page.goto(`http://127.0.0.1:${server.port}/`);
  assert.equal(await statusIn(page, '/health'), 200);
  assert.equal(await feedIn(page), 'open');
});

async function strangersUrl(): Promise<string> {
  const stranger = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>evil</title>');
  });
  stranger.listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  after(() => stranger.close());
  return `http://${EVIL}:${(stranger.address() as AddressInfo).port}/`;
}

const WAYS: Readonly<Record<string, string>> = {
  'fetch without cors, as text': `fetch(url, { method: 'POST', mode: 'no-cors', body }).then(() => {})`,
  'fetch without cors, of no type': `fetch(url, { method: 'POST', mode: 'no-cors', body: new Blob([body]) }).then(() => {})`,
  beacon: 'void navigator.sendBeacon(url, body)',
  form: `(() => {
    const form = document.createElement('form');
    Object.assign(form, { method: 'POST', action: url, enctype: 'text/plain', target: 'frame' });
    const frame = Object.assign(document.createElement('iframe'), { name: 'frame' });
    const field = Object.assign(document.createElement('input'), { name: body, value: '' });
    form.append(field);
    document.body.append(frame, form);
    form.submit();
  })()`,
};

for (const [way, script] of Object.entries(WAYS)) {
  test(`a page of another origin cannot make the mock work: ${way}`, { skip }, async () => {
    const server = await startTestServer();
    const page = await openPage();
    await page.goto(await strangersUrl());
    const url = `http://127.0.0.1:${server.port}${CHAT}`;
    await page.evaluate(`const url = ${JSON.stringify(url)}, body = ${JSON.stringify(BODY)}; ${script}`);
    await until(() => server.state.repliesOf(ENDPOINT, 415) === 1, 'it was refused');
    assert.deepEqual([server.state.peak, server.state.repliesOf(ENDPOINT, 200)], [0, 0]);
  });
}

test('a page of another origin that asks with JSON is not let in by its preflight, and one of CORS_ORIGIN is', {
  skip,
}, async () => {
  const stranger = await strangersUrl();
  const ask = async (server: TestServer) => {
    const page = await openPage();
    await page.goto(stranger);
    const options = { method: 'POST', body: BODY, headers: { 'content-type': 'application/json' } };
    const url = JSON.stringify(`http://127.0.0.1:${server.port}${CHAT}`);
    return page.evaluate(
      `fetch(${url}, ${JSON.stringify(options)}).then(({ status }) => status, () => 'kept out')`,
    );
  };
  const closed = await startTestServer();
  assert.equal(await ask(closed), 'kept out');
  assert.equal(closed.state.peak, 0);
  assert.equal(await ask(await startTestServer({ CORS_ORIGIN: new URL(stranger).origin })), 200);
});
