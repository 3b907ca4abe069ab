/**
 * Frames of AWS's event streams, read by a reader of its own and summed by Node's.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import {
  EVENT_STREAM,
  encodeException,
  encodeFrame,
  eventHeaders,
} from '../../../../dist/protocols/bedrock/frames.js';

interface Frame {
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string;
}

/** Fails the test where a length or a checksum is wrong. */
function readFrames(bytes: Buffer): Frame[] {
  const frames: Frame[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const headersEnd = at + 12 + bytes.readUInt32BE(at + 4);
    assert.equal(bytes.readUInt32BE(at + 8), crc32(bytes.subarray(at, at + 8)));
    const sumAt = at + length - 4;
    assert.equal(bytes.readUInt32BE(sumAt), crc32(bytes.subarray(at, sumAt)));
    const headers: Record<string, string> = {};
    for (let place = at + 12; place < headersEnd; ) {
      const nameEnd = place + 1 + bytes.readUInt8(place);
      const name = bytes.toString('utf8', place + 1, nameEnd);
      assert.equal(bytes.readUInt8(nameEnd), 7);
      const valueEnd = nameEnd + 3 + bytes.readUInt16BE(nameEnd + 1);
      headers[name] = bytes.toString('utf8', nameEnd + 3, valueEnd);
      place = valueEnd;
    }
    frames.push({ headers, payload: bytes.toString('utf8', headersEnd, sumAt) });
    at += length;
  }
  return frames;
}

test('any payload comes out of its frame as it went in, and both sums are right', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (payload) => {
      const frame = Buffer.from(encodeFrame(eventHeaders('metadata'), payload), 'latin1');
      assert.deepEqual(readFrames(frame), [
        {
          headers: {
            ':event-type': 'metadata',
            ':content-type': 'application/json',
            ':message-type': 'event',
          },
          payload,
        },
      ]);
    }),
  );
});

test('an error in a stream is an exception with its type', () => {
  const frame = Buffer.from(encodeException('throttlingException', '{}'), 'latin1');
  const [{ headers } = { headers: {} }] = readFrames(frame) as [Frame];
  assert.deepEqual(headers, {
    ':exception-type': 'throttlingException',
    ':content-type': 'application/json',
    ':message-type': 'exception',
  });
});

test('what is written where there is nothing to say are whole frames, too', () => {
  const { filler, padding, blank } = EVENT_STREAM;
  for (const bytes of [filler as Buffer, padding as Buffer, Buffer.from(blank, 'latin1')]) {
    assert.equal(readFrames(bytes).length, 1);
  }
  assert.equal((padding as Buffer).length < 15_000, true);
});

test('the last frame of several is found, and of one its beginning', () => {
  const frames = ['a', 'bé', 'c'].map((payload) => encodeFrame(eventHeaders('metadata'), payload));
  const lastAt = EVENT_STREAM.lastFrameAt ?? assert.fail();
  assert.equal(lastAt(frames.join('')), (frames[0] as string).length + (frames[1] as string).length);
  assert.equal(lastAt(frames[0] as string), 0);
  assert.equal(lastAt(''), 0);
});
