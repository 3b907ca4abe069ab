/**
 * Several threads that serve one port: one cap, one queue, one control, and a thread that dies takes nothing with it but its clients.
 * Every test asserts that more than one thread had a part in it, by whose connections they were.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RawClient } from '../support/raw-client.js';
import {
  begin,
  byThread,
  clientsOfAll,
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
