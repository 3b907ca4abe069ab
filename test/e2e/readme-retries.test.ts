import assert from 'node:assert/strict';
import { test } from 'node:test';
import { request } from 'undici';
import { spawnServer } from '../support/child-process.js';
import { findBlock, readStartBlock, shellBlocks } from '../support/readme.js';
import { readProjectFile } from '../support/source-tree.js';

test('the way of docs/sdks.md to stop SDKs from retrying puts x-should-retry: false on a 503', {
  timeout: 20_000,
}, async () => {
  const block = findBlock(shellBlocks(readProjectFile('docs/sdks.md')), 'SHOULD_RETRY=false npm start');
  const { settings } = readStartBlock(block);
  const { url } = await spawnServer({ ...settings, MAX_CONCURRENT: '1', RESPONSE_DELAY_SECONDS: '60' });
  const target = `${url}/v1/chat/completions`;
  const body = '{"messages":[{"role":"user","content":"hello"}]}';
  const leaving = new AbortController();
  const held = request(target, { method: 'POST', body, signal: leaving.signal }).catch((e: Error) => e.name);
  while (((await (await fetch(`${url}/health`)).json()) as { active_requests: number }).active_requests < 1);

  const { statusCode, headers } = await request(target, { method: 'POST', body });

  assert.equal(statusCode, 503);
  assert.equal(headers['x-should-retry'], 'false');
  assert.equal(headers['retry-after'], '1');
  leaving.abort();
  assert.equal(await held, 'AbortError');
});
