/**
 * The one bound over all bytes that lie in memory for clients: bodies that are gathered, texts that are kept for an answer,
 * what waits in the kernel and here for clients that do not read. Main thread, hot path.
 *
 * What comes in is refused above it. What goes out cannot be taken back: there whoever has read nothing for the longest is
 * cut off, so that the bound holds and a client that reads is never the one to pay.
 */
import type { SharedState } from '../../shared/state.js';

/** Up to here a body is parsed at once, whatever it holds: it takes the main thread some milliseconds at the worst. */
export const INLINE_BYTES_MAX = 65_536;

/** A reply that waits for its client to read. */
export interface SlowReader {
  /** Ends it. Must give back what it holds (`leave`). */
  cutOff(): void;
}

/**
 * What a reply that waits holds: the kernel's unsent bytes (see listen-socket) with their overhead, and up to two batches of a
 * stream (see answer-stream).
 */
const SLOW_READER_BYTES = 49_152;

/** Of V8's heap, for texts that requests keep: what is left is for everything else that lies there. */
const HEAP_SHARE = 1 / 4;

export class MemoryBudget {
  /** In the order in which they fell behind. */
  readonly #slowReaders = new Set<SlowReader>();
  readonly #textBytesMax: number;
  #textBytes = 0;

  /** `heapBytesMax` is V8's own limit, at which it would end the process. */
  constructor(
    private readonly state: SharedState,
    heapBytesMax: number,
  ) {
    this.#textBytesMax = heapBytesMax * HEAP_SHARE;
  }

  /** Whether so many bytes more may be held. */
  hasRoom(bytes: number): boolean {
    return this.state.bufferedBytesOfAll + bytes <= this.state.bufferedBytesMax;
  }

  /** Holds so many bytes more, if there is room; they must be given back by `free`. */
  tryHold(bytes: number): boolean {
    if (!this.hasRoom(bytes)) return false;
    this.state.bufferedBytes += bytes;
    return true;
  }

  free(bytes: number): void {
    this.state.bufferedBytes -= bytes;
  }

  /** As `tryHold`, for texts that lie in V8's heap; they must be given back by `freeText`. */
  tryHoldText(bytes: number): boolean {
    if (bytes === 0) return true;
    if (this.#textBytes + bytes > this.#textBytesMax || !this.tryHold(bytes)) return false;
    this.#textBytes += bytes;
    return true;
  }

  freeText(bytes: number): void {
    this.#textBytes -= bytes;
    this.free(bytes);
  }

  /** A reply has begun to wait for its client. Makes room where there is none by cutting off the one that waits longest. */
  join(reader: SlowReader): void {
    for (const longest of this.#slowReaders) {
      if (this.hasRoom(SLOW_READER_BYTES)) break;
      longest.cutOff();
    }
    this.#slowReaders.add(reader);
    this.state.bufferedBytes += SLOW_READER_BYTES;
  }

  /** It waits no more; does nothing for one that does not wait. */
  leave(reader: SlowReader): void {
    if (this.#slowReaders.delete(reader)) this.state.bufferedBytes -= SLOW_READER_BYTES;
  }
}
