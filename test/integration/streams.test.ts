/**
 * Streams over real sockets: their events, their times (on a clock that the test moves), and clients that leave.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { streamChat } from '../support/event-stream.js';
import { startTestServer } from '../support/in-process.js';
import { connectRaw, rawPost } from '../support/raw-connection.js';
import { playAnswer, playStream, startSteppedServer } from '../support/stepped-server.js';
import { until } from '../support/until.js';

/** The stream of one answer has a role, an end and a `[DONE]` beside its pieces. */
const OTHER_EVENTS = 3;
const TEXT = 'one two three four five six seven eight nine ten';

const server = await startTestServer({
  RESPONSE_DELAY_SECONDS: '1',
  RESPONSE_TEXT: TEXT,
});

test('a stream has every piece, in order, each in its moment, and ends when a whole answer comes', async () => {
  const stepped = await startSteppedServer({ RESPONSE_DELAY_SECONDS: '1', RESPONSE_TEXT: TEXT });
  const { text, piecesAtMs, endedAtMs } = await playStream(stepped);
  assert.equal(text, TEXT);
  assert.deepEqual(piecesAtMs, [100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000]);
  assert.equal(endedAtMs, 1_000);
  assert.equal((await playAnswer(stepped)).tookMs, 1_000);
});

test('the head of a stream says what it is, and nothing of its length', async () => {
  const stepped = await startSteppedServer({ RESPONSE_DELAY_SECONDS: '1', RESPONSE_TEXT: TEXT });
  const { headers } = await playStream(stepped);
  assert.equal(headers['content-type'], 'text/event-stream; charset=utf-8');
  assert.equal(headers['cache-control'], 'no-cache');
  assert.equal(headers['x-accel-buffering'], 'no');
  assert.equal(headers['transfer-encoding'], 'chunked');
  assert.equal(headers['content-length'], undefined);
  assert.match(String(headers['x-request-id']), /^req_[0-9a-f]{32}$/);
});

test('five hundred streams at once lose no event, and the server counts what the clients get', async () => {
  const before = server.state.streamEvents;
  const replies = await Promise.all(Array.from({ length: 500 }, () => streamChat(server.url)));
  for (const { events, texts } of replies) {
    assert.deepEqual([events.length, texts], [10 + OTHER_EVENTS, [TEXT]]);
  }
  assert.equal(server.state.streamEvents - before, 500 * (10 + OTHER_EVENTS));
  assert.deepEqual([server.state.active, server.state.activeStreams], [0, 0]);
});

test('streams and whole answers share the one cap', async () => {
  const small = await startSteppedServer({ RESPONSE_DELAY_SECONDS: '1', MAX_CONCURRENT: '20' });
  const replies = Promise.all(
    Array.from({ length: 30 }, (_, index) => streamChat(small.url, { stream: index % 2 === 0 })),
  );
  await until(() => small.state.rejectionsFor('capacity') === 10, 'ten are refused');
  assert.equal(small.state.active, 20);
  small.clock.advance(1_000);
  const outcomes = await replies;
  assert.equal(outcomes.filter(({ status }) => status === 200).length, 20);
  assert.equal(outcomes.filter(({ status }) => status === 503).length, 10);
});

test('a client that leaves in the middle of its stream frees the slot at once', async () => {
  const before = server.state.disconnects;
  const clients = await Promise.all(Array.from({ length: 50 }, () => connectRaw(server.port)));
  const body = '{"model":"m;ttft=0;itl=1m","stream":true,"messages":[{"role":"user"}]}';
  for (const { socket } of clients) {
    socket.write(rawPost(body));
  }
  await until(() => server.state.activeStreams === 50, 'all streams have begun');
  for (const { socket } of clients) socket.destroy();
  await until(() => server.state.active === 0, 'all slots are free');
  assert.deepEqual([server.state.activeStreams, server.state.disconnects - before], [0, 50]);
});

test('a connection carries one stream after another, and whole answers between them', async () => {
  const client = await connectRaw(server.port);
  for (let round = 1; round <= 3; round++) {
    for (const stream of [true, false]) {
      const body = JSON.stringify({ model: `m;delay=20ms`, stream, messages: [{ role: 'user' }] });
      client.socket.write(rawPost(body));
      const count = (text: string, part: string) => text.split(part).length - 1;
      await until(() => {
        const text = client.received();
        return stream
          ? count(text, 'data: [DONE]') === round
          : count(text, '"usage":{"prompt_tokens"') === round;
      }, `answer ${round}, ${stream}`);
    }
  }
  assert.equal(client.ended(), false);
});

test('text that is not ASCII arrives as it was set', async () => {
  const text = '你好，世界 — naïve ☃ 😀 "quoted" \\ é';
  const other = await startTestServer({ RESPONSE_TEXT: text });
  assert.deepEqual((await streamChat(other.url, { model: 'модель' })).texts, [text]);
  assert.deepEqual((await streamChat(other.url, { model: 'm;delay=30ms' })).texts, [text]);
});

test('an HTTP/1.0 client gets its stream as well, ended by the end of the connection', async () => {
  const both = await startSteppedServer({
    RESPONSE_DELAY_SECONDS: '0.2',
    RESPONSE_TEXT: TEXT,
    HTTP10_PORT: '0',
  });
  const client = await connectRaw(both.http10Port as number);
  const body = '{"stream":true,"messages":[{"role":"user"}]}';
  client.socket.write(rawPost(body, 'HTTP/1.0'));
  await until(() => {
    if (both.clock.isArmed) both.clock.step();
    return client.ended();
  }, 'the connection ends');
  const [head = '', text = ''] = client.received().split('\r\n\r\n');
  assert.doesNotMatch(head, /transfer-encoding|content-length/i);
  assert.equal(text.split('\n\n').length - 1, 10 + OTHER_EVENTS);
  assert.match(text, /data: \[DONE\]\n\n$/);
});
