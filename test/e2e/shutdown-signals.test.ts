/**
 * Signals to a server that runs, and at any moment of its start. How prompt it ends is in test/slow/prompt-exits.test.ts.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { CLI, spawnServer } from '../support/child-process.js';
import { holdRequests, messages, startShutdown } from '../support/in-flight.js';

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal} ends an idle server with exit code 0`, async () => {
    const server = await spawnServer();
    server.child.kill(signal);
    const result = await server.exited;
    assert.equal(result.code, 0);
    assert.equal(result.stderr, '');
    assert.deepEqual(messages(server), ['ready', 'signal received', 'shutting down', 'stopped']);
    assert.equal(server.log[1]?.signal, signal);
  });

  test(`a second signal, a ${signal}, ends the server at once with exit code 1`, async () => {
    const server = await spawnServer({ RESPONSE_DELAY_SECONDS: '30' });
    const { replies } = await holdRequests(server, 3);
    await startShutdown(server, 'SIGTERM');
    server.child.kill(signal);
    const result = await server.exited;
    assert.equal(result.code, 1);
    assert.equal(messages(server).at(-1), 'second signal: ending at once');
    assert.equal(result.stderr, '');
    assert.deepEqual(
      (await replies).map(({ status }) => status),
      ['rejected', 'rejected', 'rejected'],
    );
  });
}

for (const graceSeconds of ['0', '0.5']) {
  test(`requests that outlast a grace of ${graceSeconds} s are cut off, and the exit code is 1`, async () => {
    const server = await spawnServer({
      RESPONSE_DELAY_SECONDS: '30',
      SHUTDOWN_GRACE_SECONDS: graceSeconds,
    });
    const { replies } = await holdRequests(server, 2);
    const startedAt = performance.now();
    server.child.kill('SIGTERM');
    assert.equal((await server.exited).code, 1);
    const tookMs = performance.now() - startedAt;
    assert.ok(tookMs >= Number(graceSeconds) * 1_000, `took ${tookMs} ms`);
    const cut = server.log.find(({ msg }) => String(msg).startsWith('SHUTDOWN_GRACE_SECONDS have passed'));
    assert.equal(cut?.in_flight, 2);
    assert.equal(server.log.at(-1)?.exit_code, 1);
    assert.deepEqual(
      (await replies).map(({ status }) => status),
      ['rejected', 'rejected'],
    );
  });
}

test('SIGTERM at any moment of the start-up ends the process without a stack trace', async () => {
  // Moments that a start of about a third of a second passes through; the last is after it.
  for (const afterMs of [20, 100, 180, 300]) {
    const child = spawn(process.execPath, [CLI], {
      env: { HOST: '127.0.0.1', PORT: '0', HTTP10_PORT: 'off' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (piece) => {
      output += piece;
    });
    child.stderr.on('data', (piece) => {
      output += piece;
    });
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    child.kill('SIGTERM');
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    // While Node.js itself starts nobody can catch a signal: it ends the process, as it ends any.
    assert.ok(code === 0 || signal === 'SIGTERM', `after ${afterMs} ms: code ${code}, signal ${signal}`);
    assert.doesNotMatch(output, /^ +at /m);
    if (signal === 'SIGTERM') assert.doesNotMatch(output, /ready/);
  }
});
