/**
 * A client that is silent for longer than uWebSockets.js waits by itself, which takes its real time.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestServer } from '../support/in-process.js';
import { connectRaw, rawPost } from '../support/raw-connection.js';
import { until } from '../support/until.js';

/** About 2 MB of events a stream: more than the kernel takes. */
const TOKENS = 8_000;
const STREAM = '{"stream":true,"messages":[{"role":"user"}]}';

const server = await startTestServer({ OUTPUT_TOKENS: String(TOKENS), STALL_TIMEOUT: '30s' });

test('a client that begins to read after eleven seconds of silence gets its stream whole', async () => {
  const client = await connectRaw(server.port, { reads: false });
  client.socket.write(rawPost(STREAM));
  await until(() => server.state.activeStreams === 1, 'the stream has begun');
  const startedAt = performance.now();
  await until(() => performance.now() - startedAt > 11_000, 'longer than uWebSockets.js waits', 15_000);
  assert.equal(client.ended(), false);
  let text = '';
  client.socket.on('data', (piece: string) => {
    text += piece;
  });
  await until(() => text.endsWith('\r\n0\r\n\r\n'), 'the stream ends', 20_000);
  assert.equal(text.split('"delta":{"content":"').length - 1, TOKENS);
  await until(() => server.state.active === 0, 'the slot is free');
});
