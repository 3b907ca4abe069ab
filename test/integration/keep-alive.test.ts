import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHAT_BODY, chatRequest } from '../support/chat.js';
import { startTestServer } from '../support/in-process.js';
import { RawClient } from '../support/raw-client.js';
import { until } from '../support/until.js';

const KEPT_MS = 1_000;
const server = await startTestServer({ HTTP10_PORT: '0', KEEP_ALIVE_TIMEOUT: `${KEPT_MS}ms` });
const { state } = server;
const ports = { PORT: server.port, HTTP10_PORT: server.http10Port as number };
const STREAM = CHAT_BODY.replace('{', '{"stream":true,');

const REQUESTS: Readonly<Record<string, string>> = {
  'a reply': chatRequest(),
  'a refusal': chatRequest({ body: '{' }),
  'a page': 'GET /health HTTP/1.1\r\nhost: x\r\n\r\n',
  'a page for HEAD': 'HEAD /health HTTP/1.1\r\nhost: x\r\n\r\n',
};

for (const [name, port] of Object.entries(ports)) {
  for (const [what, request] of Object.entries(REQUESTS)) {
    test(`${name}: ${what} says how long its connection is kept, which it is, and no longer than it has to be`, async () => {
      const client = await RawClient.connect(port);
      client.write(request);
      const { headers, atMs } = await client.reply(request.startsWith('HEAD'));
      assert.equal(headers.get('keep-alive'), 'timeout=1');
      await client.closed;
      assert.equal(
        performance.now() - atMs >= KEPT_MS,
        true,
        `it was kept for ${performance.now() - atMs} ms`,
      );
    });
  }

  test(`${name}: a reply that ends its connection does not say how long it is kept`, async () => {
    for (const body of [CHAT_BODY, STREAM, '{']) {
      const client = await RawClient.connect(port);
      client.write(chatRequest({ body, headers: ['connection: close'] }));
      const { headers } = await client.reply();
      assert.deepEqual([headers.get('connection'), headers.get('keep-alive')], ['close', undefined]);
      await client.closed;
    }
  });

  test(`${name}: a stream says it, too`, async () => {
    const client = await RawClient.connect(port);
    client.write(chatRequest({ body: STREAM }));
    await until(() => client.unread.includes('[DONE]'), 'it has ended');
    assert.match(client.unread, /\r\nkeep-alive: timeout=1\r\n/i);
    client.leave();
  });

  test(`${name}: who waits for a planned answer for longer is not idle`, async () => {
    const client = await RawClient.connect(port);
    client.write(chatRequest({ headers: [`x-mock-delay: ${3 * KEPT_MS}ms`] }));
    assert.equal((await client.reply()).status, 200);
    client.leave();
  });

  test(`${name}: a connection that ends before its first request is counted, and one that has asked is not`, async () => {
    await until(() => state.connections === 0, 'nobody is there');
    const before = state.unaskedConnections;
    const asks = await RawClient.connect(port);
    asks.write('GET /health HTTP/1.1\r\nhost: x\r\n\r\n');
    await asks.reply();
    asks.leave();
    const silent = await RawClient.connect(port);
    // There the first byte is waited for for a minute (test/slow/silent-connections.test.ts), the rest of a head is not.
    if (name === 'HTTP10_PORT') silent.write('G');
    const babbles = await RawClient.connect(port);
    babbles.write('babble / HTTP/7\r\n\r\n');
    const leaves = await RawClient.connect(port);
    leaves.leave();
    for (const client of [silent, babbles, leaves]) await client.closed;
    await until(() => state.connections === 0, 'all have gone');
    assert.equal(state.unaskedConnections, before + 3);
  });
}
