/**
 * A small seeded generator of random numbers: xoroshiro64** 1.0 by David Blackman and Sebastiano Vigna (public
 * domain, prng.di.unimi.it). Pure, and not for secrets.
 *
 * Its whole state is two 32-bit words, since every held request that is still to draw owns one; its period is
 * 2^64 − 1 draws. Seed and stream are spread over the state by MurmurHash3.
 */

import { finish, mixBlock } from './hash.js';
import { normalQuantile } from './normal.js';

const TWO_TO_32 = 0x1_0000_0000;
/** Length of what is hashed: two words of seed, one of stream. */
const KEY_BYTES = 12;

export class Random {
  // Kept as signed 32-bit integers: V8 holds those in the object itself and boxes everything beyond.
  #s0: number;
  #s1: number;

  /** Starts from a bare state, as the published generator does. `createRandom` is for everybody else. */
  constructor(s0: number, s1: number) {
    this.#s0 = s0 | 0;
    // The state of zeros has no successor but itself.
    this.#s1 = (s0 | s1 | 0) === 0 ? 1 : s1 | 0;
  }

  /** The next 32 bits, 0 to 2^32 − 1. */
  nextWord(): number {
    const s0 = this.#s0;
    const scrambled = Math.imul(s0, 0x9e3779bb);
    const s1 = this.#s1 ^ s0;
    this.#s0 = ((s0 << 26) | (s0 >>> 6)) ^ s1 ^ (s1 << 9);
    this.#s1 = (s1 << 13) | (s1 >>> 19);
    return Math.imul((scrambled << 5) | (scrambled >>> 27), 5) >>> 0;
  }

  /**
   * Uniform between 0 and 1, neither of which ever comes: each word stands for the middle of its 2^-32 wide interval,
   * so every quantile function may be asked for what this gives, and a logarithm too.
   */
  next(): number {
    return (this.nextWord() + 0.5) / TWO_TO_32;
  }

  /** A normal deviate of mean 0 and standard deviation 1, by inversion: one draw each, nothing to remember. */
  nextNormal(): number {
    return normalQuantile(this.next());
  }
}

/**
 * @param seed any safe integer
 * @param stream an unsigned 32-bit integer, such as `hashBytes` gives; two streams of one seed never start alike,
 *   since for a fixed seed the first word of the state is a bijection of the stream
 */
export function createRandom(seed: number, stream: number): Random {
  const low = seed | 0;
  const high = Math.floor(seed / TWO_TO_32) | 0;
  return new Random(stateWord(low, high, stream, 0), stateWord(low, high, stream, 1));
}

function stateWord(low: number, high: number, stream: number, hashSeed: number): number {
  return finish(mixBlock(mixBlock(mixBlock(hashSeed, low), high), stream), KEY_BYTES);
}
