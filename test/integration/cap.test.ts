/**
 * The cap at its full size. The clock stands still until every request is in, so that none is answered before the last is
 * refused, on any machine; test/slow/cap.test.ts does it with the time of a real process.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFileDescriptorLimit } from '../../dist/telemetry/limits/file-descriptors.js';
import { assertRefusal, chatRequest, MOUNTS } from '../support/chat.js';
import { RawClient } from '../support/raw-client.js';
import { startSteppedServer } from '../support/stepped-server.js';
import { until } from '../support/until.js';

const SLOTS = 1_500;
const CLIENTS = 2_000;
const ROUNDS = 3;
const DELAY_MS = 10_000;
/** Connections that are opened at once, well below the shortest accept queue there is. */
const CONNECTS = 100;

const FULL = {
  status: 503,
  message: `All ${SLOTS} slots of this mock server are in use (MAX_CONCURRENT=${SLOTS}). Please retry later.`,
  type: 'service_unavailable_error',
  code: 'capacity_exceeded',
  headers: { 'retry-after': '1', 'x-should-retry': null, connection: null },
};

// Both ends of each connection are in this process.
const needed = 2 * CLIENTS + 200;
const descriptors = readFileDescriptorLimit();
const skip =
  descriptors !== null && descriptors < needed
    ? `${needed} descriptors do not fit into ${descriptors}`
    : false;

async function openClients(port: number): Promise<RawClient[]> {
  const clients: RawClient[] = [];
  while (clients.length < CLIENTS) {
    clients.push(...(await Promise.all(Array.from({ length: CONNECTS }, () => RawClient.connect(port)))));
  }
  return clients;
}

test(`of 2,000 requests at once exactly 1,500 get 200 and 500 get 503, ${ROUNDS} rounds in a row`, {
  skip,
}, async () => {
  const server = await startSteppedServer({
    MAX_CONCURRENT: String(SLOTS),
    RESPONSE_DELAY_SECONDS: String(DELAY_MS / 1_000),
  });
  const { state, clock } = server;
  for (let round = 1; round <= ROUNDS; round++) {
    const clients = await openClients(server.port);
    const mountOf = (index: number) => MOUNTS[index % 2] as (typeof MOUNTS)[number];
    const refused = round * (CLIENTS - SLOTS);
    for (const [index, client] of clients.entries()) client.write(chatRequest({ path: mountOf(index) }));
    await until(() => state.rejectionsFor('capacity') === refused, `round ${round}: 500 are refused`);
    assert.equal(state.active, SLOTS, `round ${round}`);
    clock.advance(DELAY_MS);
    const replies = await Promise.all(clients.map((client) => client.reply()));
    for (const [index, reply] of replies.entries()) {
      if (reply.status !== 200) assertRefusal(reply, mountOf(index), FULL);
    }
    assert.equal(replies.filter(({ status }) => status === 200).length, SLOTS, `round ${round}`);
    for (const client of clients) client.leave();
    await until(() => state.active === 0 && state.connections === 0, `round ${round}: nothing is left`);
  }
  assert.equal(state.peak, SLOTS);
  assert.equal(state.rejectionsFor('capacity'), ROUNDS * (CLIENTS - SLOTS));
  assert.equal(state.disconnects, 0);
});
