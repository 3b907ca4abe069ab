/**
 * Clients that do not read, as an exchange meets them: the transport says that there is no room.
 */
import assert from 'node:assert/strict';
import type { ExchangeRig as Rig } from '../../../support/exchange-rig.js';
import { exchangeTest } from '../../../support/exchange-test.js';
import type { FakeLoop } from '../../../support/fake-loop.js';
import type { MemoryTransport } from '../../../support/memory-transport.js';

const STREAM = '{"stream":true,"messages":[{"role":"user"}]}';
const SETTINGS = { RESPONSE_DELAY_SECONDS: '10', STALL_TIMEOUT: '12s', OUTPUT_TOKENS: '10' };

function stallTest(name: string, body: (rig: Rig, loop: FakeLoop) => void, settings = SETTINGS): void {
  exchangeTest(name, settings, body);
}

/** A stream whose client takes `pieces` pieces and then reads no more. */
function stalledAfter(pieces: number, rig: Rig, loop: FakeLoop): MemoryTransport {
  const client = rig.post(STREAM);
  loop.advance(pieces * 1_000 + 1);
  client.hasRoom = false;
  loop.advance(1_000);
  assert.equal(client.stream?.pieces.length, pieces + 1);
  return client;
}

stallTest(
  'a stream whose client does not read writes no more, and goes on with all that is due when it does',
  (rig, loop) => {
    const client = stalledAfter(2, rig, loop);
    loop.advance(4_000);
    assert.equal(client.stream?.pieces.length, 3);
    client.drain();
    // The pieces at 4, 5, 6 and 7 seconds in one.
    assert.equal(client.stream?.pieces.length, 4);
    assert.equal(client.stream?.pieces[3]?.split('\n\n').length, 4 + 1);
    loop.advance(3_000);
    assert.equal(client.stream?.ended, true);
    assert.deepEqual([rig.state.stalledStreams, rig.state.repliesOf(0, 200)], [0, 1]);
  },
);

stallTest(
  'a client that reads nothing for STALL_TIMEOUT is cut off, counted, and its slot freed',
  (rig, loop) => {
    const client = stalledAfter(1, rig, loop);
    loop.advance(11_999);
    assert.deepEqual([client.closed, rig.state.active, rig.state.activeStreams], [false, 1, 1]);
    loop.advance(2);
    assert.equal(client.closed, true);
    const { stalledStreams, disconnects, active } = rig.state;
    assert.deepEqual([stalledStreams, disconnects, active, rig.state.repliesOf(0, 200)], [1, 0, 0, 0]);
  },
);

stallTest('meanwhile its connection is held open every five seconds', (rig, loop) => {
  const client = stalledAfter(1, rig, loop);
  loop.advance(4_999);
  assert.equal(client.heldOpen, 0);
  loop.advance(2);
  assert.equal(client.heldOpen, 1);
  loop.advance(5_001);
  assert.equal(client.heldOpen, 2);
  client.abort();
});

stallTest('a client that reads now and then is never cut off', (rig, loop) => {
  const client = rig.post(STREAM);
  loop.advance(1_001);
  for (let round = 0; round < 4; round++) {
    client.hasRoom = false;
    loop.advance(1_000);
    const before = client.stream?.pieces.length ?? 0;
    loop.advance(round === 0 ? 0 : 11_000);
    assert.equal(client.stream?.pieces.length, before);
    if (client.stream?.ended) break;
    client.drain();
  }
  loop.advance(20_000);
  assert.deepEqual([client.stream?.ended, rig.state.stalledStreams], [true, 0]);
});

stallTest('a stalled client that leaves frees its slot at once', (rig, loop) => {
  const client = stalledAfter(1, rig, loop);
  client.abort();
  assert.deepEqual([rig.state.active, rig.state.disconnects, rig.state.stalledStreams], [0, 1, 0]);
});

stallTest(
  'room that comes when nothing is due is used for a comment, which sends what was held back',
  (rig, loop) => {
    const client = stalledAfter(1, rig, loop);
    client.drain();
    assert.equal(client.stream?.pieces.at(-1), ':\n\n');
    client.abort();
  },
);

stallTest('a stream whose client has not read the end of it is in flight until it has', (rig, loop) => {
  const client = stalledAfter(2, rig, loop);
  loop.advance(7_000);
  client.staysBehind = true;
  client.drain();
  assert.match(client.stream?.pieces.at(-1) ?? '', /data: \[DONE\]\n\n$/);
  assert.deepEqual([client.stream?.ended, rig.state.active], [false, 1]);
  const { streamEvents } = rig.state;
  client.drain();
  assert.deepEqual([client.stream?.ended, rig.state.active], [true, 0]);
  // The end was written, and counted, once.
  assert.equal(rig.state.streamEvents, streamEvents);
});

stallTest('a large reply holds its slot until the client has read it', (rig, loop) => {
  const client = rig.post('{"messages":[{"role":"user"}]}');
  client.hasRoom = false;
  loop.advance(10_001);
  assert.deepEqual([client.reply.status, rig.state.active, rig.state.repliesOf(0, 200)], [200, 1, 0]);
  loop.advance(11_000);
  client.drain();
  loop.advance(11_000);
  assert.equal(client.closed, false);
  client.drain(true);
  assert.deepEqual([rig.state.active, rig.state.repliesOf(0, 200), rig.state.stalledStreams], [0, 1, 0]);
});

stallTest('a large reply of which the client reads nothing more is cut off as a stream is', (rig, loop) => {
  const client = rig.post('{"messages":[{"role":"user"}]}');
  client.hasRoom = false;
  loop.advance(10_001 + 12_001);
  assert.deepEqual([client.closed, rig.state.active, rig.state.stalledStreams], [true, 0, 1]);
});

stallTest(
  'what is due at once is written in batches, between which others get their turn',
  (rig, loop) => {
    const client = rig.post(STREAM);
    loop.advance(10_001);
    const sizes = (client.stream?.pieces ?? []).map(({ length }) => length);
    assert.ok(sizes.length > 5, `${sizes}`);
    for (const size of sizes) assert.ok(size < 32_768 + 2_000, `${size}`);
  },
  { ...SETTINGS, RESPONSE_DELAY_SECONDS: '0', OUTPUT_TOKENS: '1000' },
);
