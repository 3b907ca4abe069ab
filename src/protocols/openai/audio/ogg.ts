/**
 * Opus in Ogg: two pages that tell what follows, and a page for each piece, with silence in it. Pure.
 * Sources: RFC 3533 (Ogg), RFC 7845 (Opus in Ogg), RFC 6716 (Opus).
 */

/** 20 ms of silence for one channel. */
const SILENCE = '\xf8\xff\xfe';
const PACKET_MS = 20;
const PIECE_MS = 72;
/** Of the clock that pages are dated by, which is the same at every rate. */
const TICKS_PER_PACKET = 960;
const PRE_SKIP_TICKS = 312;
const SERIAL = 1;
const FIRST = 2;
const LAST = 4;
const CHECKSUM_AT = 22;
const HEADER_BYTES = 27;
/** Pages ahead of the sound. */
const HEAD_PAGES = 2;

/** Not reflected, and begun with zero: unlike most. */
const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit++) value = value < 0 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value;
});

function page(flags: number, ticks: number, sequence: number, packets: readonly string[]): string {
  const header = Buffer.alloc(HEADER_BYTES + packets.length);
  header.write('OggS', 0, 'latin1');
  header[5] = flags;
  header.writeBigUInt64LE(BigInt(ticks), 6);
  header.writeUInt32LE(SERIAL, 14);
  header.writeUInt32LE(sequence, 18);
  header[26] = packets.length;
  packets.forEach(({ length }, index) => {
    header[HEADER_BYTES + index] = length;
  });
  const bytes = Buffer.concat([header, Buffer.from(packets.join(''), 'latin1')]);
  let sum = 0;
  for (const byte of bytes) sum = (sum << 8) ^ (TABLE[((sum >>> 24) ^ byte) & 0xff] as number);
  bytes.writeInt32LE(sum, CHECKSUM_AT);
  return bytes.toString('latin1');
}

export function oggHead(): string {
  const head = Buffer.alloc(19);
  head.write('OpusHead', 0, 'latin1');
  head[8] = 1;
  head[9] = 1;
  head.writeUInt16LE(PRE_SKIP_TICKS, 10);
  head.writeUInt32LE(24_000, 12);
  const tags = Buffer.alloc(20);
  tags.write('OpusTags', 0, 'latin1');
  tags.writeUInt32LE(4, 8);
  tags.write('mock', 12, 'latin1');
  return page(FIRST, 0, 0, [head.toString('latin1')]) + page(0, 0, 1, [tags.toString('latin1')]);
}

/** Packets that end within the first `pieces`. */
function packetsUpTo(pieces: number): number {
  return Math.floor((pieces * PIECE_MS) / PACKET_MS);
}

/** `index` is that of the piece, of `count`. */
export function oggPiece(index: number, count: number): string {
  const until = packetsUpTo(index + 1);
  const packets = Array.from({ length: until - packetsUpTo(index) }, () => SILENCE);
  const flags = index + 1 === count ? LAST : 0;
  return page(flags, until * TICKS_PER_PACKET, index + HEAD_PAGES, packets);
}
