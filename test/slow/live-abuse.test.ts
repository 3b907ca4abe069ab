import assert from 'node:assert/strict';
import { test } from 'node:test';
import { request } from 'undici';
import { VIEWERS_MAX } from '../../dist/main/live/socket.js';
import { type ServerProcess, spawnServer } from '../support/child-process.js';
import { activeRequests, holdRequests } from '../support/in-flight.js';
import { liveUpgrade, openLive } from '../support/live-viewer.js';
import { parseMetrics, valueOfFamily } from '../support/metrics-text.js';
import { connectRaw, type RawConnection } from '../support/raw-connection.js';
import { until } from '../support/until.js';

const CONNECTS = 10_000;
/** At once; less than a shell's usual limit of descriptors. */
const WAVE = 250;
const HELD = 200;
/** What the process may grow by: the histories of all viewers twice over, and the noise of a heap. */
const GROWTH_BYTES_MAX = 40_000_000;

async function figures({ url }: ServerProcess): Promise<(name: string) => number> {
  const reply = await request(`${url}/metrics`);
  const families = parseMetrics(await reply.body.text());
  return (name) => valueOfFamily(families, name);
}

async function upgrade(port: number, reads = true): Promise<RawConnection> {
  const client = await connectRaw(port, { reads });
  client.socket.write(liveUpgrade('Host: x'));
  return client;
}

/** The head of a masked frame (RFC 6455, section 5.2) that announces so many bytes, with a mask of zeros. */
function frameHead(opcode: number, isLast: boolean, bytes: number): Buffer {
  const head = Buffer.alloc(14);
  head[0] = (isLast ? 0x80 : 0) | opcode;
  head[1] = 0x80 | 127;
  head.writeBigUInt64BE(BigInt(bytes), 2);
  return head;
}

/** Starts a server that holds requests, has `abuse` at it, and sees that nothing came of it. */
async function abused(abuse: (server: ServerProcess) => Promise<void>): Promise<void> {
  const server = await spawnServer({ RESPONSE_DELAY_SECONDS: '4', MAX_CONCURRENT: String(HELD + 1) });
  const before = (await figures(server))('process_resident_memory_bytes');
  const { replies } = await holdRequests(server, HELD);
  await abuse(server);
  const during = await figures(server);
  const grownBytes = during('process_resident_memory_bytes') - before;
  assert.ok(grownBytes < GROWTH_BYTES_MAX, `${Math.round(grownBytes / 1e6)} MB`);
  assert.ok(during('llm_mock_active_requests') <= HELD);
  const statuses = (await replies).map((reply) =>
    reply.status === 'fulfilled' ? reply.value.status : reply.reason,
  );
  assert.deepEqual(new Set(statuses), new Set([200]));
  assert.equal(await activeRequests(server), 0);
}

test(`${CONNECTS} connects: so many are let in as may be, all others are turned away at once`, async () => {
  await abused(async (server) => {
    const counts = new Map<string, number>();
    for (let sent = 0; sent < CONNECTS; sent += WAVE) {
      const wave = await Promise.all(Array.from({ length: WAVE }, () => upgrade(server.port)));
      for (const client of wave) {
        const status = (await client.until(/^HTTP\/1.1 \d+/)).slice(9, 12);
        counts.set(status, (counts.get(status) ?? 0) + 1);
        if (status !== '101') await until(client.ended, 'a refused connection ends');
      }
    }
    assert.deepEqual(Object.fromEntries(counts), { 101: VIEWERS_MAX, 503: CONNECTS - VIEWERS_MAX });
    const now = await figures(server);
    assert.equal(now('llm_mock_live_viewers'), VIEWERS_MAX);
  });
});

test('giant frames, whole or in pieces without an end, close their connection before they are taken', async () => {
  await abused(async (server) => {
    const filler = Buffer.alloc(65_536);
    for (const bytes of [65, 1_000_000, 2 ** 31, 2 ** 40]) {
      const client = await upgrade(server.port);
      await client.until('101 Switching');
      client.socket.write(frameHead(2, true, bytes));
      client.socket.write(filler);
      await until(client.ended, `a frame of ${bytes} bytes ends its connection`);
    }
    const client = await upgrade(server.port);
    await client.until('101 Switching');
    client.socket.write(Buffer.concat([frameHead(2, false, 50), Buffer.alloc(50)]));
    client.socket.write(Buffer.concat([frameHead(0, false, 50), Buffer.alloc(50)]));
    await until(client.ended, 'a message without an end ends its connection');
    assert.equal((await figures(server))('llm_mock_live_viewers'), 0);
  });
});

test('viewers that read nothing: others are served, and none of it grows', async () => {
  await abused(async (server) => {
    const clients = await Promise.all(
      Array.from({ length: VIEWERS_MAX - 1 }, () => upgrade(server.port, false)),
    );
    await until(
      async () => (await figures(server))('llm_mock_live_viewers') === clients.length,
      'they are let in',
    );
    const viewer = await openLive(server.url);
    await until(() => viewer.rows.length >= 3, 'somebody else gets his rows');
    const held = viewer.rows.at(-1);
    assert.equal(held?.active, HELD);
    for (const { socket } of clients) socket.destroy();
    await viewer.row(({ viewers }) => viewers === 1, 'they are gone');
  });
});
