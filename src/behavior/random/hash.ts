/**
 * MurmurHash3_x86_32 by Austin Appleby (public domain, github.com/aappleby/smhasher). Pure.
 * It makes the plan of a request depend on what the request says. Not for secrets, and not against an attacker:
 * whoever wants two requests with one plan can make them.
 */

/** Mixes one 32-bit block into the hash. For a fixed hash it is a bijection of the block: no two blocks collide. */
export function mixBlock(hash: number, block: number): number {
  let k = Math.imul(block, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  const h = hash ^ Math.imul(k, 0x1b873593);
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

/** The murmur3 finaliser: every bit of the hash comes to depend on every other. A bijection as well. */
export function finish(hash: number, lengthBytes: number): number {
  let h = hash ^ lengthBytes;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The hash of the bytes, 0 to 2^32 − 1. A part of a longer text is hashed without a copy: pass a subarray. */
export function hashBytes(bytes: Uint8Array, hashSeed = 0): number {
  const { length } = bytes;
  const tailStart = length & ~3;
  let hash = hashSeed | 0;
  for (let i = 0; i < tailStart; i += 4) {
    hash = mixBlock(hash, littleEndian(bytes, i, 4));
  }
  if (tailStart < length) {
    // A block without the rotation of the whole hash: the reference treats the last one to three bytes so.
    let k = Math.imul(littleEndian(bytes, tailStart, length - tailStart), 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    hash ^= Math.imul(k, 0x1b873593);
  }
  return finish(hash, length);
}

function littleEndian(bytes: Uint8Array, start: number, count: number): number {
  let word = 0;
  for (let i = 0; i < count; i++) word |= (bytes[start + i] ?? 0) << (8 * i);
  return word;
}
