/**
 * A gzip file that is written piece by piece, each of which can be unpacked as soon as it has come. Main thread.
 *
 * Between two pieces no compressor is kept, which would hold a quarter of a megabyte for each stream: every piece is compressed by
 * itself, with the end of what came before it as its dictionary, and ends at a byte (RFC 1951, 3.2.4: an empty block that is stored).
 * To whoever unpacks it, it is one file of many blocks.
 */
import { crc32, deflateRawSync, constants as zlib } from 'node:zlib';

/** What of the past a piece may repeat, and what is kept of a stream between two pieces. */
const PAST_BYTES_MAX = 2_048;
/** 4 KiB of window, and little memory: a compressor is made for each piece. */
const WINDOW_BITS = 12;
const MEMORY_LEVEL = 4;
/** RFC 1952: the mark, deflate, no flags, no time, and an unknown system. */
const HEAD = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
/** The last block, with nothing in it. */
const LAST_BLOCK = Buffer.from([0x03, 0x00]);
const TRAILER_BYTES = 8;
const TWO_TO_32 = 0x1_0000_0000;

/** A block without anything in it: whoever unpacks it finds nothing. */
export const EMPTY_BLOCK = Buffer.from([0x00, 0x00, 0x00, 0xff, 0xff]);

export class GzipPieces {
  #past: Buffer = Buffer.alloc(0);
  #crc = 0;
  #length = 0;
  #hasBegun = false;

  /** The next piece, packed; nothing where there is none. */
  pack(piece: string | Buffer): Buffer {
    const plain = typeof piece === 'string' ? Buffer.from(piece) : piece;
    const start = this.#begin();
    if (plain.length === 0) return start;
    this.#crc = crc32(plain, this.#crc);
    this.#length = (this.#length + plain.length) % TWO_TO_32;
    const packed = deflateRawSync(plain, {
      level: zlib.Z_BEST_SPEED,
      windowBits: WINDOW_BITS,
      memLevel: MEMORY_LEVEL,
      finishFlush: zlib.Z_SYNC_FLUSH,
      ...(this.#past.length > 0 && { dictionary: this.#past }),
    });
    // Copied: what a protocol gives is valid during the call only.
    this.#past = Buffer.concat([this.#past, plain].map((bytes) => bytes.subarray(-PAST_BYTES_MAX))).subarray(
      -PAST_BYTES_MAX,
    );
    return start.length === 0 ? packed : Buffer.concat([start, packed]);
  }

  /** What ends the file. */
  end(): Buffer {
    const trailer = Buffer.alloc(TRAILER_BYTES);
    trailer.writeUInt32LE(this.#crc, 0);
    trailer.writeUInt32LE(this.#length, 4);
    return Buffer.concat([this.#begin(), LAST_BLOCK, trailer]);
  }

  #begin(): Buffer {
    const start = this.#hasBegun ? HEAD.subarray(0, 0) : HEAD;
    this.#hasBegun = true;
    return start;
  }
}
