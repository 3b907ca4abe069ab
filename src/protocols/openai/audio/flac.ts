/**
 * FLAC: what tells what follows, and frames with silence in them. Pure. Source: RFC 9639.
 */
const HEAD_BYTES = 42;
/** Mono, 16 bits a sample, 24 kHz, the length of a block in two bytes at the header's end. */
const FRAME_START = [0xff, 0xf8, 0x77, 0x08];

/** `rate`: samples a second; the blocks are `blockSamples` long, and there are `count`. */
export function flacHead(count: number, blockSamples: number, rate: number): string {
  const head = Buffer.alloc(HEAD_BYTES);
  head.write('fLaC', 0, 'latin1');
  // The last block of facts, and it is 34 bytes long.
  head[4] = 0x80;
  head[7] = 34;
  head.writeUInt16BE(blockSamples, 8);
  head.writeUInt16BE(blockSamples, 10);
  // 20 bits of rate, 3 of channels less one, 5 of bits less one, 36 of samples.
  const facts = (BigInt(rate) << 44n) | (15n << 36n) | BigInt(count * blockSamples);
  head.writeBigUInt64BE(facts, 18);
  return head.toString('latin1');
}

/** A number as in UTF-8: 16 bits are more than the longest speech needs. */
function coded(value: number): readonly number[] {
  if (value < 0x80) return [value];
  if (value < 0x800) return [0xc0 | (value >>> 6), 0x80 | (value & 0x3f)];
  return [0xe0 | ((value >>> 12) & 0x0f), 0x80 | ((value >>> 6) & 0x3f), 0x80 | (value & 0x3f)];
}

function sum8(bytes: readonly number[]): number {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 0x80 ? ((sum << 1) ^ 0x07) & 0xff : sum << 1;
  }
  return sum;
}

function sum16(bytes: readonly number[]): number {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) sum = sum & 0x8000 ? ((sum << 1) ^ 0x8005) & 0xffff : sum << 1;
  }
  return sum;
}

/** A block of zeros: one value stands for all. */
export function flacFrame(index: number, blockSamples: number): string {
  const length = blockSamples - 1;
  const header = [...FRAME_START, ...coded(index), length >>> 8, length & 0xff];
  const frame = [...header, sum8(header), 0, 0, 0];
  const sum = sum16(frame);
  return Buffer.from([...frame, sum >>> 8, sum & 0xff]).toString('latin1');
}
