/**
 * The live page through a real reverse proxy, with the block that docs/live-page.md prints.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { request } from 'undici';
import { spawnServer } from '../support/child-process.js';
import { openLive } from '../support/live-viewer.js';
import { missingNginx, startNginx } from '../support/nginx.js';
import { readProjectFile } from '../support/source-tree.js';

const PRINTED = /```nginx\n(.*?)```/s.exec(readProjectFile('docs/live-page.md'))?.[1] ?? '';

test('the page and its data pass nginx, for the page of that address alone', {
  skip: missingNginx,
}, async () => {
  assert.match(PRINTED, /proxy_pass http:\/\/127\.0\.0\.1:8080;/);
  const server = await spawnServer();
  const url = await startNginx(server, PRINTED.replace('127.0.0.1:8080', `127.0.0.1:${server.port}`));
  const page = await request(`${url}/`);
  assert.match(await page.body.text(), /^<!doctype html>/);
  const viewer = await openLive(url, { origin: url });
  await viewer.row(({ viewers }) => viewers === 1, 'a row comes');
  await assert.rejects(openLive(url, { origin: server.url }), /not let in/);
});
