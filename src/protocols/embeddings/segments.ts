/**
 * A reply with embeddings as segments: for each input what is ahead of its vector, and the vector. Pure; nothing is kept but a
 * hash of each input, and any part of a vector is made from it.
 */

import { type ReplyBody, WHOLE_BYTES_MAX } from '../contract/reply-body.js';
import { SegmentedBody, type Segments } from '../contract/segmented-body.js';
import { base64Length, floatsLength, sliceBase64, sliceFloats, type VectorFormat } from './vector.js';

const SEGMENTS_PER_VECTOR = 2;

/** What is around the vectors of a list: all but `tail` in ASCII. */
export interface VectorFrame {
  /** Up to the list's first item. */
  readonly head: string;
  /** Of an item: up to its number, or up to its vector where it has none. */
  readonly before: string;
  /** From the item's number to its vector; null where it has no number. */
  readonly afterNumber: string | null;
  /** Behind the list's last item. */
  readonly tail: string;
  /** Whether an item is its vector alone, and no object around it. */
  readonly isBare?: boolean;
}

export class EmbeddingSegments implements Segments {
  /** In bytes. */
  readonly length: number;
  readonly #tail: string;
  /** Ahead of the first vector, and ahead of another one without its number. */
  readonly #firstBytes: number;
  readonly #otherBytes: number;

  /** There is at least one hash. */
  constructor(
    private readonly frame: VectorFrame,
    private readonly hashes: Int32Array,
    private readonly format: VectorFormat,
    private readonly base64: boolean,
  ) {
    this.#tail = this.#end + frame.tail;
    this.#firstBytes = this.#before(0).length;
    this.#otherBytes = this.#before(1).length - this.#numberBytes(1);
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
    return (this.base64 ? '"' : ']') + (this.frame.isBare === true ? '' : '}');
  }

  #beforeBytes(index: number): number {
    if (index === 0) return this.#firstBytes;
    return this.#otherBytes + this.#numberBytes(index);
  }

  #numberBytes(index: number): number {
    return this.frame.afterNumber === null ? 0 : String(index).length;
  }

  #before(index: number): string {
    const { head, before, afterNumber } = this.frame;
    const start = index === 0 ? head : `${this.#end},`;
    const number = afterNumber === null ? '' : index + afterNumber;
    return start + before + number + (this.base64 ? '"' : '[');
  }
}

/** A list of vectors as bytes where it is short, and else as a body of which they are made when they are sent. */
export function vectorsBody(segments: EmbeddingSegments): Buffer | ReplyBody {
  const body = new SegmentedBody(segments, segments.length);
  return body.length > WHOLE_BYTES_MAX ? body : body.slice(0, WHOLE_BYTES_MAX);
}
