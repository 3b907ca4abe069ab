/**
 * A reply with embeddings as segments: for each input what is ahead of its vector, and the vector. Pure; nothing is kept but a
 * hash of each input, and any part of a vector is made from it.
 */

import type { Segments } from '../contract/segmented-body.js';
import { base64Length, floatsLength, sliceBase64, sliceFloats, type VectorFormat } from './vector.js';

const SEGMENTS_PER_VECTOR = 2;

export class EmbeddingSegments implements Segments {
  /** In bytes. */
  readonly length: number;
  readonly #tail: string;
  /** Ahead of the first vector, and ahead of another one without its number. */
  readonly #firstBytes: number;
  readonly #otherBytes: number;

  /** `head` is up to the vectors of the list, in ASCII; `tail` what is behind them. There is at least one hash. */
  constructor(
    private readonly head: string,
    private readonly hashes: Int32Array,
    private readonly format: VectorFormat,
    private readonly base64: boolean,
    tail: string,
  ) {
    this.#tail = this.#end + tail;
    this.#firstBytes = this.#before(0).length;
    this.#otherBytes = this.#before(1).length - 1;
    let length = Buffer.byteLength(this.#tail);
    for (let segment = hashes.length * SEGMENTS_PER_VECTOR - 1; segment >= 0; segment--) {
      length += this.sizeOf(segment);
    }
    this.length = length;
  }

  sizeOf(segment: number): number {
    const index = segment >>> 1;
    if (index === this.hashes.length) return Buffer.byteLength(this.#tail);
    if (segment % SEGMENTS_PER_VECTOR === 0) return this.#beforeBytes(index);
    return this.base64 ? base64Length(this.format) : floatsLength(this.format, this.hashes[index] as number);
  }

  write(segment: number, target: Buffer, at: number, from: number, length: number): void {
    const index = segment >>> 1;
    if (index === this.hashes.length) Buffer.from(this.#tail).copy(target, at, from, from + length);
    else target.write(this.#textOf(segment, index, from, from + length), at, 'latin1');
  }

  #textOf(segment: number, index: number, from: number, end: number): string {
    if (segment % SEGMENTS_PER_VECTOR === 0) return this.#before(index).slice(from, end);
    const slice = this.base64 ? sliceBase64 : sliceFloats;
    return slice(this.format, this.hashes[index] as number, from, end);
  }

  /** What is behind a vector. */
  get #end(): string {
    return this.base64 ? '"}' : ']}';
  }

  #beforeBytes(index: number): number {
    if (index === 0) return this.#firstBytes;
    return this.#otherBytes + String(index).length;
  }

  #before(index: number): string {
    const start = index === 0 ? this.head : `${this.#end},`;
    return `${start}{"object":"embedding","index":${index},"embedding":${this.base64 ? '"' : '['}`;
  }
}
