/**
 * The end of a stream that is packed, to clients that keep up and to those that do not.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { PackedTransport } from '../../../../../dist/main/transport/packing/packed-transport.js';
import {
  createReplyHead,
  type Fillers,
  type Headers,
  NOBODY,
  type Transport,
} from '../../../../../dist/main/transport/transport.js';
import { RequestId } from '../../../../../dist/protocols/contract/request-id.js';
import { SERVER_SENT_EVENTS } from '../../../../../dist/protocols/contract/stream-format.js';
import { openAiDialect } from '../../../../../dist/protocols/openai/dialect.js';

const HEAD = createReplyHead([['content-type', 'text/event-stream']], openAiDialect);
const ID = new RequestId(
  { uuid: '0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1', hex: '0f1e2d3c4b5a69788796a5b4c3d2e1' },
  'f0',
);

/** Keeps what it is given, and says whether the client keeps up. */
class Wire implements Transport {
  hasRoom = true;
  headers: Headers = [];
  bytes: Buffer[] = [];
  ends = 0;
  attach(): void {}
  send(): boolean {
    throw new Error('not a stream');
  }
  sendWhileReceiving(): void {}
  sendPart(): void {}
  sendRest(): boolean {
    return true;
  }
  close(): void {}
  sever(): void {}
  startStream(...[, , piece, , extra]: Parameters<Transport['startStream']>): boolean {
    this.headers = extra ?? [];
    return this.write(piece);
  }
  write(piece: string | Buffer): boolean {
    this.bytes.push(Buffer.from(piece as string));
    return this.hasRoom;
  }
  endStream(piece: string | Buffer, isBehind: boolean, format: Fillers): boolean {
    assert.equal(isBehind && piece.length > 0, false, 'a filler behind the end of the file would break it');
    if (piece.length > 0) this.write(piece);
    assert.notEqual(format, SERVER_SENT_EVENTS);
    if (this.hasRoom) this.ends++;
    return this.hasRoom;
  }
  holdOpen({ filler, padding }: Fillers): void {
    this.write(filler);
    this.write(padding);
  }
  get text(): string {
    return gunzipSync(Buffer.concat(this.bytes)).toString();
  }
}

function begin(wire: Wire): PackedTransport {
  const packed = new PackedTransport(wire, { whole: 'gzip', stream: 'gzip' });
  packed.attach(NOBODY);
  packed.startStream(HEAD, ID, 'one\n\n', false, [['x-more', '1']]);
  assert.deepEqual(wire.headers, [
    ['content-encoding', 'gzip'],
    ['vary', 'accept-encoding'],
    ['x-more', '1'],
  ]);
  return packed;
}

test('a client that keeps up gets the last piece with the end', () => {
  const wire = new Wire();
  const packed = begin(wire);
  packed.write('two\n\n');
  assert.equal(packed.endStream('three\n\n', false, SERVER_SENT_EVENTS), true);
  assert.deepEqual([wire.text, wire.bytes.length, wire.ends], ['one\n\ntwo\n\nthree\n\n', 3, 1]);
});

test('a client that is behind is held open with nothing, and gets the end when it has read', () => {
  const wire = new Wire();
  const packed = begin(wire);
  wire.hasRoom = false;
  assert.equal(packed.endStream('last\n\n', true, SERVER_SENT_EVENTS), false);
  packed.holdOpen(SERVER_SENT_EVENTS);
  assert.equal(wire.ends, 0);
  wire.hasRoom = true;
  assert.equal(packed.endStream('', false, SERVER_SENT_EVENTS), true);
  assert.deepEqual([wire.text, wire.ends], ['one\n\nlast\n\n', 1]);
});

test('the end of the file is written once, however often the end is asked for', () => {
  const wire = new Wire();
  const packed = begin(wire);
  wire.hasRoom = false;
  assert.equal(packed.endStream('', false, SERVER_SENT_EVENTS), false);
  wire.hasRoom = true;
  assert.equal(packed.endStream('', false, SERVER_SENT_EVENTS), true);
  assert.deepEqual([wire.text, wire.ends], ['one\n\n', 1]);
});
