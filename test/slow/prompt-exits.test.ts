/**
 * How long an exit takes, by the clock. What it has to wait for, and with which code it ends, is in test/e2e/shutdown-*.test.ts.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { CLI, type ServerProcess, spawnServer } from '../support/child-process.js';
import { activeRequests, holdRequests, startShutdown } from '../support/in-flight.js';
import { connectRaw, rawChatRequest } from '../support/raw-connection.js';
import { until } from '../support/until.js';

const PROMPTLY_MS = 1_000;
/** A start that was begun may have to go on to where it looks at the signal. */
const START_MS = 2_000;

/** Asserts that `exited` resolves promptly, from now on and behind what has to be waited for. */
async function assertPrompt(what: string, exited: Promise<unknown>, waitsMs = 0): Promise<void> {
  const startedAt = performance.now();
  await exited;
  const tookMs = performance.now() - startedAt;
  assert.ok(
    tookMs < waitsMs + PROMPTLY_MS,
    `${what}: the exit took ${tookMs} ms, at most ${waitsMs + PROMPTLY_MS}`,
  );
}

function stop({ child, exited }: ServerProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<unknown> {
  child.kill(signal);
  return exited;
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`an idle server ends promptly on ${signal}`, async () => {
    await assertPrompt(signal, stop(await spawnServer(), signal));
  });

  test(`a second signal, a ${signal}, ends a server at once`, async () => {
    const server = await spawnServer({ RESPONSE_DELAY_SECONDS: '30' });
    await holdRequests(server, 3);
    await startShutdown(server, 'SIGTERM');
    await assertPrompt(`a second signal, ${signal}`, stop(server, signal));
  });
}

test('idle keep-alive connections do not hold up the exit', async () => {
  const server = await spawnServer();
  await connectRaw(server.port);
  const idle = await connectRaw(server.port);
  idle.socket.write(rawChatRequest());
  await idle.until('"usage"');
  await assertPrompt('with idle connections', stop(server));
});

test('a client that never reads its reply does not hold up the exit', async () => {
  const server = await spawnServer({ RESPONSE_TEXT: 'x'.repeat(100_000) });
  const deaf = await connectRaw(server.port, { reads: false });
  deaf.socket.write(rawChatRequest().repeat(100));
  await until(() => deaf.socket.readableLength > 0, 'the first reply is on its way');
  await assertPrompt('with a client that does not read', stop(server));
});

for (const graceSeconds of [0, 0.5]) {
  test(`a grace of ${graceSeconds} s is not exceeded`, async () => {
    const server = await spawnServer({
      RESPONSE_DELAY_SECONDS: '30',
      SHUTDOWN_GRACE_SECONDS: String(graceSeconds),
    });
    await holdRequests(server, 2);
    await assertPrompt(`a grace of ${graceSeconds} s`, stop(server), graceSeconds * 1_000);
  });
}

test('a large reply whose client reads nothing holds up the exit for the stall timeout, and no longer', async () => {
  const server = await spawnServer({
    RESPONSE_TEXT: '\u0001'.repeat(131_000),
    RESPONSE_DELAY_SECONDS: '0.1',
    STALL_TIMEOUT: '1s',
  });
  const deaf = await connectRaw(server.port, { reads: false });
  deaf.socket.write(rawChatRequest());
  await until(async () => (await activeRequests(server)) === 1, 'the request is in flight');
  await assertPrompt('a stall timeout of 1 s', stop(server), 1_000);
});

for (const afterMs of [20, 60, 100, 140, 180, 220, 260, 300, 400]) {
  test(`SIGTERM ${afterMs} ms after the start ends the process promptly`, async () => {
    const child = spawn(process.execPath, [CLI], {
      env: { HOST: '127.0.0.1', PORT: '0', HTTP10_PORT: 'off' },
      stdio: 'ignore',
    });
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    const closed = once(child, 'close');
    child.kill('SIGTERM');
    await assertPrompt(`SIGTERM ${afterMs} ms after the start`, closed, START_MS);
  });
}
