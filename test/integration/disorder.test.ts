import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { chatRequest, MOUNTS } from '../support/chat.js';
import { startTestServer } from '../support/in-process.js';
import { RawClient } from '../support/raw-client.js';
import { seededRandom } from '../support/seeded-random.js';
import { UNRULY_CLIENTS } from '../support/unruly-clients.js';
import { until } from '../support/until.js';

const SEED = 20_240_601;
const ROUNDS = 6;
const UNRULY_PER_ROUND = 120;
const GOOD_PER_ROUND = 60;
/** Above what is ever in flight at once: the good ones must all get 200. */
const SLOTS = UNRULY_PER_ROUND + GOOD_PER_ROUND;

/** Whoever leaves during the delay does so long before its end, on any machine. */
const LONG_DELAY = '1m';

async function goodStatus(port: number, path: string): Promise<number> {
  const client = await RawClient.connect(port);
  client.write(chatRequest({ path, headers: ['x-mock-delay: 50ms'] }));
  const { status } = await client.reply();
  client.leave();
  return status;
}

for (const { title, stays, disconnects, run } of UNRULY_CLIENTS) {
  test(`a client that ${title} frees its slot, once`, async () => {
    const server = await startTestServer({ RESPONSE_DELAY: LONG_DELAY });
    const arrived = () => until(() => server.state.active === 1, 'the request holds a slot');
    const client = await run(server.port, arrived);
    if (stays && disconnects === 1) await arrived();
    if (stays) client.leave();
    await client.closed;
    await until(() => server.state.active === 0 && server.state.connections === 0, 'nothing is left behind');
    if (disconnects !== null) assert.equal(server.state.disconnects, disconnects);
    assert.equal(await goodStatus(server.port, MOUNTS[0]), 200);
  });
}

test(`${ROUNDS} rounds of clients of every kind leave no slot taken (seed ${SEED})`, async (context) => {
  context.diagnostic(`seed ${SEED}`);
  const random = seededRandom(SEED);
  const server = await startTestServer({ RESPONSE_DELAY: LONG_DELAY, MAX_CONCURRENT: String(SLOTS) });
  for (let round = 1; round <= ROUNDS; round++) {
    const tasks: (() => Promise<void>)[] = [];
    const statuses: number[] = [];
    const stalled: RawClient[] = [];
    for (let i = 0; i < UNRULY_PER_ROUND; i++) {
      const unruly = UNRULY_CLIENTS[
        Math.floor(random() * UNRULY_CLIENTS.length)
      ] as (typeof UNRULY_CLIENTS)[number];
      tasks.push(async () => {
        const client = await unruly.run(server.port, nextTurn);
        if (unruly.stays) stalled.push(client);
      });
    }
    for (let i = 0; i < GOOD_PER_ROUND; i++) {
      const path = MOUNTS[i % 2] as string;
      tasks.push(async () => {
        statuses.push(await goodStatus(server.port, path));
      });
    }
    const order = tasks.map((task) => ({ task, rank: random() })).sort((a, b) => a.rank - b.rank);
    await Promise.all(order.map(({ task }) => task()));
    assert.deepEqual(statuses, Array(GOOD_PER_ROUND).fill(200), `round ${round}`);
    for (const client of stalled) client.leave();
    await until(
      () => server.state.active === 0 && server.state.connections === 0,
      `round ${round}: active is ${server.state.active}, connections ${server.state.connections}`,
    );
    assert.equal(await goodStatus(server.port, MOUNTS[1]), 200, `round ${round}: the server still serves`);
    await until(() => server.state.connections === 0, 'the last client is gone');
  }
  assert.equal(server.state.rejectionsFor('capacity'), 0);
  assert.deepEqual(server.workerFailures, []);
});
