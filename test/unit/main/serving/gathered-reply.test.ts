import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HeldReply } from '../../../../dist/main/pages/held-reply.js';
import { GatheringTransport } from '../../../../dist/main/serving/gathered-reply.js';
import { createReplyHead, type TransportOwner } from '../../../../dist/main/transport/transport.js';
import { BytesBody } from '../../../../dist/protocols/contract/reply-body.js';
import { PROVIDERS } from '../../../../dist/protocols/providers.js';

const [{ dialect }] = PROVIDERS;
const HEAD = createReplyHead([['content-type', 'text/plain']], dialect);
const ID = null as never;
const ROOM_BYTES = 100_000;

function rig() {
  let held = 0;
  const said: string[] = [];
  const budget = {
    hasRoom: (bytes: number) => held + bytes <= ROOM_BYTES,
    tryHold(bytes: number) {
      if (held + bytes > ROOM_BYTES) return false;
      held += bytes;
      return true;
    },
    free(bytes: number) {
      held -= bytes;
    },
  };
  const transport = new GatheringTransport(
    ({ body }) => said.push(`reply of ${body.length}`),
    () => said.push('closed'),
    () => said.push('full'),
    budget,
  );
  const owner: TransportOwner = {
    onBody() {},
    onDrain() {},
    onFault: assert.ifError,
    onAbort: () => said.push('told to stop'),
  };
  transport.attach(owner);
  return { transport, budget, said, held: () => held };
}

test('a stream that is gathered is held until it is handed on as a whole', () => {
  const { transport, said, held } = rig();
  transport.startStream(HEAD, ID, 'x'.repeat(40_000), false);
  transport.write('x'.repeat(40_000));
  assert.equal(held(), 80_000);
  transport.endStream('x');
  assert.deepEqual([said, held()], [['reply of 80001'], 0]);
});

test('a stream for which there is no room breaks off at once, holds nothing and is written no further', async () => {
  const { transport, said, held } = rig();
  transport.startStream(HEAD, ID, 'x'.repeat(60_000), false);
  transport.write('x'.repeat(60_000));
  assert.deepEqual([said, held()], [['full'], 0]);
  transport.write('x');
  transport.endStream('x');
  await null;
  assert.deepEqual([said, held()], [['full', 'told to stop'], 0]);
});

test('a client that leaves has its stream held no longer', () => {
  const { transport, said, held } = rig();
  transport.startStream(HEAD, ID, 'x'.repeat(60_000), false);
  transport.onAbort();
  assert.deepEqual([said, held()], [['told to stop'], 0]);
});

test('a long whole reply is made only where there is room for it', () => {
  for (const [bytes, expected] of [
    [ROOM_BYTES, `reply of ${ROOM_BYTES}`],
    [ROOM_BYTES + 1, 'full'],
  ] as const) {
    const { transport, said } = rig();
    transport.send(200, HEAD, ID, new BytesBody(Buffer.alloc(bytes)), false);
    assert.deepEqual(said, [expected]);
  }
});

test('a reply from another thread is held until its client has read it or has left, and not where it went out at once', () => {
  const { transport, budget, held } = rig();
  const begin = (isSent: boolean): HeldReply => {
    const reply = HeldReply.of(70_000, budget);
    assert.ok(reply !== null);
    reply.send(transport, () => isSent);
    return reply;
  };
  begin(true);
  assert.equal(held(), 0);
  const read = begin(false);
  assert.equal(HeldReply.of(70_000, budget), null);
  read.onDrain(false);
  assert.equal(held(), 70_000);
  read.onDrain(true);
  read.onAbort();
  assert.equal(held(), 0);
  begin(false).onAbort();
  assert.equal(held(), 0);
});
