/**
 * How long an idle connection is kept when it is to be kept for longer than uWebSockets.js does by itself. Takes its real time.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chatRequest } from '../support/chat.js';
import { startTestServer } from '../support/in-process.js';
import { RawClient } from '../support/raw-client.js';

const KEPT_S = 20;
/** Half as long again at most; and a second for the machine. */
const KEPT_S_MAX = KEPT_S * 1.5 + 1;

test('KEEP_ALIVE_TIMEOUT=20s keeps an idle connection for 20 to 30 seconds, on both ports', async () => {
  const server = await startTestServer({ HTTP10_PORT: '0', KEEP_ALIVE_TIMEOUT: `${KEPT_S}s` });
  const ports = [server.port, server.http10Port as number];
  const keptS = await Promise.all(
    ports.map(async (port) => {
      const client = await RawClient.connect(port);
      client.socket.setTimeout(0);
      client.write(chatRequest());
      const { atMs } = await client.reply();
      await client.closed;
      return (performance.now() - atMs) / 1_000;
    }),
  );
  for (const seconds of keptS) assert.equal(seconds >= KEPT_S && seconds <= KEPT_S_MAX, true, `${keptS}`);
});
