import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextRequestId } from '../../../dist/main/admission/request-id.js';
import { createReplyHead } from '../../../dist/main/transport/transport.js';
import { openAiDialect } from '../../../dist/protocols/openai/dialect.js';
import { MemoryTransport } from '../../support/memory-transport.js';

const owner = { onBody: () => {}, onAbort: () => {}, onDrain: () => {}, onFault: assert.fail };
const head = createReplyHead([['content-type', 'text/plain']], openAiDialect);
const ID = nextRequestId();

function attached(): MemoryTransport {
  const transport = new MemoryTransport();
  transport.attach(owner);
  return transport;
}

function send(transport: MemoryTransport): void {
  transport.send(200, head, ID, 'body', false);
}

test('the in-memory transport forbids what a real one would not survive', () => {
  const answered = attached();
  send(answered);
  assert.throws(() => send(answered), /^Error: send on a request that is ended, attached$/);
  assert.throws(() => answered.sendWhileReceiving(413, head, ID, ''), /^Error: sendWhileReceiving on/);
  assert.throws(() => answered.attach(owner), /^Error: attach on/);
  assert.throws(() => answered.abort(), /^Error: abort on/);
  assert.throws(() => answered.deliver('late'), /^Error: deliver on/);

  const gone = attached();
  gone.abort();
  assert.throws(() => send(gone), /^Error: send on a request that is aborted, attached$/);

  const fresh = new MemoryTransport();
  assert.throws(() => fresh.sendWhileReceiving(413, head, ID, ''), /is open, not attached$/);
  assert.throws(() => fresh.close(), /^Error: close on/);
  assert.throws(() => fresh.deliver('x'), /is open, not attached$/);
  assert.throws(() => fresh.reply, /^Error: 0 replies, expected one$/);

  const lingering = attached();
  lingering.sendWhileReceiving(413, head, ID, '');
  assert.throws(() => send(lingering), /is replied while receiving, attached$/);
  lingering.deliver('x', true);
  assert.throws(() => lingering.deliver('y'), /^Error: deliver on/);
  lingering.close();
});

test('the memory of a piece is wiped after the call that hands it over', () => {
  const transport = new MemoryTransport();
  let kept: Buffer = Buffer.alloc(0);
  let seen = '';
  transport.attach({
    onBody(piece) {
      kept = piece;
      seen = piece.toString();
    },
    onAbort() {},
    onDrain() {},
    onFault: assert.fail,
  });
  transport.deliver('abc');
  assert.deepEqual([seen, kept.toString()], ['abc', '\0\0\0']);
});
