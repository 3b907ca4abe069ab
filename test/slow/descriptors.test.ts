/**
 * Crowds of a thousand, and of clients with TLS, at a server with 256 descriptors; and what those cost who are kept out.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { generate } from 'selfsigned';
import type { ServerProcess } from '../support/child-process.js';
import { askAsCrowd, assertSharedOut, cramped, holdSilentCrowd, SLOW, skip } from '../support/cramped.js';
import { cpuMs, crowd, leave } from '../support/guests.js';
import { until } from '../support/until.js';

/** Of a second: a server that spun on what it cannot accept would take all of it. */
const CPU_MS_MAX = 500;

async function assertIdle({ child }: ServerProcess): Promise<void> {
  const before = cpuMs(child.pid as number);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const used = cpuMs(child.pid as number) - before;
  assert.ok(used < CPU_MS_MAX, `${used} ms of processor time in a second, at most ${CPU_MS_MAX}`);
}

for (const listener of ['port', 'http10Port'] as const) {
  test(
    `1,000 silent connections on ${listener} take 256 descriptors, and nothing from the pages`,
    { skip },
    () => holdSilentCrowd(listener, 1_000, assertIdle),
  );

  test(
    `1,000 requests on ${listener} with 256 descriptors: 128 are answered, the others told, none hangs`,
    {
      skip,
    },
    () => askAsCrowd(listener, 1_000, assertIdle),
  );
}

test('with TLS on both ports 400 connections at once are served or ended', { skip }, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'llm-mock-descriptors-'));
  after(() => rmSync(directory, { recursive: true }));
  const pem = await generate([{ name: 'commonName', value: '127.0.0.1' }], { keyType: 'ec' });
  const [TLS_CERT_FILE, TLS_KEY_FILE] = (['cert', 'private'] as const).map((name) => {
    const path = join(directory, name);
    writeFileSync(path, pem[name]);
    return path;
  });
  const server = await cramped({ TLS_CERT_FILE, TLS_KEY_FILE });
  for (const port of [server.port, server.http10Port as number]) {
    const guests = await crowd(port, 400, SLOW, true);
    await until(() => guests.every((guest) => guest.fate() !== 'open'), 'everyone knows', 30_000);
    assertSharedOut(guests);
    leave(guests);
  }
});
