/**
 * Signals in the first moments of the process, and those that mean nothing to it.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { CLI, spawnServer } from '../support/child-process.js';
import { breakableModelsFile, temporaryFolder } from '../support/output-process.js';
import { until } from '../support/until.js';

const QUICK = { HOST: '127.0.0.1', PORT: '0', HTTP10_PORT: 'off' };
const INSPECTOR_PORT = 9229;
const HOLDS_START = new URL('../fixtures/holds-start.js', import.meta.url).href;
/** Of SIGUSR2 in the masks of /proc/PID/status. */
const SIGUSR2_BIT = 1n << 11n;

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

/**
 * Starts a server that is held up, once it catches its signals, until `goOn`: nothing else is loaded then. Before, in Node.js'
 * own start, nobody can catch a signal.
 */
async function startHeld(settings: Readonly<Record<string, string>> = {}) {
  const file = join(temporaryFolder(), 'hold');
  writeFileSync(file, '');
  const started = start({ ...settings, HOLD_FILE: file, NODE_OPTIONS: `--import=${HOLDS_START}` });
  await until(() => isCaught(started), 'SIGUSR2, the last of them, is caught');
  return { ...started, goOn: () => rmSync(file) };
}

function isCaught({ child }: Started): boolean {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  const caught = BigInt(`0x${/^SigCgt:\s+(\w+)$/m.exec(status)?.[1]}`);
  return (caught & SIGUSR2_BIT) !== 0n;
}

test('the signals are caught before anything slow is loaded, and end nothing', async () => {
  const started = await startHeld();
  started.child.kill('SIGHUP');
  started.child.kill('SIGUSR1');
  started.goOn();
  await until(() => started.output().includes('"ready"'), 'the ready line');
  started.child.kill('SIGTERM');
  assert.deepEqual(await started.exited, [0, null]);
});

test('SIGHUP before the server is ready ends nothing, and is answered when it is', async () => {
  const models = breakableModelsFile();
  const started = await startHeld({ MODELS_FILE: models.path });
  started.child.kill('SIGHUP');
  started.goOn();
  await until(() => started.output().includes('models file read again'), 'the file is read again');
  assert.match(started.output(), /"ready"/);
  started.child.kill('SIGTERM');
  assert.deepEqual(await started.exited, [0, null]);
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal} before the server is ready ends it with one line and exit code 0`, async () => {
    const started = await startHeld();
    started.child.kill(signal);
    started.goOn();
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
