import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { assertRefusal, CHAT_BODY, chatRequest, chunk, head, OPENAI } from '../support/chat.js';
import { startTestServer } from '../support/in-process.js';
import { RawClient } from '../support/raw-client.js';
import { until } from '../support/until.js';

const server = await startTestServer();

test('a chunked body is read, however it is cut', async () => {
  const client = await RawClient.connect(server.port);
  for (const cut of [1, 10, CHAT_BODY.length]) {
    client.write(head({ headers: ['transfer-encoding: chunked'] }));
    for (let at = 0; at < CHAT_BODY.length; at += cut) client.write(chunk(CHAT_BODY.slice(at, at + cut)));
    client.write(chunk(''));
    assert.equal((await client.reply()).status, 200);
  }
  client.leave();
});

test('a chunked body of nothing is refused as empty', async () => {
  const client = await RawClient.connect(server.port);
  client.write(head({ headers: ['transfer-encoding: chunked'] }) + chunk(''));
  const message = 'The request body is empty; a JSON object is expected.';
  assertRefusal(await client.reply(), OPENAI, { status: 400, message, code: null });
  client.leave();
});

test('Expect: 100-continue is answered before the body is sent, and holds a slot meanwhile', async () => {
  const client = await RawClient.connect(server.port);
  client.write(head({ headers: ['expect: 100-continue', `content-length: ${CHAT_BODY.length}`] }));
  const { status, headers } = await client.reply();
  assert.deepEqual([status, headers.size], [100, 0]);
  assert.equal(server.state.active, 1);
  client.write(CHAT_BODY);
  assert.equal((await client.reply()).status, 200);
  client.leave();
});

test('one connection serves many requests', async () => {
  const client = await RawClient.connect(server.port);
  await until(() => server.state.connections === 1, 'the others have left');
  for (let request = 0; request < 50; request++) {
    client.write(chatRequest());
    const { status, headers } = await client.reply();
    assert.deepEqual([status, headers.get('connection')], [200, undefined]);
  }
  assert.equal(server.state.connections, 1);
  client.leave();
});

test('Connection: close from the client is obeyed, and the reply says so once', async () => {
  const stream = '{"model":"m","stream":true,"messages":[{"role":"user","content":"hello"}]}';
  const requests = [
    [200, chatRequest({ headers: ['connection: close'] })],
    [200, chatRequest({ headers: ['connection: close'], body: stream })],
    [400, chatRequest({ headers: ['connection: close'], body: '{' })],
    [200, 'GET /v1/models HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'],
  ] as const;
  for (const [expected, request] of requests) {
    const client = await RawClient.connect(server.port);
    client.write(request);
    const { status, headers } = await client.reply();
    assert.deepEqual([status, headers.get('connection')], [expected, 'close'], request);
    await client.closed;
  }
});

// The request line goes in one packet: the older uWebSockets.js build answers 505 to one that is split (its issue 1776).
test('a request that comes byte by byte behind its request line is answered like any other', async () => {
  const client = await RawClient.connect(server.port);
  const request = chatRequest();
  const lineEnd = request.indexOf('\r\n') + 2;
  client.write(request.slice(0, lineEnd));
  for (const byte of request.slice(lineEnd)) {
    client.write(byte);
    // Without a turn of the loop in between the socket would gather the bytes into one packet.
    await nextTurn();
  }
  assert.equal((await client.reply()).status, 200);
  client.leave();
});

const GARBAGE: Readonly<Record<string, string>> = {
  'a request line that is none': 'hello\r\n\r\n',
  'a TLS handshake': '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n',
  'a length that is no number': head({ headers: ['content-length: abc'] }) + CHAT_BODY,
  'a negative length': head({ headers: ['content-length: -5'] }) + CHAT_BODY,
  'a length beside chunks':
    head({ headers: ['content-length: 5', 'transfer-encoding: chunked'] }) + chunk(''),
  'a body that is longer than its length': head({ headers: ['content-length: 5'] }) + CHAT_BODY,
  'no host': `POST ${OPENAI} HTTP/1.1\r\ncontent-length: 0\r\n\r\n`,
  'a chunk size that is no number': `${head({ headers: ['transfer-encoding: chunked'] })}zz\r\n${CHAT_BODY}`,
};

test('an empty body is told of, even when its head comes in two packets', async () => {
  const bytes = head({ headers: ['content-length: 0'] });
  // A request line in two packets is answered 505 by uWebSockets.js.
  for (let length = bytes.indexOf('\n') + 1; length < bytes.length; length++) {
    const client = await RawClient.connect(server.port);
    client.write(bytes.slice(0, length));
    // Its answer says that what was written before has been read.
    await RawClient.connect(server.port).then((other) => {
      other.write(chatRequest({ body: '' }));
      return other.reply();
    });
    client.write(bytes.slice(length));
    const { status, body } = await client.reply();
    assert.equal(status, 400);
    assert.match(body, /The request body is empty/);
  }
  await until(() => server.state.active === 0, 'no slot is taken');
});

for (const [title, bytes] of Object.entries(GARBAGE)) {
  test(`${title} ends the connection and leaves no slot taken`, async () => {
    const client = await RawClient.connect(server.port);
    client.write(bytes);
    await client.closed;
    // uWebSockets.js answers what is not HTTP by itself, so its words are its own; never with success.
    assert.doesNotMatch(client.unread, /^HTTP\/1.1 2/);
    await until(() => server.state.active === 0, 'no slot is taken');
  });
}
