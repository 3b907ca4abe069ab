/**
 * How long a start takes, by the clock.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { CLI, spawnServer } from '../support/child-process.js';
import { until } from '../support/until.js';

/** The goal is 300 ms on an idle machine; machines that run tests are not. */
const START_UP_MS_MAX = 1_500;
/** Of SIGHUP in the masks of /proc/PID/status. */
const SIGHUP_BIT = 1n;

test('the ready line comes in time', async (t) => {
  const startedAt = performance.now();
  const server = await spawnServer();
  const wallMs = performance.now() - startedAt;
  t.diagnostic(
    `startup_ms ${server.ready.startup_ms}, from spawn to the ready line ${Math.round(wallMs)} ms`,
  );
  assert.ok(wallMs < START_UP_MS_MAX, `the ready line came after ${wallMs} ms, at most ${START_UP_MS_MAX}`);
});

test('the signals are caught in the first half of the start', async (t) => {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [CLI], {
    env: { HOST: '127.0.0.1', PORT: '0', HTTP10_PORT: 'off' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  after(() => child.kill('SIGKILL'));
  let output = '';
  child.stdout.on('data', (piece) => {
    output += piece;
  });
  const isCaught = (): boolean => {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    return (BigInt(`0x${/^SigCgt:\s+(\w+)$/m.exec(status)?.[1]}`) & SIGHUP_BIT) !== 0n;
  };
  while (!isCaught()) {
    assert.ok(performance.now() - startedAt < 10_000, 'SIGHUP is not caught within 10 s');
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const caughtMs = performance.now() - startedAt;
  await until(() => output.includes('"ready"'), 'the ready line');
  const readyMs = performance.now() - startedAt;
  t.diagnostic(`caught after ${Math.round(caughtMs)} ms, ready after ${Math.round(readyMs)} ms`);
  assert.ok(
    caughtMs < readyMs / 2,
    `caught after ${caughtMs} ms, ready after ${readyMs} ms; at most half of it`,
  );
});
