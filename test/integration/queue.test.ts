/**
 * The queue, by real sockets. The clock stands still until a test moves it, so that who runs and who waits is exact.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHAT_BODY, chatRequest } from '../support/chat.js';
import { RawClient } from '../support/raw-client.js';
import { type SteppedServer, startSteppedServer } from '../support/stepped-server.js';
import { until } from '../support/until.js';

async function connect(server: SteppedServer, count: number): Promise<RawClient[]> {
  return Promise.all(Array.from({ length: count }, () => RawClient.connect(server.port)));
}

/** Requests that arrive one after the other, in the order of the clients. */
async function askInOrder(
  server: SteppedServer,
  clients: readonly RawClient[],
  path?: string,
): Promise<void> {
  const { state } = server;
  for (const client of clients) {
    const before = state.active + state.queueLength;
    client.write(chatRequest(path === undefined ? {} : { path }));
    await until(() => state.active + state.queueLength === before + 1, 'it has come');
  }
}

test('of 40 at once with a cap of 10 and a queue of 20, 10 run, 20 wait and 10 get 503', async () => {
  const server = await startSteppedServer({ MAX_CONCURRENT: '10', QUEUE_SIZE: '20', RESPONSE_DELAY: '10s' });
  const { state, clock } = server;
  const clients = await connect(server, 40);
  for (const client of clients) client.write(chatRequest());
  await until(() => state.rejectionsFor('capacity') === 10, 'ten are refused');
  assert.deepEqual([state.active, state.queueLength], [10, 20]);
  for (const waiting of [10, 0]) {
    clock.advance(10_000);
    await until(() => state.active === 10 && state.queueLength === waiting, `${waiting} wait`);
  }
  clock.advance(10_000);
  const replies = await Promise.all(clients.map((client) => client.reply()));
  const waits = replies.map(({ status, headers }) =>
    [status, headers.get('x-mock-queue-ms') ?? null].join(' '),
  );
  const count = (what: string): number => waits.filter((wait) => wait === what).length;
  assert.deepEqual(
    [count('200 '), count('200 10000.0'), count('200 20000.0'), count('503 ')],
    [10, 10, 10, 10],
  );
  assert.deepEqual(
    [state.active, state.peak, state.queueWait.counts().reduce((sum, count) => sum + count, 0)],
    [0, 10, 20],
  );
  const refused = replies.find(({ status }) => status === 503);
  assert.match(
    refused?.body ?? '',
    /All 10 slots .* in use \(MAX_CONCURRENT=10\), and 20 requests wait \(QUEUE_SIZE=20\)/,
  );
});

test('who waits is served in the order of arrival, and a planned delay begins with the slot', async () => {
  const server = await startSteppedServer({ MAX_CONCURRENT: '1', QUEUE_SIZE: '3', RESPONSE_DELAY: '1s' });
  const { clock, state } = server;
  const clients = await connect(server, 4);
  await askInOrder(server, clients);
  for (const [index, client] of clients.entries()) {
    await until(() => state.active === 1 && state.queueLength === 3 - index, 'the next one has the slot');
    clock.advance(999);
    assert.equal(state.active, 1);
    clock.advance(1);
    const { status, headers } = await client.reply();
    assert.deepEqual(
      [status, headers.get('x-mock-queue-ms')],
      [200, index === 0 ? undefined : `${index}000.0`],
    );
  }
  assert.equal(state.active, 0);
});

test('a client that leaves frees its place, and one that uploads while it waits is served', async () => {
  const server = await startSteppedServer({ MAX_CONCURRENT: '1', QUEUE_SIZE: '1', RESPONSE_DELAY: '1s' });
  const { clock, state } = server;
  const [running, leaving, uploading] = (await connect(server, 3)) as [RawClient, RawClient, RawClient];
  await askInOrder(server, [running, leaving]);
  leaving.leave();
  await until(() => state.queueLength === 0, 'it has left');
  assert.deepEqual([state.queueDisconnects, state.disconnects, state.active], [1, 0, 1]);
  const whole = chatRequest();
  const cut = whole.length - 10;
  uploading.write(whole.slice(0, cut));
  await until(() => state.queueLength === 1, 'it waits with a part of its body');
  clock.advance(1_000);
  await until(() => state.queueLength === 0 && state.active === 1, 'it has the slot');
  uploading.write(whole.slice(cut));
  await until(() => clock.isArmed, 'it is planned');
  clock.advance(1_000);
  assert.deepEqual([(await running.reply()).status, (await uploading.reply()).status], [200, 200]);
  assert.equal(state.bufferedBytes, 0);
});

test('whoever waits for QUEUE_TIMEOUT gets 503 in the shape of its API, 529 in Anthropic’s', async () => {
  const settings = { MAX_CONCURRENT: '1', QUEUE_SIZE: '2', QUEUE_TIMEOUT: '500ms', RESPONSE_DELAY: '10s' };
  const server = await startSteppedServer(settings);
  const { clock, state } = server;
  const [running, chat, messages] = (await connect(server, 3)) as [RawClient, RawClient, RawClient];
  await askInOrder(server, [running, chat]);
  const body = JSON.stringify({ ...JSON.parse(CHAT_BODY), max_tokens: 5 });
  messages.write(
    `POST /v1/messages HTTP/1.1\r\nhost: x\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  await until(() => state.queueLength === 2 && state.bufferedBytes === 2_048, 'two wait');
  clock.advance(499);
  assert.equal(state.queueLength, 2);
  clock.advance(1);
  const [first, second] = await Promise.all([chat.reply(), messages.reply()]);
  assert.deepEqual([first.status, first.headers.get('retry-after'), second.status], [503, '1', 529]);
  assert.match(first.body, /"code":"queue_timeout"/);
  assert.match(second.body, /"type":"overloaded_error".*waited 500 ms/);
  assert.deepEqual(
    [state.rejectionsFor('queue_timeout'), state.bufferedBytes, state.active, state.queueLength],
    [2, 0, 1, 0],
  );
  clock.advance(10_000);
  assert.equal((await running.reply()).status, 200);
});

test('a shutdown tells whoever waits, and those in flight get their replies', async () => {
  const server = await startSteppedServer({ MAX_CONCURRENT: '1', QUEUE_SIZE: '2', RESPONSE_DELAY: '1s' });
  const { clock, state } = server;
  const clients = (await connect(server, 3)) as [RawClient, RawClient, RawClient];
  await askInOrder(server, clients);
  await server.startDraining();
  for (const client of clients.slice(1)) {
    const { status, body } = await client.reply();
    assert.equal(status, 503);
    assert.match(body, /server_shutting_down/);
  }
  clock.advance(1_000);
  assert.equal((await clients[0].reply()).status, 200);
  assert.deepEqual([state.active, state.queueLength], [0, 0]);
});

test('a cap of 4 that becomes 2 and then 6 ends nobody, is never passed, and the queue drains in order', async () => {
  const server = await startSteppedServer({ MAX_CONCURRENT: '4', QUEUE_SIZE: '20', RESPONSE_DELAY: '1s' });
  const { clock, state, config } = server;
  const clients = await connect(server, 16);
  await askInOrder(server, clients);
  const done: number[] = [];
  const replies = clients.map(async (client, index) => {
    const { status } = await client.reply();
    done.push(index);
    return status;
  });
  server.setRoom({ ...config, slotsMax: 2 });
  assert.deepEqual([state.active, state.queueLength], [4, 12]);
  clock.advance(1_000);
  await until(() => done.length === 4 && state.active === 2, 'two of the queue run');
  server.setRoom({ ...config, slotsMax: 6 });
  await until(() => state.active === 6 && state.queueLength === 6, 'six of the queue run');
  clock.advance(1_000);
  await until(() => done.length === 10 && state.active === 6, 'the last six run');
  clock.advance(1_000);
  assert.deepEqual(await Promise.all(replies), Array(16).fill(200));
  assert.deepEqual([[...done.slice(0, 4)].sort(), state.peak, state.active], [[0, 1, 2, 3], 6, 0]);
  assert.deepEqual(
    [...done].slice(4, 10).sort((a, b) => a - b),
    [4, 5, 6, 7, 8, 9],
  );
});
