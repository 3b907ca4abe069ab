/**
 * A client that asks for much and reads it late, over real sockets. Longer than uWebSockets.js waits: test/slow.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestServer } from '../support/in-process.js';
import { connectRaw, rawPost } from '../support/raw-connection.js';
import { until } from '../support/until.js';

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
  const [head = ''] = text.split('\r\n\r\n');
  await until(
    () => text.length >= head.length + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1]),
    'all is there',
  );
  const { choices } = JSON.parse(Buffer.from(text.slice(head.length + 4), 'latin1').toString());
  assert.equal(choices.length, 8);
  for (const { message } of choices) assert.equal(message.content, 'a "quoted" text of é '.repeat(6_000));
});
