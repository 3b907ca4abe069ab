/**
 * Requests that lie in one packet with one that ends the connection. uWebSockets.js hands over their head when there is no
 * connection any more, and is silent about them from then on; whoever believed it would hold a slot for ever.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LIVE_PATH } from '../../dist/shared/live-protocol.js';
import { CHAT_BODY, chatRequest, chunk, head } from '../support/chat.js';
import { spawnServer } from '../support/child-process.js';
import { activeRequests } from '../support/in-flight.js';
import { RawClient } from '../support/raw-client.js';
import { until } from '../support/until.js';

const CONNECTIONS = 20;

function post(body: object, ...headers: string[]): string {
  return chatRequest({ body: JSON.stringify(body), headers });
}

function get(path: string, ...headers: string[]): string {
  return head({ method: 'GET', path, headers });
}

function postInChunks(body: object, ...headers: string[]): string {
  return (
    head({ headers: [...headers, 'transfer-encoding: chunked'] }) + chunk(JSON.stringify(body)) + chunk('')
  );
}

const CLOSE = 'connection: close';
const messages = [{ role: 'user', content: 'hello' }];
const asked = (overrides: string) => ({ model: `gpt;${overrides}`, messages });

const SHORT = asked('delay=0ms;tokens=5');
const LONG = asked('delay=0ms;tokens=9000');
const STREAM = { ...LONG, stream: true };
/** More than one write, and all of it written in one turn. */
const SHORT_STREAM = { ...asked('delay=0ms;tokens=100'), stream: true };
/** Fills the buffer in which a packet's answers are gathered, so that what comes behind goes out at once. */
const FILLING = post(asked('delay=0ms;tokens=400')).repeat(14);
/** Would be seen for a minute, had it a slot. */
const SEEN = post(asked('delay=60s'));

const PACKETS: readonly (readonly [what: string, bytes: string])[] = [
  ['a short answer', post(SHORT, CLOSE)],
  ['a long answer', post(LONG, CLOSE)],
  ['a long answer to chunks', postInChunks(LONG, CLOSE)],
  ['a stream that is due at once', post(STREAM, CLOSE)],
  ['a short stream that is due at once', post(SHORT_STREAM, CLOSE)],
  ['a short answer behind much else', FILLING + post(SHORT, CLOSE)],
  ['a refusal', post({ messages: 1 }, CLOSE)],
  ['a refusal behind much else', FILLING + post({ messages: 1 }, CLOSE)],
  ['a body that is too large', post({ ...SHORT, user: 'x'.repeat(20_000) }, CLOSE)],
  ['a page', get('/', CLOSE)],
  ['an unknown path behind much else', FILLING + get('/nowhere', CLOSE)],
  [
    'a live page of another origin, behind much else',
    FILLING +
      get(
        LIVE_PATH,
        CLOSE,
        'upgrade: websocket',
        'origin: http://elsewhere',
        'sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==',
      ),
  ],
];

const server = await spawnServer({ MAX_CONCURRENT: '100' });

for (const [what, bytes] of PACKETS) {
  test(`what lies in one packet behind ${what} that ends the connection holds no slot`, async () => {
    const clients = await Promise.all(
      Array.from({ length: CONNECTIONS }, () => RawClient.connect(server.port)),
    );
    for (const client of clients) client.write(bytes + SEEN + SEEN);
    await Promise.all(clients.map(({ closed }) => closed));
    await until(async () => (await activeRequests(server)) === 0, 'every slot is free');
  });

  test(`${what} that ends the connection is sent`, async () => {
    const client = await RawClient.connect(server.port);
    client.write(bytes);
    await client.closed;
    const replies = client.unread.split('HTTP/1.1 ').length - 1;
    assert.equal(replies, bytes.split('HTTP/1.1').length - 1);
  });
}

test('the server has come through', async () => {
  const client = await RawClient.connect(server.port);
  client.write(chatRequest({ body: CHAT_BODY, headers: ['x-mock-delay: 0ms'] }));
  assert.equal((await client.reply()).status, 200);
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  assert.match(metrics, /^llm_mock_internal_errors_total 0$/m);
});
