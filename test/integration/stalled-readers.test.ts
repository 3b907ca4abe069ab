/**
 * Clients that ask for much and read nothing, over real sockets.
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

test('a large reply in one piece arrives whole however late it is read, and holds its slot until then', async () => {
  const large = await startTestServer({ RESPONSE_TEXT: 'a "quoted" text of é '.repeat(6_000) });
  const client = await connectRaw(large.port, { reads: false });
  client.socket.write(rawPost('{"n":8,"messages":[{"role":"user"}]}'));
  await until(() => client.socket.readableLength > 0, 'the reply has begun');
  assert.deepEqual([large.state.active, large.state.repliesOf(0, 200)], [1, 0]);
  let text = '';
  client.socket.on('data', (piece: string) => {
    text += piece;
  });
  await until(() => large.state.active === 0, 'the slot is free');
  const [head = '', body = ''] = text.split('\r\n\r\n');
  await until(
    () => text.length >= head.length + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1]),
    'all is there',
  );
  const { choices } = JSON.parse(Buffer.from(text.slice(head.length + 4), 'latin1').toString());
  assert.equal(choices.length, 8);
  for (const { message } of choices) assert.equal(message.content, 'a "quoted" text of é '.repeat(6_000));
  assert.ok(body.length > 0);
});
