/**
 * Clients of a server that ends. What must not hold up the exit would hold it up for SHUTDOWN_GRACE_SECONDS, ten minutes, and
 * to exit code 1; how prompt it is, is in test/slow/prompt-exits.test.ts.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spawnServer } from '../support/child-process.js';
import { activeRequests, holdUploads, startShutdown } from '../support/in-flight.js';
import { connectRaw, rawChatRequest } from '../support/raw-connection.js';
import { until } from '../support/until.js';

test('clients that hold idle keep-alive connections do not hold up the exit', async () => {
  for (let round = 0; round < 3; round++) {
    const server = await spawnServer();
    const silent = await connectRaw(server.port);
    const idle = await connectRaw(server.port);
    idle.socket.write(rawChatRequest());
    assert.doesNotMatch(await idle.until('"usage"'), /connection: close/i);
    server.child.kill('SIGTERM');
    assert.equal((await server.exited).code, 0);
    await until(() => silent.ended() && idle.ended(), 'both connections are closed');
  }
});

test('a keep-alive client that asks again during a shutdown gets 503 and is told to close', async () => {
  const server = await spawnServer();
  const idle = await connectRaw(server.port);
  idle.socket.write('GET /ready HTTP/1.1\r\nhost: x\r\n\r\n');
  await idle.until('"ready":');
  const before = idle.received().length;
  const { finish } = await holdUploads(server, 1);
  await startShutdown(server);
  idle.socket.write(rawChatRequest());
  const refusal = (await idle.until('server_shutting_down')).slice(before);
  assert.match(refusal, /^HTTP\/1\.1 503 Service Unavailable\r\n/);
  assert.match(refusal, /^connection: close\r$/im);
  await until(idle.ended, 'the refused connection is closed');
  assert.equal((await finish())[0]?.status, 'fulfilled');
  assert.equal((await server.exited).code, 0);
});

test('pages that are asked for during a shutdown say that it drains, and close', async () => {
  const server = await spawnServer();
  const health = await connectRaw(server.port);
  const ready = await connectRaw(server.port);
  const { finish } = await holdUploads(server, 1);
  await startShutdown(server);
  health.socket.write('GET /health HTTP/1.1\r\nhost: x\r\n\r\n');
  assert.match(await health.until('"draining":true'), /^connection: close\r$/im);
  ready.socket.write('GET /ready HTTP/1.1\r\nhost: x\r\n\r\n');
  assert.match(await ready.until('"reason":"draining"'), /^HTTP\/1\.1 503 /);
  await finish();
  assert.equal((await server.exited).code, 0);
});

test('a client that never reads its reply does not hold up the exit', async () => {
  const server = await spawnServer({ RESPONSE_TEXT: 'x'.repeat(100_000) });
  const deaf = await connectRaw(server.port, { reads: false });
  // A hundred replies of 100 kB are more than the kernel takes for one connection.
  deaf.socket.write(rawChatRequest().repeat(100));
  await until(() => deaf.socket.readableLength > 0, 'the first reply is on its way');
  server.child.kill('SIGTERM');
  assert.equal((await server.exited).code, 0);
});

test('a client that never finishes its upload holds the exit up to the grace, and no longer', async () => {
  const server = await spawnServer({ SHUTDOWN_GRACE_SECONDS: '1' });
  const stalled = await connectRaw(server.port);
  stalled.socket.write('POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{');
  await until(async () => (await activeRequests(server)) === 1, 'the upload holds a slot');
  const startedAt = performance.now();
  server.child.kill('SIGTERM');
  assert.equal((await server.exited).code, 1);
  const tookMs = performance.now() - startedAt;
  assert.ok(tookMs >= 1_000, `took ${tookMs} ms`);
});

test('a large reply that a slow client still reads is not cut off by the exit', async () => {
  // Six bytes each in JSON: the longest reply that can be set.
  const text = '\u0001'.repeat(131_000);
  const server = await spawnServer({ RESPONSE_TEXT: text, RESPONSE_DELAY_SECONDS: '0.5' });
  const slow = await connectRaw(server.port, { reads: false });
  slow.socket.write(rawChatRequest());
  await until(async () => (await activeRequests(server)) === 1, 'the request is in flight');
  await startShutdown(server);
  await until(
    async () => server.log.some(({ msg }) => msg === 'waiting for replies'),
    'it waits for the client',
  );
  let received = '';
  for await (const piece of slow.socket) received += piece;
  assert.ok(received.includes(JSON.stringify(text)), `only ${received.length} bytes came`);
  assert.equal((await server.exited).code, 0);
});

test('a large reply whose client reads nothing holds the exit up to the stall timeout, and no longer', async () => {
  const text = '\u0001'.repeat(131_000);
  const server = await spawnServer({
    RESPONSE_TEXT: text,
    RESPONSE_DELAY_SECONDS: '0.1',
    STALL_TIMEOUT: '1s',
  });
  const deaf = await connectRaw(server.port, { reads: false });
  const startedAt = performance.now();
  deaf.socket.write(rawChatRequest());
  await until(async () => (await activeRequests(server)) === 1, 'the request is in flight');
  server.child.kill('SIGTERM');
  assert.equal((await server.exited).code, 0);
  const tookMs = performance.now() - startedAt;
  assert.ok(tookMs >= 1_000 + 100, `took ${tookMs} ms`);
});
