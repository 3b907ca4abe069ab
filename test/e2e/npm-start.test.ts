/**
 * `npm start` as somebody else's script runs it: what ends npm ends the server, in order.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { until } from '../support/until.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

test('SIGTERM to npm start reaches the server, which stops in order', async () => {
  const npm = spawn('npm', ['start'], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, HOST: '127.0.0.1', PORT: '0', HTTP10_PORT: 'off' },
    stdio: ['ignore', 'pipe', 'inherit'],
    // A group of its own, so that nothing is left where the signal gets lost.
    detached: true,
  });
  let isOver = false;
  after(() => {
    if (!isOver) process.kill(-(npm.pid as number), 'SIGKILL');
  });
  let printed = '';
  npm.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  // Its output ends when the server has, whatever becomes of npm.
  npm.stdout.once('end', () => {
    isOver = true;
  });
  await until(() => printed.includes('"msg":"ready"'), 'the server is ready');
  npm.kill('SIGTERM');
  await until(() => isOver, 'the server has ended');
  assert.match(printed, /"msg":"stopped"/);
});
