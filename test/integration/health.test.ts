import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHAT_BODY, head } from '../support/chat.js';
import { startTestServer } from '../support/in-process.js';
import { RawClient } from '../support/raw-client.js';
import { until } from '../support/until.js';

interface Health extends Record<string, unknown> {
  readonly memory: Readonly<Record<string, number | string>> & {
    readonly total_mb: number;
    readonly used_mb: number;
  };
}

async function readHealth(url: string) {
  const reply = await fetch(`${url}/health`);
  return { status: reply.status, headers: reply.headers, body: (await reply.json()) as Health };
}

test('/health has the agreed keys first, in their order and formats, then the numeric ones', async () => {
  const server = await startTestServer({ MAX_CONCURRENT: '3000' });
  await until(async () => (await readHealth(server.url)).body.memory.total_mb > 0, 'memory was sampled');
  const { status, headers, body } = await readHealth(server.url);
  assert.equal(status, 200);
  assert.equal(headers.get('content-type'), 'application/json');
  assert.match(headers.get('x-request-id') ?? '', /^req_[0-9a-f]{32}$/);
  assert.deepEqual(Object.keys(body), [
    'status',
    'concurrent_usage',
    'available_slots',
    'memory',
    'cpu',
    'concurrent_usage_ratio',
    'active_requests',
    'max_concurrent',
    'uptime_seconds',
    'version',
    'draining',
  ]);
  const { memory, uptime_seconds, ...rest } = body;
  assert.deepEqual(rest, {
    status: 'healthy',
    concurrent_usage: '0.0%',
    available_slots: 3000,
    cpu: { total_cores: 1, available_cores: 1, source: 'test' },
    concurrent_usage_ratio: 0,
    active_requests: 0,
    max_concurrent: 3000,
    version: '0.0.0-test',
    draining: false,
  });
  assert.equal(Number.isInteger(uptime_seconds), true);
  assert.deepEqual(Object.keys(memory), [
    'total_mb',
    'used_mb',
    'available_mb',
    'usage_percent',
    'usage_ratio',
    'near_limit',
    'source',
    'sample_age_seconds',
  ]);
  assert.equal(memory.available_mb, memory.total_mb - memory.used_mb);
  assert.match(String(memory.usage_percent), /^\d{1,3}\.\d%$/);
  assert.match(String(memory.source), /^(cgroup_v2|cgroup_v1|system_fallback)$/);
});

test('the server is overloaded above 90 % of its slots, healthy at 90 %, and comes back', async () => {
  const server = await startTestServer({ MAX_CONCURRENT: '10' });
  const holders: RawClient[] = [];
  const hold = async (count: number) => {
    while (holders.length < count) {
      const holder = await RawClient.connect(server.port);
      holder.write(head({ headers: [`content-length: ${CHAT_BODY.length}`] }));
      holders.push(holder);
    }
    await until(() => server.state.active === count, `${count} slots are taken`);
  };
  const read = async () => {
    const { status, body } = await readHealth(server.url);
    return [status, body.status, body.concurrent_usage, body.available_slots, body.concurrent_usage_ratio];
  };
  await hold(9);
  assert.deepEqual(await read(), [200, 'healthy', '90.0%', 1, 0.9]);
  await hold(10);
  assert.deepEqual(await read(), [503, 'overloaded', '100.0%', 0, 1]);
  for (const holder of holders) holder.write(CHAT_BODY);
  for (const holder of holders) assert.equal((await holder.reply()).status, 200);
  assert.deepEqual(await read(), [200, 'healthy', '0.0%', 10, 0]);
});

test('the server is overloaded above 95 % of its memory, and comes back', async () => {
  const server = await startTestServer();
  // In the turn of the request: the worker writes its own figures once a second.
  const readAt = async (usedBytes: number) => {
    const totalBytes = 1000 * 1_048_576;
    const source = 'cgroup_v2';
    const sampledAtMs = Date.now();
    let read: unknown[] = [];
    await until(async () => {
      server.state.writeMemory({
        totalBytes,
        usedBytes,
        availableBytes: totalBytes - usedBytes,
        source,
        sampledAtMs,
      });
      const { status, body } = await readHealth(server.url);
      read = [status, body.status, body.memory.usage_percent];
      return body.memory.total_mb === 1000;
    }, 'the figures that were written are shown');
    return read;
  };
  assert.deepEqual(await readAt(950 * 1_048_576), [200, 'healthy', '95.0%']);
  assert.deepEqual(await readAt(951 * 1_048_576), [503, 'overloaded', '95.1%']);
  assert.deepEqual(await readAt(500 * 1_048_576), [200, 'healthy', '50.0%']);
});

test('/ready turns from 503 to 200 when the first worker has answered', async () => {
  const server = await startTestServer();
  // The listener accepts before a thread can have started: the first answer comes in the starting phase.
  const first = await fetch(`${server.url}/ready`);
  assert.deepEqual([first.status, await first.json()], [503, { ready: false, reason: 'starting' }]);
  await until(async () => (await fetch(`${server.url}/ready`)).status === 200, 'the pool is warm');
  assert.deepEqual(await (await fetch(`${server.url}/ready`)).json(), { ready: true });
});
