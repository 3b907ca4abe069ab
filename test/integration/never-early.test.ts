import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chatRequest } from '../support/chat.js';
import { startTestServer } from '../support/in-process.js';
import { RawClient } from '../support/raw-client.js';

const DELAY_MS = 50;
const CLIENTS = 25;
const REQUESTS_PER_CLIENT = 16;

test('of 400 replies none arrives before its delay is over', async () => {
  const server = await startTestServer({ RESPONSE_DELAY_SECONDS: String(DELAY_MS / 1000) });
  const elapsedMs: number[] = [];
  async function ask(): Promise<void> {
    const client = await RawClient.connect(server.port);
    for (let request = 0; request < REQUESTS_PER_CLIENT; request++) {
      const writtenAtMs = performance.now();
      client.write(chatRequest());
      const { status, atMs } = await client.reply();
      assert.equal(status, 200);
      elapsedMs.push(atMs - writtenAtMs);
    }
    client.leave();
  }
  await Promise.all(Array.from({ length: CLIENTS }, ask));
  assert.equal(elapsedMs.length, CLIENTS * REQUESTS_PER_CLIENT);
  assert.deepEqual(
    elapsedMs.filter((ms) => ms < DELAY_MS),
    [],
  );
});
