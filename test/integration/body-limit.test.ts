import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertRefusal, CHAT_BODY, chatRequest, chunk, head, MOUNTS, OPENAI } from '../support/chat.js';
import { startTestServer } from '../support/in-process.js';
import { RawClient } from '../support/raw-client.js';
import { startSteppedServer } from '../support/stepped-server.js';
import { until } from '../support/until.js';

const BODY_BYTES_MAX = 16_384;
const TOO_LARGE = {
  status: 413,
  message: 'The request body is longer than MAX_BODY_BYTES, which is 16KiB; 4MiB may do.',
  code: 'request_too_large',
  headers: { connection: 'close' },
};
/** Of a body whose length was named. */
const tooLarge = (bytes: number, enough: string) => ({
  ...TOO_LARGE,
  message: `The request body has ${bytes} bytes, but MAX_BODY_BYTES is 16KiB; ${enough}`,
});

/** How long who was refused may go on uploading, on the clock of the server. */
const LINGER_MS = 1_000;
const LOOK_MS = 1;

const server = await startSteppedServer();

/** A request body of exactly so many bytes. */
function bodyOf(bytes: number): string {
  return CHAT_BODY.replace('hello', 'x'.repeat(bytes - CHAT_BODY.length + 'hello'.length));
}

/** Asserts that the connection ends long before the time is over that an upload without an end has. */
async function closesAtOnce(client: RawClient): Promise<void> {
  const before = server.clock.elapsedMs;
  let isClosed = false;
  void client.closed.then(() => {
    isClosed = true;
  });
  await until(() => {
    // A look at a time: the server reads the end of the upload in a turn of its own.
    server.clock.advance(LOOK_MS);
    return isClosed;
  }, 'the connection ends');
  assert.ok(server.clock.elapsedMs - before < LINGER_MS, `after ${server.clock.elapsedMs - before} ms`);
}

for (const mount of MOUNTS) {
  test(`${mount} refuses a length above the limit before a byte of the body is sent, then closes`, async () => {
    const client = await RawClient.connect(server.port);
    client.write(head({ path: mount, headers: [`content-length: ${BODY_BYTES_MAX + 1}`] }));
    assertRefusal(await client.reply(), mount, tooLarge(BODY_BYTES_MAX + 1, '4MiB would do.'));
    assert.equal(server.state.active, 0);
    server.clock.advance(LINGER_MS);
    await client.closed;
  });

  test(`${mount} refuses a chunked body as soon as it crosses the limit, then closes`, async () => {
    const client = await RawClient.connect(server.port);
    client.write(head({ path: mount, headers: ['transfer-encoding: chunked'] }));
    client.write(chunk('x'.repeat(BODY_BYTES_MAX)));
    await until(() => server.state.active === 1, 'the upload holds a slot while it is within the limit');
    assert.equal(client.unread, '');
    client.write(chunk('x'));
    assertRefusal(await client.reply(), mount, TOO_LARGE);
    assert.equal(server.state.active, 0);
    client.write(chunk(''));
    await closesAtOnce(client);
  });
}

test('a client that goes on sending after the refusal gets it complete, and is cut off', async () => {
  const client = await RawClient.connect(server.port);
  client.write(head({ headers: [`content-length: ${1_000_000_000}`] }));
  const piece = Buffer.alloc(65_536, 'x');
  const upload = setInterval(() => client.write(piece), 5);
  const refusal = await client.reply();
  assertRefusal(refusal, OPENAI, tooLarge(1_000_000_000, 'the most that it can be is 64MiB.'));
  const sentAtReply = client.socket.bytesWritten;
  server.clock.advance(LINGER_MS - 1);
  await until(
    () => client.socket.bytesWritten > sentAtReply + 1_000_000,
    'the upload goes on behind the reply',
  );
  server.clock.advance(1);
  await client.closed;
  clearInterval(upload);
});

test('a client that finishes a refused upload is closed right behind it', async () => {
  const client = await RawClient.connect(server.port);
  client.write(chatRequest({ body: bodyOf(BODY_BYTES_MAX + 1) }));
  assertRefusal(await client.reply(), OPENAI, tooLarge(BODY_BYTES_MAX + 1, '4MiB would do.'));
  await closesAtOnce(client);
});

test('a body of exactly the limit is answered, whether its length was named or not', async () => {
  const body = bodyOf(BODY_BYTES_MAX);
  const client = await RawClient.connect(server.port);
  client.write(chatRequest({ body }));
  assert.equal((await client.reply()).status, 200);
  const halves = chunk(body.slice(0, 8_000)) + chunk(body.slice(8_000));
  client.write(head({ headers: ['transfer-encoding: chunked'] }) + halves + chunk(''));
  assert.equal((await client.reply()).status, 200);
  client.leave();
});

test('MAX_BODY_BYTES moves the limit and is named in the refusal', async () => {
  const small = await startTestServer({ MAX_BODY_BYTES: '100' });
  const client = await RawClient.connect(small.port);
  client.write(chatRequest({ body: bodyOf(100) }));
  assert.equal((await client.reply()).status, 200);
  client.write(chatRequest({ body: bodyOf(101) }));
  const message = 'The request body has 101 bytes, but MAX_BODY_BYTES is 100 bytes; 4MiB would do.';
  assertRefusal(await client.reply(), OPENAI, { ...TOO_LARGE, message });
  assert.equal(small.state.rejectionsFor('body_too_large'), 1);
  assert.equal(small.state.disconnects, 0);
});
