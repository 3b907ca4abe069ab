import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type ByteSource, type Embedded, embeddedIn } from '../../../../dist/protocols/media/bytes.js';
import { documentTokens, PAGES_MAX, PAGES_UNKNOWN } from '../../../../dist/protocols/media/documents.js';
import {
  audioSeconds,
  SECONDS_MAX,
  SECONDS_UNKNOWN,
  videoSeconds,
} from '../../../../dist/protocols/media/durations.js';
import { imageSize } from '../../../../dist/protocols/media/image-size.js';
import { dataUrl, gifOf, jpegOf, pngOf, wavOf, webpOf } from '../../../support/media-bytes.js';

const within = (bytes: Buffer): Embedded => embeddedIn(bytes.toString('base64')) as Embedded;

/** Counts the bytes that are read of it. */
function watched({ length, read }: { length: number; read: (at: number, count: number) => Buffer }) {
  const source = {
    length,
    bytesRead: 0,
    read(at: number, count: number): Buffer {
      source.bytesRead += count;
      return read(at, count);
    },
  };
  return source satisfies ByteSource;
}

test('any bytes of a Base64 text are read as if all had been decoded', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(70), fc.nat(70), (bytes, at, count) => {
      const url = dataUrl('image/png', Buffer.from(bytes));
      for (const text of [Buffer.from(bytes).toString('base64'), url]) {
        const { bytes: source } = embeddedIn(text) as Embedded;
        assert.equal(source.length, bytes.length);
        assert.deepEqual([...source.read(at, count)], [...bytes.subarray(at, at + count)]);
      }
    }),
  );
});

test('a text that names a place holds nothing, and neither does a data URL without Base64', () => {
  for (const text of [
    'https://a.example/b.png',
    'gs://bucket/b',
    'oss://c',
    'data:,hello',
    'data:image/png',
  ]) {
    assert.equal(embeddedIn(text), null, text);
  }
  assert.equal(embeddedIn('data:Image/PNG;x=1;base64,AAAA')?.mime, 'image/png');
});

test('the size of an image is read from its header', () => {
  for (const [name, bytes] of Object.entries({
    png: pngOf(640, 480),
    gif: gifOf(640, 480),
    jpeg: jpegOf(640, 480),
    'jpeg with a preview and a profile': jpegOf(640, 480, [65_000, 40_000, 3]),
    'webp, lossy': webpOf('VP8 ', 640, 480),
    'webp, lossless': webpOf('VP8L', 640, 480),
    'webp, extended': webpOf('VP8X', 640, 480),
  })) {
    assert.deepEqual(imageSize(within(bytes).bytes), { width: 640, height: 480 }, name);
  }
});

test('of an image of many bytes a few are read, whatever its segments claim', () => {
  const big = Buffer.concat([
    jpegOf(
      9,
      9,
      Array.from({ length: 200 }, () => 60_000),
    ),
  ]);
  const source = watched({ length: big.length, read: (at, count) => big.subarray(at, at + count) });
  assert.equal(imageSize(source), null);
  assert.ok(source.bytesRead < 1_000, String(source.bytesRead));
  // Fill bytes do not go on for ever either.
  const filled = watched({ length: 1e9, read: (_at, count) => Buffer.alloc(count, 0xff) });
  assert.equal(imageSize(filled), null);
});

test('what is no image, or a broken one, has no size, and nothing throws', () => {
  for (const bytes of [
    Buffer.alloc(0),
    Buffer.from('hello'),
    pngOf(0, 5),
    gifOf(7, 0),
    jpegOf(3, 3).subarray(0, 12),
  ]) {
    assert.equal(imageSize(within(bytes).bytes), null);
  }
  const starts = [pngOf(1, 1), gifOf(1, 1), jpegOf(1, 1), webpOf('VP8X', 1, 1), wavOf(0)];
  fc.assert(
    fc.property(
      fc.constantFrom(...starts),
      fc.nat(44),
      fc.uint8Array({ maxLength: 50 }),
      (start, kept, junk) => {
        const embedded = within(Buffer.concat([start.subarray(0, kept), junk]));
        const size = imageSize(embedded.bytes);
        assert.ok(size === null || (size.width > 0 && size.height > 0));
        const seconds = audioSeconds(embedded, 'wav');
        assert.ok(seconds >= 0 && seconds <= SECONDS_MAX, String(seconds));
      },
    ),
  );
});

test('a WAV is as long as its header says, but no longer than its bytes', () => {
  assert.equal(audioSeconds(within(wavOf(3)), 'wav'), 3);
  assert.equal(audioSeconds(within(wavOf(3, { rate: 8_000 })), 'wav'), 3);
  for (const claims of [0, 0xffff_ffff]) assert.equal(audioSeconds(within(wavOf(3, { claims })), 'wav'), 3);
  // A rate that nobody uses is not believed: the bytes count, at 128 kbit/s.
  assert.equal(audioSeconds(within(wavOf(1, { byteRate: 1 })), 'wav'), (32_000 + 44) / 16_000);
});

test('other sounds and videos are as long as their bytes, and what lies elsewhere as long as a stand-in', () => {
  assert.equal(audioSeconds(within(Buffer.alloc(32_000)), 'mp3'), 2);
  assert.equal(audioSeconds(within(Buffer.alloc(48_000)), 'pcm16'), 1);
  assert.equal(videoSeconds(within(Buffer.alloc(500_000))), 2);
  assert.equal(audioSeconds(null, 'mp3'), SECONDS_UNKNOWN);
  const endless = { bytes: { length: 1e15, read: () => Buffer.alloc(0) }, mime: '' };
  assert.equal(audioSeconds(endless, 'mp3'), SECONDS_MAX);
});

test('a document counts by pages of 50,000 bytes, a text by its bytes, and one that lies elsewhere as five pages', () => {
  const pdf = (bytes: number) => within(Buffer.alloc(bytes));
  assert.equal(documentTokens(pdf(1), null, 258), 258);
  assert.equal(documentTokens(pdf(50_001), null, 258), 2 * 258);
  assert.equal(documentTokens(pdf(400), 'text/plain', 258), 100);
  assert.equal(documentTokens(embeddedIn(dataUrl('text/csv', Buffer.alloc(400))), null, 258), 100);
  assert.equal(documentTokens(null, null, 258), PAGES_UNKNOWN * 258);
  const huge = { bytes: { length: 1e15, read: () => Buffer.alloc(0) }, mime: '' };
  assert.equal(documentTokens(huge, null, 2), PAGES_MAX * 2);
});
