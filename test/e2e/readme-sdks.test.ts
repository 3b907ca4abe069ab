/**
 * The JavaScript of docs/sdks.md, as printed but for the port, with the SDKs that it imports.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { spawnServer } from '../support/child-process.js';
import { blocksOf } from '../support/markdown.js';
import { aimAt } from '../support/readme.js';
import { readProjectFile } from '../support/source-tree.js';

/** The project's folder, where the SDKs are installed. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What a block is known by, and the endpoints that it asks once each. */
const CALLS: Readonly<Record<string, readonly string[]>> = {
  'OpenAI from': ['/v1/chat/completions'],
  AzureOpenAI: ['/openai/deployments/{name}/chat/completions'],
  GoogleGenAI: ['/v1beta/models/{model}:generateContent'],
  'new Ollama': ['/api/chat'],
  BedrockRuntimeClient: ['/model/{modelId}/converse'],
  createAnthropic: ['/v1/responses', '/v1/messages'],
};

const blocks = blocksOf(readProjectFile('docs/sdks.md')).filter(({ language }) => language === 'js');

test('every block of JavaScript on the page is one that this file runs', () => {
  const parts = blocks.map((block) => Object.keys(CALLS).find((part) => block.text.includes(part)));
  assert.deepEqual(parts, Object.keys(CALLS));
});

/** The endpoints that were answered with 200, with how often. */
async function answered(url: string): Promise<Record<string, number>> {
  const page = await (await request(`${url}/metrics`)).body.text();
  const counts = page.matchAll(/^llm_mock_requests_total\{endpoint="([^"]+)",status="200"\} (\d+)$/gm);
  return Object.fromEntries([...counts].map(([, endpoint, count]) => [endpoint as string, Number(count)]));
}

for (const [part, endpoints] of Object.entries(CALLS)) {
  test(`the block of docs/sdks.md with ${part} gets its answers`, async () => {
    const server = await spawnServer({ RESPONSE_DELAY_SECONDS: '0.01', HTTP10_PORT: '0' });
    const block = blocks.find((candidate) => candidate.text.includes(part))?.text ?? '';
    const argv = ['--input-type=module', '--eval', aimAt(server, block)];
    const child = spawn(process.execPath, argv, { cwd: ROOT });
    const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
    assert.equal(code, 0, stderr);
    const counts = await answered(server.url);
    for (const endpoint of endpoints) assert.equal(counts[endpoint], 1, JSON.stringify(counts));
  });
}
