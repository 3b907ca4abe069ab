import assert from 'node:assert/strict';
import { GOOD_BODY } from '../../../support/exchange-rig.js';
import { exchangeTest } from '../../../support/exchange-test.js';

const SMALL = { RESPONSE_DELAY_SECONDS: '10', MAX_CONCURRENT: '1', MAX_BODY_BYTES: '64' };
const TOO_LARGE = { 'content-length': '65' };

exchangeTest('a bad body gets 400 naming its field, at once, and frees the slot', SMALL, (rig) => {
  const bodies = [
    ['', null],
    ['{', null],
    ['[]', null],
    ['{"messages":{}}', 'messages'],
    ['{"messages":[]}', 'messages'],
    ['{}', 'messages'],
    ['{"messages":[{"role":1}]}', 'messages[0].role'],
    ['{"stream":1,"messages":[{"role":"user"}]}', 'stream'],
    ['{"model":"m;delay=2","messages":[{"role":"user"}]}', 'model'],
  ] as const;
  for (const [body, param] of bodies) {
    const { status, close, whileReceiving, body: answer } = rig.post(body).reply;
    assert.deepEqual([status, close, whileReceiving], [400, false, false]);
    assert.equal(JSON.parse(answer).error.param, param);
    assert.equal(rig.state.active, 0);
  }
  assert.equal(rig.state.rejectionsFor('invalid_request'), bodies.length);
  assert.equal(rig.state.repliesOf(0, 400), bodies.length);
  assert.equal(rig.state.disconnects, 0);
});

exchangeTest('under the compatible mode an error carries its request id', SMALL, (rig) => {
  const compatible = rig.post('{', 1).reply;
  assert.equal(JSON.parse(compatible.body).request_id, compatible.requestId);
  assert.deepEqual(Object.keys(JSON.parse(rig.post('{', 0).reply.body)), ['error']);
});

exchangeTest(
  'a length above the limit gets 413 with the headers, and takes no slot even in an empty house',
  SMALL,
  (rig, loop) => {
    const client = rig.open(TOO_LARGE);
    const { status, close, whileReceiving, body } = client.reply;
    assert.deepEqual([status, close, whileReceiving], [413, true, true]);
    assert.equal(JSON.parse(body).error.code, 'request_too_large');
    assert.deepEqual([rig.state.active, rig.state.peak, client.closed], [0, 0, false]);
    assert.deepEqual([rig.state.rejectionsFor('body_too_large'), rig.state.repliesOf(0, 413)], [1, 1]);
    loop.advance(1_001);
    assert.equal(client.closed, true);
  },
);

exchangeTest(
  'a body that crosses the limit gets 413 with that piece, and its slot is free for another',
  SMALL,
  (rig, loop) => {
    const client = rig.open();
    client.deliver(Buffer.alloc(64));
    assert.deepEqual([client.sent.length, rig.state.active], [0, 1]);
    client.deliver(Buffer.alloc(1));
    assert.deepEqual([client.reply.status, client.reply.whileReceiving, rig.state.active], [413, true, 0]);
    const other = rig.post();
    loop.advance(10_001);
    assert.deepEqual([other.reply.status, client.closed], [200, true]);
    assert.equal(rig.state.disconnects, 0);
  },
);

exchangeTest('a body of exactly the limit is let in, in one piece or in several', SMALL, (rig, loop) => {
  const exact = GOOD_BODY.padEnd(64);
  const clients = [rig.post(exact)];
  loop.advance(10_001);
  const inPieces = rig.open();
  for (const at of [0, 20, 40, 60]) inPieces.deliver(exact.slice(at, at + 20), at === 60);
  loop.advance(10_001);
  for (const client of [...clients, inPieces]) assert.equal(client.reply.status, 200);
});

exchangeTest(
  'when the last piece crosses the limit, 413 ends the connection without lingering',
  SMALL,
  (rig) => {
    for (const pieces of [[65], [64, 1], [1, 1, 63]]) {
      const client = rig.open();
      pieces.forEach((bytes, index) => {
        client.deliver(Buffer.alloc(bytes), index === pieces.length - 1);
      });
      const { status, close, whileReceiving } = client.reply;
      assert.deepEqual([status, close, whileReceiving, client.closed], [413, true, false, false]);
      assert.deepEqual([rig.state.active, rig.wheel.size], [0, 0]);
    }
  },
);

exchangeTest(
  'a refused upload is dropped for one second and then cut off, however much comes',
  SMALL,
  (rig, loop) => {
    const client = rig.open(TOO_LARGE);
    for (let elapsedMs = 0; elapsedMs < 1_000; elapsedMs += 100) {
      client.deliver(Buffer.alloc(64));
      loop.advance(100);
    }
    assert.deepEqual([client.closed, rig.rested], [false, 0]);
    loop.advance(1);
    assert.deepEqual([client.closed, rig.rested], [true, 1]);
  },
);

exchangeTest(
  'a refused upload that ends is closed in a later turn, not within its last piece',
  SMALL,
  (rig, loop) => {
    const client = rig.open(TOO_LARGE);
    loop.advance(300);
    client.deliver(Buffer.alloc(65), true);
    assert.deepEqual([client.closed, rig.rested, rig.wheel.size], [false, 0, 1]);
    loop.advance(1);
    assert.deepEqual([client.closed, rig.rested, client.sent.length], [true, 1, 1]);
  },
);

exchangeTest(
  'a client that leaves while it is being refused is not closed again, and not counted as lost',
  SMALL,
  (rig, loop) => {
    const client = rig.open(TOO_LARGE);
    client.abort();
    assert.deepEqual([rig.wheel.size, rig.rested, rig.state.disconnects, rig.state.active], [0, 1, 0, 0]);
    loop.advance(2_000);
    assert.equal(client.closed, false);
  },
);

exchangeTest('a refused upload lingers while the house is full, and does not count', SMALL, (rig, loop) => {
  const inFlight = rig.post();
  const refused = rig.open(TOO_LARGE);
  assert.deepEqual([refused.reply.status, rig.state.active], [413, 1]);
  loop.advance(10_001);
  assert.deepEqual([inFlight.reply.status, refused.closed], [200, true]);
});

exchangeTest('each kind of refusal carries its own headers', { ...SMALL, API_KEY: 'k' }, (rig) => {
  assert.deepEqual(rig.open().reply.headers, [
    ['content-type', 'application/json'],
    ['x-content-type-options', 'nosniff'],
    ['www-authenticate', 'Bearer'],
  ]);
  rig.admission.draining = true;
  assert.deepEqual(rig.open().reply.headers, [
    ['content-type', 'application/json'],
    ['x-content-type-options', 'nosniff'],
    ['retry-after', '1'],
  ]);
});

exchangeTest('a wrong override is told before a slot is taken', SMALL, (rig) => {
  const { status, body } = rig.open({ 'x-mock-delay': '1q' }).reply;
  assert.equal(status, 400);
  assert.match(JSON.parse(body).error.message, /x-mock-delay/);
  assert.deepEqual([rig.state.active, rig.state.peak], [0, 0]);
});

exchangeTest('a refusal that is sent later tells nothing to the request that came after it', SMALL, (rig) => {
  const refused = rig.open();
  refused.hasRoom = false;
  refused.deliver('{', true);
  const next = rig.post();
  assert.equal(rig.state.active, 1);
  refused.abort();
  assert.deepEqual([rig.state.active, rig.state.disconnects, next.isOver], [1, 0, false]);
  next.abort();
});
