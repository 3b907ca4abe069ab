import assert from 'node:assert/strict';
import { test } from 'node:test';
import { request } from 'undici';
import { VIEWERS_MAX } from '../../dist/main/live/socket.js';
import { ENDPOINTS } from '../../dist/shared/labels.js';
import { LIVE_COLUMNS } from '../../dist/shared/live-protocol.js';
import { emptyMemorySnapshot } from '../../dist/shared/memory-snapshot.js';
import { CHAT_BODY } from '../support/chat.js';
import { startTestServer, type TestServer } from '../support/in-process.js';
import { liveUpgrade, openLive } from '../support/live-viewer.js';
import { connectRaw } from '../support/raw-connection.js';
import { startSteppedServer } from '../support/stepped-server.js';
import { until } from '../support/until.js';

const CHAT = '/v1/chat/completions';

async function statusOf(port: number, ...lines: string[]): Promise<string> {
  const client = await connectRaw(port);
  client.socket.write(liveUpgrade(...lines));
  const answer = await client.until(/\r\n\r\n/);
  client.socket.destroy();
  return answer.slice('HTTP/1.1 '.length, answer.indexOf('\r\n'));
}

/** Waits until the server has done what it does once a second so often: it samples its memory then, too. */
async function secondsPass({ state }: TestServer, seconds: number): Promise<void> {
  const snapshot = emptyMemorySnapshot();
  const samples = new Set<number>();
  // Before the first second there are two: what was read at the start, and the worker's first.
  await until(
    () => samples.add(state.readMemory(snapshot).sampledAtMs).size >= 2 + seconds,
    `${seconds} seconds pass`,
  );
}

test('a viewer is told what is running, then the past, then a row a second', async () => {
  const server = await startTestServer({ MAX_CONCURRENT: '7', API_KEY: 'sk-secret' });
  await until(() => server.state.connections === 0, 'nobody is there');
  const viewer = await openLive(server.url);
  const { hello } = viewer;
  assert.deepEqual(hello.columns, LIVE_COLUMNS);
  assert.equal(hello.version, '0.0.0-test');
  assert.equal(hello.cpuCores, 1);
  assert.ok(Math.abs(hello.startedAtMs - performance.timeOrigin) < 1);
  assert.equal(hello.settings.find(([name]) => name === 'MAX_CONCURRENT')?.[1], '7 requests');
  assert.equal(JSON.stringify(hello).includes('sk-secret'), false);
  await until(() => viewer.rows.length >= 3, 'three rows');
  const times = viewer.rows.map(({ atMs }) => atMs);
  assert.deepEqual(
    [...times].sort((a, b) => a - b),
    times,
  );
  assert.equal(new Set(times).size, times.length);
});

test('a row shows what has been done since', async () => {
  const server = await startSteppedServer({ MAX_CONCURRENT: '1', RESPONSE_DELAY_SECONDS: '10' });
  const viewer = await openLive(server.url);
  const ask = () => request(server.url + CHAT, { method: 'POST', body: CHAT_BODY });
  const answered = ask();
  const held = await viewer.row(({ active }) => active === 1, 'one is held');
  assert.equal(held.overloaded, 1);
  const refused = await ask();
  await refused.body.dump();
  const row = await viewer.row((r) => r.rejected_capacity === 1, 'one was refused');
  assert.equal(row.replies_503, 1);
  server.clock.advance(10_000);
  await (await answered).body.dump();
  const late = await viewer.row((r) => r.replies_200 === 1, 'one was answered');
  assert.equal(late.active, 0);
  assert.ok(late.replyLatenessP99Seconds >= late.replyLatenessP50Seconds);
  assert.ok(late.completionTokens > 0);
});

test('the past is there for who comes late, and nobody needs to have looked', async () => {
  const server = await startTestServer();
  const reply = await request(server.url + CHAT, { method: 'POST', body: CHAT_BODY });
  await reply.body.dump();
  await secondsPass(server, 2);
  const { history } = await openLive(server.url);
  assert.ok(history.length >= 2, `${history.length} rows`);
  assert.deepEqual(
    [...history].sort((a, b) => a.atMs - b.atMs),
    history,
  );
  assert.equal(history.at(-1)?.replies_200, 1);
  assert.equal(
    history.some(({ viewers }) => viewers > 0),
    false,
  );
});

test('all viewers get the same bytes', async () => {
  const server = await startTestServer();
  const viewers = await Promise.all(Array.from({ length: 5 }, () => openLive(server.url)));
  await until(() => viewers.every(({ messages }) => messages.length >= 2), 'two rows each');
  const all = viewers.map(({ messages, rows }) => {
    const from = rows.findIndex(({ viewers }) => viewers === 5);
    return (messages[from] as Buffer).toString('hex');
  });
  assert.equal(new Set(all).size, 1);
});

test('viewers take no slot; they are counted, and so are their connections, until they leave', async () => {
  const server = await startTestServer({ MAX_CONCURRENT: '1' });
  const viewers = [await openLive(server.url), await openLive(server.url)];
  assert.deepEqual([server.state.active, server.state.viewers], [0, 2]);
  assert.equal(server.state.connections, 2);
  viewers[0]?.socket.close();
  await until(() => server.state.viewers === 1, 'one has left');
  await until(() => server.state.connections === 1, 'its connection has gone');
  const lost = await connectRaw(server.port);
  lost.socket.write(liveUpgrade('Host: x'));
  await until(() => server.state.viewers === 2, 'another one looks');
  lost.socket.resetAndDestroy();
  await until(() => server.state.viewers === 1 && server.state.connections === 1, 'it was reset');
});

test('a viewer that says anything is closed, and told why', async () => {
  const server = await startTestServer();
  for (const words of ['hello', new Uint8Array(64)]) {
    const { socket, closed } = await openLive(server.url);
    socket.send(words);
    assert.deepEqual(await closed, { code: 1008, reason: 'this connection only listens' });
  }
  const { socket, closed } = await openLive(server.url);
  socket.send('x'.repeat(65));
  assert.equal((await closed).code, 1006);
  await until(() => server.state.connections === 0, 'all are gone');
  assert.equal(server.state.viewers, 0);
});

test('no page of another origin may look; scripts, the own page and one behind a proxy may', async () => {
  const { port, state } = await startTestServer();
  const host = `Host: 127.0.0.1:${port}`;
  for (const [expected, ...lines] of [
    ['101', host],
    ['101', host, `Origin: http://127.0.0.1:${port}`],
    ['101', 'Host: upstream', 'X-Forwarded-Host: mock.example', 'Origin: https://mock.example'],
    ['403', host, 'Origin: http://evil.example'],
    ['403', host, 'Origin: http://127.0.0.1:1'],
    ['403', host, 'Origin: null'],
    ['403', host, 'Origin: file://'],
    ['403', host, 'Origin: not a url'],
    ['403', 'Host: ', 'Origin: file://'],
  ] as const) {
    assert.equal((await statusOf(port, ...lines)).slice(0, 3), expected, lines.join(', '));
  }
  assert.equal(state.repliesOf(ENDPOINTS.indexOf('/'), 403), 6);
});

test(`the viewer after the ${VIEWERS_MAX}th is refused, and let in when another one has left`, async () => {
  const server = await startTestServer();
  const viewers = await Promise.all(Array.from({ length: VIEWERS_MAX }, () => openLive(server.url)));
  assert.equal(server.state.viewers, VIEWERS_MAX);
  assert.equal(await statusOf(server.port, 'Host: x'), '503 Service Unavailable');
  assert.equal(server.state.repliesOf(ENDPOINTS.indexOf('/'), 503), 1);
  assert.equal(server.state.viewers, VIEWERS_MAX);
  viewers[0]?.socket.close();
  await until(() => server.state.viewers < VIEWERS_MAX, 'one has left');
  await openLive(server.url);
  await until(() => server.state.connections === VIEWERS_MAX, 'the refused one was closed');
});

test('whoever looks sees the server drain, and is told when it stops', async () => {
  const server = await startTestServer();
  const viewer = await openLive(server.url);
  await server.startDraining();
  await viewer.row(({ draining }) => draining === 1, 'it drains');
  await server.close();
  assert.deepEqual(await viewer.closed, { code: 1001, reason: 'the server is stopping' });
  assert.equal(server.state.viewers, 0);
});

test('a request for the WebSocket that asks for no upgrade, or for a wrong one, gets 400, and is counted', async () => {
  const server = await startTestServer();
  const plain = await request(`${server.url}/live`);
  await plain.body.dump();
  const client = await connectRaw(server.port);
  client.socket.write(
    'GET /live HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-key: short\r\n\r\n',
  );
  assert.match(await client.until(/\r\n\r\n/), /^HTTP\/1.1 400 /);
  assert.equal(plain.statusCode, 400);
  assert.equal(server.state.repliesOf(ENDPOINTS.indexOf('/'), 400), 2);
});
