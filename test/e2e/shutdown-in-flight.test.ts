import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spawnServer } from '../support/child-process.js';
import { freePort } from '../support/free-port.js';
import { activeRequests, holdRequests, messages, startShutdown } from '../support/in-flight.js';
import { connectRaw } from '../support/raw-connection.js';
import { until } from '../support/until.js';

for (const [signal, count] of [
  ['SIGTERM', 1_000],
  ['SIGINT', 100],
] as const) {
  test(`on ${signal} all of ${count} requests in flight get their whole reply, and the exit code is 0`, async () => {
    const server = await spawnServer({
      RESPONSE_DELAY_SECONDS: '3',
      MAX_CONCURRENT: String(count),
      RESPONSE_TEXT: 'whole',
    });
    const { replies } = await holdRequests(server, count);
    await startShutdown(server, signal);
    await assert.rejects(connectRaw(server.port), { code: 'ECONNREFUSED' });

    const expected = { status: 'fulfilled', value: { status: 200, connection: 'close', content: 'whole' } };
    const outcomes = await replies;
    assert.deepEqual(
      outcomes.filter((outcome) => JSON.stringify(outcome) !== JSON.stringify(expected)),
      [],
    );
    assert.equal(outcomes.length, count);
    const { code, stderr } = await server.exited;
    assert.equal(code, 0);
    assert.equal(stderr, '');
    const drain = server.log.find(({ msg }) => msg === 'shutting down');
    assert.equal(drain?.in_flight, count);
    assert.equal(drain?.grace_seconds, 605);
    assert.equal(messages(server).at(-1), 'stopped');
    assert.equal(server.log.at(-1)?.exit_code, 0);
  });
}

test('while a shutdown waits, it says so once a second', async () => {
  const server = await spawnServer({ RESPONSE_DELAY_SECONDS: '2.5' });
  const { replies } = await holdRequests(server, 1);
  await startShutdown(server);
  assert.equal((await server.exited).code, 0);
  assert.deepEqual(messages(server).slice(1), [
    'signal received',
    'shutting down',
    'waiting for replies',
    'waiting for replies',
    'stopped',
  ]);
  const [start = 0, ...progress] = server.log
    .filter(({ msg }) => msg === 'shutting down' || msg === 'waiting for replies')
    .map(({ time }) => Date.parse(String(time)));
  for (const [index, at] of progress.entries()) {
    // Log lines carry whole milliseconds: one may be lost between two of them.
    assert.ok(at - start >= 1_000 * (index + 1) - 1 && at - start < 1_000 * (index + 1) + 400);
  }
  for (const line of server.log.filter(({ msg }) => msg === 'waiting for replies')) {
    assert.equal(line.in_flight, 1);
  }
  assert.equal((await replies)[0]?.status, 'fulfilled');
});

test('the HTTP/1.0 listener drains as well', async () => {
  const port = await freePort();
  const server = await spawnServer({ RESPONSE_DELAY_SECONDS: '1', HTTP10_PORT: String(port) });
  assert.equal(server.http10Port, port);
  const client = await connectRaw(port);
  client.socket.write('POST /v1/chat/completions HTTP/1.0\r\ncontent-length: 44\r\n\r\n');
  client.socket.write('{"messages":[{"role":"user","content":"h"}]}');
  await until(async () => (await activeRequests(server)) === 1, 'the request is in flight');
  await startShutdown(server);
  await assert.rejects(connectRaw(port), { code: 'ECONNREFUSED' });
  assert.match(await client.until('"usage"'), /^HTTP\/1\.1 200 OK\r\n/);
  assert.equal((await server.exited).code, 0);
});
