/**
 * Whole replies that are never whole in memory: their length is known ahead, their bytes are made when they are sent. Pure.
 */

/** Replies of up to so many bytes are given as a string or a Buffer, longer ones as a ReplyBody. */
export const WHOLE_BYTES_MAX = 15_000;

/** No slice is longer, whatever is asked for. */
export const SLICE_BYTES_MAX = 65_536;

/** Text in UTF-8 of which the bytes are made when they are sent: a whole reply, or one end of a stream. */
export interface ReplyBody {
  /** In bytes; known before the first one is made. */
  readonly length: number;
  /**
   * Bytes from `offset` on (0 to `length` - 1), at least one and at most `bytesMax`. Valid until the next call on any ReplyBody:
   * they share one piece of memory. Offsets grow; one may come again, but never one below the start of the last slice.
   */
  slice(offset: number, bytesMax: number): Buffer;
}

/** Where all slices of all bodies are made. */
export const SLICE_MEMORY = Buffer.allocUnsafeSlow(SLICE_BYTES_MAX);

/** Tells a body of which the bytes are yet to be made. */
export function isReplyBody(body: string | Buffer | ReplyBody): body is ReplyBody {
  return typeof body !== 'string' && !Buffer.isBuffer(body);
}

/** How long a reply is, however it is given. */
export function bytesIn(body: string | Buffer | ReplyBody): number {
  return typeof body === 'string' ? Buffer.byteLength(body) : body.length;
}

/** All bytes at once, in memory of their own: for what must have them so. */
export function wholeBytes(body: ReplyBody): Buffer {
  const bytes = Buffer.allocUnsafe(body.length);
  let offset = 0;
  while (offset < body.length) offset += body.slice(offset, SLICE_BYTES_MAX).copy(bytes, offset);
  return bytes;
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
