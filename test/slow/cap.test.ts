/**
 * The cap, twenty times in a row on a real process with its real time; three rounds with exact time are in
 * test/integration/cap.test.ts.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFileDescriptorLimit } from '../../dist/telemetry/limits/file-descriptors.js';
import { assertRefusal, chatRequest, MOUNTS } from '../support/chat.js';
import { spawnServer } from '../support/child-process.js';
import { RawClient } from '../support/raw-client.js';
import { until } from '../support/until.js';

const SLOTS = 1_500;
const CLIENTS = 2_000;
const ROUNDS = 20;
/** All 2,000 requests are written and read in a tenth of this; that they were is asserted, not assumed. */
const DELAY_SECONDS = '1.5';
/** Connections that are opened at once, well below the shortest accept queue there is. */
const CONNECTS = 100;

const descriptors = readFileDescriptorLimit();
const skip =
  descriptors !== null && descriptors < CLIENTS + 100
    ? `2,000 connections do not fit into ${descriptors} descriptors`
    : false;

async function activeRequests(url: string): Promise<number> {
  const health = (await (await fetch(`${url}/health`)).json()) as { active_requests: number };
  return health.active_requests;
}

async function openClients(port: number): Promise<RawClient[]> {
  const clients: RawClient[] = [];
  while (clients.length < CLIENTS) {
    const batch = Array.from({ length: CONNECTS }, () => RawClient.connect(port));
    clients.push(...(await Promise.all(batch)));
  }
  return clients;
}

test(`of 2,000 requests at once exactly 1,500 get 200 and 500 get 503, ${ROUNDS} rounds in a row`, {
  skip,
}, async () => {
  const { url, port } = await spawnServer({
    MAX_CONCURRENT: String(SLOTS),
    RESPONSE_DELAY_SECONDS: DELAY_SECONDS,
    WORKER_THREADS: '1',
  });
  for (let round = 1; round <= ROUNDS; round++) {
    const clients = await openClients(port);
    const mountOf = (index: number) => MOUNTS[index % 2] as (typeof MOUNTS)[number];
    for (const [index, client] of clients.entries()) client.write(chatRequest({ path: mountOf(index) }));
    const replies = await Promise.all(clients.map((client) => client.reply()));

    let lastRefusalMs = 0;
    let firstAnswerMs = Number.POSITIVE_INFINITY;
    let answers = 0;
    for (const [index, reply] of replies.entries()) {
      if (reply.status === 200) {
        answers++;
        firstAnswerMs = Math.min(firstAnswerMs, reply.atMs);
        continue;
      }
      lastRefusalMs = Math.max(lastRefusalMs, reply.atMs);
      assertRefusal(reply, mountOf(index), {
        status: 503,
        message: `All ${SLOTS} slots of this mock server are in use (MAX_CONCURRENT=${SLOTS}). Please retry later.`,
        type: 'service_unavailable_error',
        code: 'capacity_exceeded',
        headers: { 'retry-after': '1', 'x-should-retry': null, connection: null },
      });
    }
    // A machine so slow that requests still came in when slots were free again would prove nothing.
    assert.equal(lastRefusalMs < firstAnswerMs, true, `round ${round}: all were in before the first was due`);
    assert.equal(answers, SLOTS, `round ${round}`);
    assert.equal(replies.length - answers, CLIENTS - SLOTS, `round ${round}`);
    for (const client of clients) client.leave();
    await until(async () => (await activeRequests(url)) === 0, `round ${round}: every slot is free again`);
  }
  const metrics = await (await fetch(`${url}/metrics`)).text();
  assert.match(metrics, new RegExp(`^llm_mock_peak_requests ${SLOTS}$`, 'm'));
  assert.match(metrics, /^llm_mock_active_requests 0$/m);
  assert.match(
    metrics,
    new RegExp(`^llm_mock_rejected_total\\{reason="capacity"\\} ${ROUNDS * (CLIENTS - SLOTS)}$`, 'm'),
  );
  assert.match(metrics, /^llm_mock_client_disconnects_total 0$/m);
});
