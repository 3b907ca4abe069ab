/**
 * Several threads that serve one port: one cap, one queue, one control, and a thread that dies takes nothing with it but its clients.
 * Every test asserts that more than one thread had a part in it, by whose connections they were.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXIT, StartError } from '../../dist/shared/errors.js';
import { SharedState } from '../../dist/shared/state.js';
import { CHAT_BODY, chatRequest } from '../support/chat.js';
import { control } from '../support/control-client.js';
import { startTestServer } from '../support/in-process.js';
import type { RawClient } from '../support/raw-client.js';
import {
  begin,
  connectAll,
  finish,
  killThreads,
  type ManyThreads,
  startThreads,
} from '../support/several-threads.js';
import { HELD_AT_DEATH } from '../support/thread-death.js';
import { until } from '../support/until.js';

const SLOTS = 20;
const MORE = 10;
const ROUNDS = 50;

/** Connections of each thread. */
function byThread({ state }: ManyThreads): number[] {
  return Array.from(
    { length: state.threads },
    (_, at) => SharedState.attach(state.buffer, at).ownConnections,
  );
}

/** Clients until every thread has some of them. */
async function clientsOfAll(server: ManyThreads, atLeast: number): Promise<RawClient[]> {
  const clients = await connectAll(server.port, atLeast);
  await until(() => server.state.connections >= clients.length, 'all are counted');
  while (byThread(server).includes(0)) {
    clients.push(...(await connectAll(server.port, 4)));
    await until(() => server.state.connections >= clients.length, 'all are counted');
  }
  return clients;
}

function leaveAll(clients: readonly RawClient[]): Promise<unknown> {
  for (const client of clients) client.leave();
  return Promise.all(clients.map(({ closed }) => closed));
}

/** One more than there are slots, and some: exactly as many are let in as there are. */
async function assertExactCap(server: ManyThreads, clients: readonly RawClient[]): Promise<RawClient[]> {
  const { state } = server;
  const before = state.rejectionsFor('capacity');
  for (const client of clients) begin(client);
  const refused = clients.length - SLOTS;
  await until(() => state.rejectionsFor('capacity') - before === refused, `${refused} are refused`);
  assert.equal(state.active, SLOTS);
  const admitted = clients.filter(({ unread }) => unread === '');
  await until(() => clients.filter(({ unread }) => unread !== '').length === refused, 'they are told');
  return admitted.filter(({ unread }) => unread === '');
}

for (const threads of [2, 4]) {
  test(`${threads} threads let in exactly the cap in each of ${ROUNDS} rounds, whoever answers and whoever leaves`, async () => {
    const server = await startThreads(threads, { MAX_CONCURRENT: String(SLOTS) });
    const { state } = server;
    for (let round = 1; round <= ROUNDS; round++) {
      const clients = await connectAll(server.port, SLOTS + MORE);
      const admitted = await assertExactCap(server, clients);
      assert.equal(admitted.length, SLOTS);
      // Every other round they die in the middle of their requests.
      if (round % 2 === 0) {
        for (const client of admitted) finish(client);
        const replies = await Promise.all(admitted.map((client) => client.reply()));
        assert.deepEqual(new Set(replies.map(({ status }) => status)), new Set([200]));
      }
      await leaveAll(clients);
      await until(() => state.active === 0 && state.connections === 0, `round ${round}: nothing is left`);
    }
    assert.equal(state.peak, SLOTS);
    assert.equal(state.rejectionsFor('capacity'), ROUNDS * MORE);
    assert.equal(state.disconnects, (ROUNDS / 2) * SLOTS);
  });
}

for (const how of ['exit', 'throw', 'holding'] as const) {
  test(`threads that die (${how}) give back their slots alone, are told of and started again; then the cap is exact again`, async () => {
    const server = await startThreads(3, { MAX_CONCURRENT: String(SLOTS) });
    const { state, deaths } = server;
    const clients = await clientsOfAll(server, SLOTS - 2 * HELD_AT_DEATH);
    for (const client of clients) begin(client);
    const held = Math.min(clients.length, SLOTS);
    await until(() => state.active === held, 'they hold their slots');
    const own = state.ownActive;
    killThreads(how);
    await until(() => deaths.length === 2, 'both have died');
    if (how === 'holding' && held <= SLOTS - 2 * HELD_AT_DEATH) {
      assert.deepEqual(
        deaths.map(({ slots }) => slots),
        [HELD_AT_DEATH, HELD_AT_DEATH],
        'what no request gave back is given back',
      );
    }
    assert.equal(state.active, own, 'the main thread goes on with its own');
    await until(
      () =>
        byThread(server)
          .slice(1)
          .every((count) => count === 0),
      'their connections are gone',
    );
    assert.equal(state.socketThreadRestarts, 2);
    await leaveAll(clients);
    await until(() => state.active === 0, 'nothing is held');
    // Until they listen again the main thread has all of the port.
    let others: RawClient[] = [];
    await until(async () => {
      others.push(...(await connectAll(server.port, 3)));
      return !byThread(server).includes(0);
    }, 'every thread serves again');
    others = others.slice(0, SLOTS + MORE);
    while (others.length < SLOTS + MORE) others.push(...(await connectAll(server.port, 1)));
    const admitted = await assertExactCap(server, others);
    assert.equal(admitted.length, SLOTS);
  });
}

test('the queue has exactly its places in all threads together, and serves in the order of arrival whichever thread has whom', async () => {
  const server = await startThreads(3, { MAX_CONCURRENT: '1', QUEUE_SIZE: '12' });
  const { state } = server;
  const [first, ...rest] = (await clientsOfAll(server, 15)) as [RawClient, ...RawClient[]];
  begin(first);
  await until(() => state.active === 1, 'the slot is taken');
  const waiting = rest.slice(0, 12);
  for (const [at, client] of waiting.entries()) {
    begin(client);
    await until(() => state.queueLength === at + 1, `${at + 1} wait`);
  }
  begin(rest[12] as RawClient);
  assert.equal((await (rest[12] as RawClient).reply()).status, 503);
  finish(first);
  assert.equal((await first.reply()).status, 200);
  // Whoever is not next holds no slot, and is not answered: only in the order of arrival do all get theirs.
  for (const [at, client] of waiting.entries()) {
    await until(() => state.active === 1 && state.queueLength === 11 - at, 'the next one has the slot');
    finish(client);
    assert.equal((await client.reply()).status, 200);
  }
  assert.deepEqual([state.active, state.queueLength], [0, 0]);
});

test('slots that a thread which dies has had go to who waits in others, and its own places are free', async () => {
  const server = await startThreads(2, { MAX_CONCURRENT: '4', QUEUE_SIZE: '20' });
  const { state, deaths } = server;
  const clients = await clientsOfAll(server, 16);
  for (const client of clients) begin(client);
  await until(() => state.active + state.queueLength === clients.length, 'all are in, or wait');
  const left = byThread(server)[0] as number;
  killThreads('exit');
  await until(() => deaths.length === 1, 'it has died');
  await until(() => state.active + state.queueLength === left, 'the main thread’s own are left');
  await until(() => state.active === Math.min(4, left), 'they have the slots');
});

test('what is changed holds for the next request, whichever thread it comes to', async () => {
  const server = await startThreads(3);
  const clients = await clientsOfAll(server, 20);
  const statuses = async (): Promise<number[]> => {
    for (const client of clients) client.write(chatRequest());
    return Promise.all(clients.map(async (client) => (await client.reply()).status));
  };
  const all = (status: number): number[] => clients.map(() => status);
  assert.deepEqual(await statuses(), all(200));
  await control(server.url, 'PATCH', '/config', { settings: { FAULTS: '100%:529' } });
  assert.deepEqual(await statuses(), all(529));
  await control(server.url, 'PATCH', '/config', { settings: { FAULTS: null } });
  assert.deepEqual(await statuses(), all(200));
  await control(server.url, 'POST', '/drain');
  assert.deepEqual(
    (await Promise.all(clients.slice(0, 1).map(() => fetch(`${server.url}/ready`)))).map(
      ({ status }) => status,
    ),
    [503],
  );
  await control(server.url, 'POST', '/ready');
  await control(server.url, 'PATCH', '/config', { models: { 'qwen-plus': { faults: '100%:418' } } });
  assert.deepEqual(await statuses(), all(418));
});

test('a fault that is ordered for so many requests comes to exactly so many of all threads', async () => {
  const server = await startThreads(3);
  const clients = await clientsOfAll(server, 30);
  await control(server.url, 'POST', '/faults/next', { fault: '429', count: 7 });
  for (const client of clients) client.write(chatRequest());
  const replies = await Promise.all(clients.map((client) => client.reply()));
  assert.equal(replies.filter(({ status }) => status === 429).length, 7);
  assert.deepEqual((await control(server.url, 'GET', '/faults/next')).body, { orders: [] });
});

test('statistics and journal tell of the requests of all threads, each with a number of its own', async () => {
  const server = await startThreads(3);
  const clients = await clientsOfAll(server, 30);
  for (const client of clients) client.write(chatRequest());
  await Promise.all(clients.map((client) => client.reply()));
  const stats = (await control(server.url, 'GET', '/stats')).body as unknown as {
    totals: { answered: number; answer_ms: { actual: { count: number } } };
    statuses: object;
  };
  assert.deepEqual(
    [stats.totals.answered, stats.totals.answer_ms.actual.count, stats.statuses],
    [clients.length, clients.length, { 200: clients.length }],
  );
  const { requests } = (await control(server.url, 'GET', '/journal?limit=1000')).body as unknown as {
    requests: { number: number }[];
  };
  assert.deepEqual(
    requests.map(({ number }) => number),
    clients.map((_, at) => clients.length - at),
  );
  await control(server.url, 'POST', '/counters/reset');
  const { totals } = (await control(server.url, 'GET', '/stats')).body as unknown as typeof stats;
  assert.equal(totals.answered, 0);
});

test('pages are answered in every thread as in the main one, and unknown paths, wrong methods and bodies as well', async () => {
  const server = await startThreads(3);
  const clients = await clientsOfAll(server, 12);
  const asked: readonly (readonly [line: string, status: number])[] = [
    ['GET /health', 200],
    ['GET /metrics', 200],
    ['GET /v1/models', 200],
    ['GET /', 200],
    ['GET /nowhere', 404],
    ['DELETE /v1/chat/completions', 405],
    ['GET /admin/v1/config', 401],
  ];
  for (const [line, status] of asked) {
    for (const client of clients) client.write(`${line} HTTP/1.1\r\nhost: test\r\n\r\n`);
    const replies = await Promise.all(clients.map((client) => client.reply()));
    assert.deepEqual(
      replies.map((reply) => reply.status),
      clients.map(() => status),
      line,
    );
    assert.equal(new Set(replies.map(({ headers }) => headers.get('content-type'))).size, 1);
  }
  for (const client of clients) client.write('HEAD /health HTTP/1.1\r\nhost: test\r\n\r\n');
  for (const client of clients) assert.equal((await client.reply(true)).status, 200);
  for (const client of clients) client.write(chatRequest({ body: CHAT_BODY }));
  for (const client of clients) assert.equal((await client.reply()).status, 200, 'the connection goes on');
});

test('a port that somebody has, another server of ours with several threads too, is not shared', async () => {
  const { port } = await startThreads(2);
  for (const threads of ['1', '2']) {
    await assert.rejects(
      startTestServer({ PORT: String(port), SOCKET_THREADS: threads }),
      (error: unknown) => error instanceof StartError && error.exitCode === EXIT.environment,
    );
  }
});
