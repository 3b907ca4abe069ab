/**
 * Whole answers that nobody reads. What the kernel does not take is not there yet: the server makes it when there is room.
 * The same with thousands of readers is a command, test/chaos/stalled-readers.ts.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type ServerProcess, spawnServer } from '../support/child-process.js';
import { activeRequests } from '../support/in-flight.js';
import { StalledReader } from '../support/stalled-reader.js';
import { until } from '../support/until.js';
import { LOOPBACK } from '../support/wire-connection.js';

const READERS = 60;
/** Heaps breathe, and a reader costs its buffers: 250 KB each. Sixty answers of 1.3 MB would be 78 MB. */
const GROWTH_BYTES_MAX = 15_000_000;

const CHAT = '{"model":"m;tokens=32768","n":8,"messages":[{"role":"user","content":"hello"}]}';
const PROMPTS = JSON.stringify(Array.from({ length: 8 }, () => 'a'));
const INPUTS = JSON.stringify(Array.from({ length: 32 }, () => 'a'));

/** Each has an answer of about 1.3 MB. */
const REQUESTS = [
  ['chat', '/v1/chat/completions', CHAT],
  ['completions', '/v1/completions', `{"model":"m;tokens=32768","prompt":${PROMPTS},"max_tokens":32768}`],
  ['embeddings', '/v1/embeddings', `{"input":${INPUTS},"dimensions":3072}`],
] as const;

function post(path: string, body: string): string {
  return `POST ${path} HTTP/1.1\r\nhost: test\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

function residentBytes({ child }: ServerProcess): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

/** So many readers, all of whose answers have begun. */
async function stall(
  server: ServerProcess,
  request: string,
  count: number,
): Promise<readonly StalledReader[]> {
  const readers = Array.from({ length: count }, () => new StalledReader(LOOPBACK, server.port, request));
  await Promise.all(readers.map(({ opened }) => opened));
  await until(async () => (await activeRequests(server)) === count, 'every answer waits for its reader');
  return readers;
}

async function leave(server: ServerProcess, readers: readonly StalledReader[]): Promise<void> {
  const statuses = await Promise.all(readers.map((reader) => reader.leave()));
  assert.deepEqual(new Set(statuses), new Set([200]));
  await until(async () => (await activeRequests(server)) === 0, 'every slot is free');
}

for (const [api, path, body] of REQUESTS) {
  test(`${READERS} whole answers of ${api}, 1.3 MB each, that nobody reads are not in memory`, async () => {
    const server = await spawnServer({ MAX_CONCURRENT: '100', STALL_TIMEOUT: '5m' });
    const request = post(path, body);
    // The first ones grow the heap to its working size.
    await leave(server, await stall(server, request, 5));
    const before = residentBytes(server);
    const readers = await stall(server, request, READERS);
    const grownBytes = residentBytes(server) - before;
    assert.ok(grownBytes < GROWTH_BYTES_MAX, `${Math.round(grownBytes / 1e6)} MB`);
    await leave(server, readers);
  });
}
