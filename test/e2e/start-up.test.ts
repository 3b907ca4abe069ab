import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { CLI, spawnServer } from '../support/child-process.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PACKAGE = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  version: string;
};

function run(file: string, args: readonly string[]): Promise<string> {
  const child = spawn(file, args, { env: { PATH: process.env.PATH }, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (piece) => {
    output += piece;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve(output));
  });
}

test('when the ready line has come a request is served, and the line says how long the start took', async () => {
  const startedAt = performance.now();
  const server = await spawnServer();
  const wallMs = performance.now() - startedAt;
  const startupMs = Number(server.ready.startup_ms);
  assert.ok(startupMs > 0 && startupMs <= wallMs, 'what the server says is part of what we saw');
  const reply = await request(`${server.url}/health`);
  assert.equal(reply.statusCode, 200);
});

test('the bin runs through a link, as npx starts it', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'llm-mock-bin-'));
  after(() => rmSync(directory, { recursive: true }));
  const link = join(directory, 'llm-mock-server');
  symlinkSync(CLI, link);
  assert.equal(await run(process.execPath, [link, '--version']), `${PACKAGE.version}\n`);
});
