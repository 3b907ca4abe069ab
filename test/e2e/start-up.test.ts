import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { CLI, spawnServer } from '../support/child-process.js';

/** The goal is 300 ms on an idle machine; machines that run tests are not. */
const START_UP_MS_MAX = 1_500;

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

test('the ready line comes in time, and a request is served then', async (t) => {
  const startedAt = performance.now();
  const server = await spawnServer();
  const wallMs = performance.now() - startedAt;
  const startupMs = Number(server.ready.startup_ms);
  t.diagnostic(`startup_ms ${startupMs}, from spawn to the ready line ${Math.round(wallMs)} ms`);
  assert.ok(startupMs > 0 && startupMs <= wallMs, 'what the server says is part of what we saw');
  assert.ok(wallMs < START_UP_MS_MAX, `took ${wallMs} ms`);
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

test('the bin runs by itself where it is executable', async (t) => {
  try {
    accessSync(CLI, constants.X_OK);
  } catch {
    // npm sets the bit when it installs the package; the compiler does not.
    return t.skip('dist/main/cli.js has no execute bit here');
  }
  assert.equal(await run(CLI, ['--version']), `${PACKAGE.version}\n`);
});
