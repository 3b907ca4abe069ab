import assert from 'node:assert/strict';
import { test } from 'node:test';
import { request } from 'undici';
import { spawnServer } from '../support/child-process.js';
import { streamChat } from '../support/event-stream.js';
import { parseMetrics, valueOfFamily } from '../support/metrics-text.js';
import { connectRaw, rawPost } from '../support/raw-connection.js';
import { until } from '../support/until.js';

const CLIENTS = 1_000;
/** About 2 MB of events a stream: more than the kernel takes for one connection. */
const TOKENS = 8_000;
/** What the process may grow by: 100 KB a client. */
const GROWTH_BYTES_MAX = 100_000_000;

async function figures(url: string): Promise<(name: string) => number> {
  const reply = await request(`${url}/metrics`);
  const families = parseMetrics(await reply.body.text());
  return (name) => valueOfFamily(families, name);
}

test('a thousand clients that read nothing: memory is bounded, others are served, and all slots come free', async () => {
  const server = await spawnServer({
    OUTPUT_TOKENS: String(TOKENS),
    STALL_TIMEOUT: '8s',
    MAX_CONCURRENT: String(CLIENTS + 1),
  });
  const before = (await figures(server.url))('process_resident_memory_bytes');
  const body = '{"stream":true,"messages":[{"role":"user"}]}';
  for (let opened = 0; opened < CLIENTS; opened += 100) {
    const clients = await Promise.all(
      Array.from({ length: 100 }, () => connectRaw(server.port, { reads: false })),
    );
    for (const { socket } of clients) socket.write(rawPost(body));
  }
  await until(
    async () => (await figures(server.url))('llm_mock_active_streams') === CLIENTS,
    'all streams have begun',
  );
  const held = await figures(server.url);
  assert.ok(held('llm_mock_stream_events_total') < CLIENTS * TOKENS, 'the kernel took it all');
  const grownBytes = held('process_resident_memory_bytes') - before;
  assert.ok(grownBytes < GROWTH_BYTES_MAX, `${Math.round(grownBytes / 1e6)} MB`);
  const other = await streamChat(server.url, { max_tokens: 5 });
  assert.equal(other.texts[0]?.trim().split(' ').length, 5);
  await until(
    async () => (await figures(server.url))('llm_mock_active_requests') === 0,
    'all slots are free',
    20_000,
  );
  const after = await figures(server.url);
  assert.equal(after('llm_mock_stalled_streams_total'), CLIENTS);
  assert.equal(after('llm_mock_active_streams'), 0);
});
