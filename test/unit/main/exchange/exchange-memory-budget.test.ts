// Owns: what requests hold of the memory for all clients, and what becomes of them when it is used up.

import assert from 'node:assert/strict';
import { exchangeTest } from '../../../support/exchange-test.js';

const MIB = 1_048_576;
/** What one reply that waits for its client counts. */
const SLOW_READER_BYTES = 49_152;
const LARGE = { MAX_BODY_BYTES: '1000000', MAX_BUFFERED_BYTES: String(MIB), RESPONSE_DELAY_SECONDS: '10' };

function bodyOf(bytes: number): string {
  const body = (text: string) => `{"messages":[{"role":"user","content":"${text}"}]}`;
  return body('x'.repeat(bytes - body('').length));
}

exchangeTest('a body in one piece of up to 64 KiB is held by nobody', LARGE, (rig, loop) => {
  const client = rig.post(bodyOf(65_536));
  assert.equal(rig.state.bufferedBytes, 0);
  loop.advance(10_001);
  assert.equal(client.reply.status, 200);
});

exchangeTest(
  'what is gathered counts until it is read, a large body until its worker is done',
  LARGE,
  (rig, loop) => {
    const client = rig.open();
    const body = bodyOf(300_000);
    client.deliver(body.slice(0, 1_000));
    assert.equal(rig.state.bufferedBytes, 1_024);
    client.deliver(body.slice(1_000), true);
    assert.equal(rig.state.bufferedBytes, 300_000);
    assert.deepEqual([rig.state.active, rig.wheel.size], [1, 0]);
    rig.readings[0]?.finish();
    assert.deepEqual([rig.state.bufferedBytes, rig.wheel.size], [0, 1]);
    loop.advance(10_001);
    assert.equal(client.reply.status, 200);
  },
);

exchangeTest(
  'a client that leaves while its large body is read frees its slot and its bytes',
  LARGE,
  (rig, loop) => {
    const client = rig.post(bodyOf(300_000));
    assert.deepEqual([rig.state.active, rig.state.bufferedBytes], [1, 300_000]);
    client.abort();
    assert.deepEqual([rig.state.active, rig.state.bufferedBytes, rig.state.disconnects], [0, 0, 1]);
    loop.advance(10_001);
    assert.deepEqual(client.sent, []);
  },
);

exchangeTest(
  'an upload for which there is no room is refused with 503, at its head or at any piece',
  LARGE,
  (rig, loop) => {
    const first = rig.open();
    first.deliver(Buffer.alloc(900_000));
    const atHead = rig.open({ 'content-length': '500000' });
    const chunked = rig.open();
    chunked.deliver(Buffer.alloc(500_000));
    const whole = rig.open();
    whole.deliver(Buffer.alloc(500_000), true);
    for (const client of [atHead, chunked, whole]) {
      assert.deepEqual([client.reply.status, client.reply.close], [503, true]);
      assert.equal(JSON.parse(client.reply.body).error.code, 'memory_exceeded');
    }
    assert.deepEqual([rig.state.rejectionsFor('memory'), rig.state.active], [3, 1]);
    const small = rig.post();
    loop.advance(10_001);
    assert.equal(small.reply.status, 200);
    first.abort();
  },
);

exchangeTest(
  'a text that an answer will repeat counts while the request waits, and one too many is refused',
  { ...LARGE, RESPONSE_CONTENT: 'echo' },
  (rig, loop) => {
    const clients = Array.from({ length: 9 }, () => rig.post(bodyOf(60_000)));
    const statuses = clients.map(({ sent }) => sent[0]?.status);
    assert.deepEqual(statuses, [...new Array(8).fill(undefined), 503]);
    assert.ok(rig.state.bufferedBytes > 8 * 2 * 59_000);
    loop.advance(10_001);
    assert.equal(rig.state.repliesOf(0, 200), 8);
  },
);

exchangeTest(
  'where memory is used up by clients that do not read, the one that waits longest is cut off',
  { ...LARGE, OUTPUT_TOKENS: '10', MAX_CONCURRENT: '100' },
  (rig, loop) => {
    const fitting = Math.floor(MIB / SLOW_READER_BYTES);
    const clients = Array.from({ length: fitting + 2 }, () => {
      const client = rig.post('{"stream":true,"messages":[{"role":"user"}]}');
      client.hasRoom = false;
      loop.advance(1);
      return client;
    });
    loop.advance(1_000);
    assert.deepEqual(
      clients.map(({ closed }) => closed),
      [true, true, ...new Array(fitting).fill(false)],
    );
    assert.deepEqual([rig.state.stalledStreams, rig.state.active], [2, fitting]);
    assert.equal(rig.state.bufferedBytes, fitting * SLOW_READER_BYTES);
    // One that reads holds nothing any more.
    clients.at(-1)?.drain();
    assert.equal(rig.state.bufferedBytes, (fitting - 1) * SLOW_READER_BYTES);
    for (const client of clients.slice(2)) client.abort();
  },
);
