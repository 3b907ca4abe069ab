/**
 * A reply in segments, of which each has a size that is known and bytes that are made when they are wanted. Pure. A held one
 * is its source and two numbers: where the last slice began.
 */
import { type ReplyBody, SLICE_BYTES_MAX, SLICE_MEMORY } from './reply-body.js';

/** Numbered from 0, without a gap; a segment may be empty. */
export interface Segments {
  /** In bytes. */
  sizeOf(segment: number): number;
  /** Writes `length` bytes of a segment, from its byte `from` on, into `target` at `at`. */
  write(segment: number, target: Buffer, at: number, from: number, length: number): void;
}

export class SegmentedBody implements ReplyBody {
  /** The segment in which the last slice began, and where that one begins. */
  #segment = 0;
  #segmentAt = 0;

  /** `length`: the sum of the sizes. */
  constructor(
    private readonly segments: Segments,
    readonly length: number,
  ) {}

  slice(offset: number, bytesMax: number): Buffer {
    const { segments } = this;
    this.#seek(offset);
    const length = Math.min(bytesMax, SLICE_BYTES_MAX, this.length - offset);
    let segment = this.#segment;
    let from = offset - this.#segmentAt;
    for (let at = 0; at < length; segment++) {
      const run = Math.min(segments.sizeOf(segment) - from, length - at);
      segments.write(segment, SLICE_MEMORY, at, from, run);
      at += run;
      from = 0;
    }
    return SLICE_MEMORY.subarray(0, length);
  }

  #seek(offset: number): void {
    if (offset < this.#segmentAt || offset >= this.length) {
      throw new RangeError(
        `no slice at ${offset} of ${this.length}, the last began behind ${this.#segmentAt}`,
      );
    }
    for (;;) {
      const end = this.#segmentAt + this.segments.sizeOf(this.#segment);
      if (offset < end) return;
      this.#segment++;
      this.#segmentAt = end;
    }
  }
}
