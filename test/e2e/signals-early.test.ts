/**
 * Signals in the first moments of the process, and those that mean nothing to it.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { after, test } from 'node:test';
import { CLI, spawnServer } from '../support/child-process.js';
import { breakableModelsFile } from '../support/output-process.js';
import { until } from '../support/until.js';

const QUICK = { HOST: '127.0.0.1', PORT: '0', HTTP10_PORT: 'off' };
const CAUGHT_WITHIN_MS = 10_000;
const INSPECTOR_PORT = 9229;
/** Of SIGHUP in the masks of /proc/PID/status. */
const SIGHUP_BIT = 1n;

interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly exited: Promise<unknown[]>;
}

function start(settings: Readonly<Record<string, string>> = {}): Started {
  const child = spawn(process.execPath, [CLI], {
    env: { ...QUICK, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  after(() => child.exitCode === null && child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (piece) => {
      output += piece;
    });
  }
  return { child, output: () => output, exited: once(child, 'close') };
}

/** Resolves as soon as the process catches SIGHUP: in Node.js' own start nobody can, and it ends as any process does. */
async function untilCaught({ child }: Started): Promise<void> {
  const startedAt = performance.now();
  while (performance.now() - startedAt < CAUGHT_WITHIN_MS) {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    const caught = BigInt(`0x${/^SigCgt:\s+(\w+)$/m.exec(status)?.[1]}`);
    if ((caught & SIGHUP_BIT) !== 0n) return;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  throw new Error('SIGHUP is not caught');
}

test('the signals are caught before anything slow is loaded', async (t) => {
  const startedAt = performance.now();
  const started = start();
  await untilCaught(started);
  const caughtMs = performance.now() - startedAt;
  await until(() => started.output().includes('"ready"'), 'the ready line');
  const readyMs = performance.now() - startedAt;
  t.diagnostic(`caught after ${Math.round(caughtMs)} ms, ready after ${Math.round(readyMs)} ms`);
  assert.equal(caughtMs < readyMs / 2, true, `caught after ${caughtMs} ms, ready after ${readyMs} ms`);
});

test('SIGHUP before the server is ready ends nothing, and is answered when it is', async () => {
  const models = breakableModelsFile();
  const started = start({ MODELS_FILE: models.path });
  await untilCaught(started);
  started.child.kill('SIGHUP');
  await until(() => started.output().includes('models file read again'), 'the file is read again');
  assert.match(started.output(), /"ready"/);
  started.child.kill('SIGTERM');
  assert.deepEqual(await started.exited, [0, null]);
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal} before the server is ready ends it with one line and exit code 0`, async () => {
    const started = start();
    await untilCaught(started);
    started.child.kill(signal);
    assert.deepEqual(await started.exited, [0, null]);
    const lines = started.output().trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).msg),
      ['stopped before it was ready'],
    );
  });
}

test('SIGUSR1, SIGUSR2 and SIGPIPE end nothing, and open no inspector', async () => {
  const server = await spawnServer();
  for (const signal of ['SIGUSR1', 'SIGUSR2'] as const) {
    server.child.kill(signal);
    await until(
      () => server.log.some((line) => line.msg === 'signal ignored' && line.signal === signal),
      `${signal} is logged`,
    );
  }
  server.child.kill('SIGPIPE');
  const probe = connect(INSPECTOR_PORT, '127.0.0.1');
  const [error] = (await once(probe, 'error')) as [NodeJS.ErrnoException];
  assert.equal(error.code, 'ECONNREFUSED');
  server.child.kill('SIGTERM');
  const { code, stderr } = await server.exited;
  assert.deepEqual([code, stderr], [0, '']);
});
