/**
 * Requests that a server ends in order. They are in flight because the end of their body is held back, so that no delay runs
 * out before all are there; with a thousand that wait for their delay it is in test/slow/shutdown-in-flight.test.ts.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spawnServer } from '../support/child-process.js';
import { freePort } from '../support/free-port.js';
import { activeRequests, holdUploads, messages, startShutdown } from '../support/in-flight.js';
import { connectRaw } from '../support/raw-connection.js';
import { until } from '../support/until.js';

const COUNT = 200;

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`on ${signal} all of ${COUNT} requests in flight get their whole reply, and the exit code is 0`, async () => {
    const server = await spawnServer({
      RESPONSE_DELAY_SECONDS: '0.1',
      MAX_CONCURRENT: String(COUNT),
      RESPONSE_TEXT: 'whole',
    });
    const { finish } = await holdUploads(server, COUNT);
    await startShutdown(server, signal);
    await assert.rejects(connectRaw(server.port), { code: 'ECONNREFUSED' });

    const expected = { status: 'fulfilled', value: { status: 200, connection: 'close', content: 'whole' } };
    const outcomes = await finish();
    assert.deepEqual(
      outcomes.filter((outcome) => JSON.stringify(outcome) !== JSON.stringify(expected)),
      [],
    );
    assert.equal(outcomes.length, COUNT);
    const { code, stderr } = await server.exited;
    assert.equal(code, 0);
    assert.equal(stderr, '');
    const drain = server.log.find(({ msg }) => msg === 'shutting down');
    assert.equal(drain?.in_flight, COUNT);
    assert.equal(drain?.grace_seconds, 605);
    assert.equal(messages(server).at(-1), 'stopped');
    assert.equal(server.log.at(-1)?.exit_code, 0);
  });
}

test('while a shutdown waits, it says so; when the seconds come is in the unit test', async () => {
  const server = await spawnServer();
  const { finish } = await holdUploads(server, 1);
  await startShutdown(server);
  const isWaiting = () => messages(server).includes('waiting for replies');
  await until(isWaiting, 'it says that it waits');
  const replies = finish();
  assert.equal((await server.exited).code, 0);
  const said = messages(server).slice(1);
  assert.deepEqual(said.slice(0, 2), ['signal received', 'shutting down']);
  assert.deepEqual(new Set(said.slice(2, -1)), new Set(['waiting for replies']));
  assert.equal(said.at(-1), 'stopped');
  for (const line of server.log.filter(({ msg }) => msg === 'waiting for replies')) {
    assert.equal(line.in_flight, 1);
  }
  assert.equal((await replies)[0]?.status, 'fulfilled');
});

test('the HTTP/1.0 listener drains as well', async () => {
  const port = await freePort();
  const server = await spawnServer({ HTTP10_PORT: String(port) });
  assert.equal(server.http10Port, port);
  const client = await connectRaw(port);
  client.socket.write('POST /v1/chat/completions HTTP/1.0\r\ncontent-length: 44\r\n\r\n');
  client.socket.write('{"messages":[{"role":"user","content":"h"}]');
  await until(async () => (await activeRequests(server)) === 1, 'the request is in flight');
  await startShutdown(server);
  await assert.rejects(connectRaw(port), { code: 'ECONNREFUSED' });
  client.socket.write('}');
  assert.match(await client.until('"usage"'), /^HTTP\/1\.1 200 OK\r\n/);
  assert.equal((await server.exited).code, 0);
});
