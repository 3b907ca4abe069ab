/**
 * Pictures for whoever wants one: grey noise, the same for the same size, about as many bytes as a drawn one has. Pure. A picture is
 * made once: there are as many as there are sizes (IMAGE_SIZES). Making one takes 10 to 25 ms.
 *
 * Noise cannot be packed, so it is not: the blocks of its zlib stream are stored ones.
 * Sources: PNG specification (W3C, third edition); RFC 1950 and RFC 1951.
 */
import { createRandom } from '../../../behavior/random/random.js';

/** Those of the API's models, over the years. */
export const IMAGE_SIZES = [
  '256x256',
  '512x512',
  '1024x1024',
  '1024x1536',
  '1536x1024',
  '1024x1792',
  '1792x1024',
  '2048x2048',
] as const;

export type ImageSize = (typeof IMAGE_SIZES)[number];

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const BITS_PER_PIXEL = 4;
const GREYSCALE = 0;
const STORED_BYTES_MAX = 65_535;
const STORED_HEADER_BYTES = 5;
const SEED = 7;
const ADLER_BASE = 65_521;
/** Sums of so many bytes are whole numbers still. */
const SUMMED_BYTES_MAX = 5_552;

const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(bytes: Buffer): number {
  let crc = -1;
  for (let at = 0; at < bytes.length; at++) {
    crc = (TABLE[(crc ^ (bytes[at] as number)) & 0xff] as number) ^ (crc >>> 8);
  }
  return ~crc >>> 0;
}

function adler32(bytes: Buffer): number {
  let low = 1;
  let high = 0;
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(at + SUMMED_BYTES_MAX, bytes.length);
    for (; at < end; at++) {
      low += bytes[at] as number;
      high += low;
    }
    low %= ADLER_BASE;
    high %= ADLER_BASE;
  }
  return ((high << 16) | low) >>> 0;
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** A zlib stream of stored blocks. */
function stored(bytes: Buffer): Buffer {
  const parts: Buffer[] = [Buffer.from([0x78, 0x01])];
  for (let at = 0; at < bytes.length; at += STORED_BYTES_MAX) {
    const block = bytes.subarray(at, at + STORED_BYTES_MAX);
    const header = Buffer.alloc(STORED_HEADER_BYTES);
    header[0] = at + STORED_BYTES_MAX >= bytes.length ? 1 : 0;
    header.writeUInt16LE(block.length, 1);
    header.writeUInt16LE(~block.length & 0xffff, 3);
    parts.push(header, block);
  }
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(adler32(bytes));
  return Buffer.concat([...parts, sum]);
}

function makePng(width: number, height: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = BITS_PER_PIXEL;
  head[9] = GREYSCALE;
  // A byte ahead of each row says how it is filtered: 0, not at all.
  const rowBytes = 1 + (width * BITS_PER_PIXEL) / 8;
  const bytes = rowBytes * height;
  const words = new Uint32Array(Math.ceil(bytes / Uint32Array.BYTES_PER_ELEMENT));
  const random = createRandom(SEED, bytes);
  for (let at = 0; at < words.length; at++) words[at] = random.nextWord();
  const rows = Buffer.from(words.buffer, 0, bytes);
  for (let row = 0; row < height; row++) rows[row * rowBytes] = 0;
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('IDAT', stored(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** By size: bounded, for sizes are a closed set. */
const made = new Map<ImageSize, Buffer>();

/** The picture in Base64, in ASCII; not to be written to. */
export function imageBase64(size: ImageSize): Buffer {
  const known = made.get(size);
  if (known !== undefined) return known;
  const [width, height] = size.split('x').map(Number) as [number, number];
  const encoded = Buffer.from(makePng(width, height).toString('base64'), 'latin1');
  made.set(size, encoded);
  return encoded;
}
