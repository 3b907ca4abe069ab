/**
 * A whole reply of which the bytes are made when they are sent, so that no long answer ever lies in memory. Pure.
 */

/** Replies up to so many bytes are given as a string or Buffer; longer ones as a ReplyBody. */
export const WHOLE_BYTES_MAX = 15_000;

export interface ReplyBody {
  /** In bytes; known before the first one is made. */
  readonly length: number;
  /**
   * Bytes from `offset` on, at least one and at most `bytesMax`. Valid until the next call on any ReplyBody: they may share one
   * piece of memory. Offsets grow; one may come again, but never one below the start of the last slice.
   */
  slice(offset: number, bytesMax: number): Buffer;
}

/** Bytes that are there already: a page, or what a stream says at once. */
export class BytesBody implements ReplyBody {
  constructor(private readonly bytes: Buffer) {}

  get length(): number {
    return this.bytes.length;
  }

  slice(offset: number, bytesMax: number): Buffer {
    return this.bytes.subarray(offset, offset + bytesMax);
  }
}
