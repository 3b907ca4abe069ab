import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { spawnServer } from '../support/child-process.js';
import { freePort } from '../support/free-port.js';
import {
  aimAt,
  findBlock,
  missingTool,
  runBlock,
  shellBlocks,
  temporaryDirectory,
} from '../support/readme.js';
import { readProjectFile } from '../support/source-tree.js';

const skip = missingTool(['curl', 'jq']);
const block = findBlock(shellBlocks(readProjectFile('docs/operations.md')), 'cat > memory-alert.sh');
const directory = temporaryDirectory();

/** Stands in for a server whose memory is full, which a test cannot bring about on a machine that it shares. */
async function startReporter(status: number, body: string): Promise<string> {
  const reporter = createServer((_, response) => response.writeHead(status).end(body));
  reporter.listen(0, '127.0.0.1');
  await once(reporter, 'listening');
  after(() => reporter.close());
  return `http://127.0.0.1:${(reporter.address() as AddressInfo).port}/health`;
}

test('the alert of docs/operations.md is silent while the memory of a real server is fine', {
  skip,
}, async () => {
  const server = await spawnServer();
  const health = await (await fetch(`${server.url}/health`)).json();
  assert.ok((health as { memory: { usage_ratio: number } }).memory.usage_ratio <= 0.9, 'too full to tell');
  assert.deepEqual(await runBlock(aimAt(server, block), directory), { code: 0, stdout: '', stderr: '' });
});

test('the alert of docs/operations.md names the usage of an overloaded server, which answers 503', {
  skip,
}, async () => {
  const url = await startReporter(503, '{"memory":{"usage_percent":"95.2%","usage_ratio":0.952}}');
  const { code, stdout } = await runBlock(`sh memory-alert.sh ${url}`, directory);
  assert.deepEqual({ code, stdout }, { code: 1, stdout: 'ALERT: memory at 95.2%\n' });
});

test('the alert of docs/operations.md is silent at exactly 90 %', { skip }, async () => {
  const url = await startReporter(200, '{"memory":{"usage_percent":"90.0%","usage_ratio":0.9}}');
  assert.deepEqual(await runBlock(`sh memory-alert.sh ${url}`, directory), {
    code: 0,
    stdout: '',
    stderr: '',
  });
});

test('the alert of docs/operations.md says when there is no server', { skip }, async () => {
  const url = `http://127.0.0.1:${await freePort()}/health`;
  const { code, stdout } = await runBlock(`sh memory-alert.sh ${url}`, directory);
  assert.deepEqual({ code, stdout }, { code: 2, stdout: `ALERT: no answer from ${url}\n` });
});

test('the alert of docs/operations.md says when something else answers', { skip }, async () => {
  const url = await startReporter(200, '<html>');
  const { code, stdout } = await runBlock(`sh memory-alert.sh ${url}`, directory);
  assert.deepEqual(
    { code, stdout },
    { code: 2, stdout: `ALERT: ${url} does not answer with a health report\n` },
  );
});

test('jq cannot turn the percent sign into a number, as docs/operations.md says', { skip }, async () => {
  const { code } = await runBlock(`printf '"83.6%%"' | jq tonumber`, directory);
  assert.notEqual(code, 0);
});
