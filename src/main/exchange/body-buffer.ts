/**
 * Gathers a request's body from its pieces, up to a limit, and as long as the memory budget has room. Main thread.
 *
 * A buffer that doubles up to SIMPLE_BYTES_MAX, not a list of pieces: a client that sends a byte a packet must not cost an object
 * a byte. Behind that further buffers, of 1 MiB at the most, and none is copied again: copying 16 MiB would hold the loop for
 * milliseconds. Most bodies arrive in one piece and never come here.
 */
import { Buffer } from 'node:buffer';
import type { MemoryBudget } from '../admission/memory-budget.js';
import { SIMPLE_BYTES_MAX } from './simple-body.js';

const FIRST_BYTES = 1024;
/** Of one buffer behind the first, unless a single piece is longer. */
const CHUNK_BYTES_MAX = 1_048_576;

export class BodyBuffer {
  /** All full but the last. */
  readonly #chunks: Buffer[] = [];
  #length = 0;
  #capacity = 0;

  constructor(
    private readonly budget: Pick<MemoryBudget, 'tryHold' | 'free'>,
    private readonly bytesMax: number,
  ) {}

  get length(): number {
    return this.#length;
  }

  /**
   * Copies `piece` behind what is there; false, and nothing done, where the budget has no room. The caller has checked that it
   * stays below `bytesMax`.
   */
  append(piece: Buffer): boolean {
    const needed = this.#length + piece.length;
    if (needed > this.#capacity && !this.#makeRoom(needed)) return false;
    const last = this.#chunks.at(-1);
    if (last === undefined) return true;
    const lastStart = this.#capacity - last.length;
    const before = this.#chunks.at(-2);
    // What was left of the room before was in the buffer that was the last then.
    const left = lastStart - this.#length;
    if (before !== undefined && left > 0) piece.copy(before, before.length - left);
    if (left < piece.length) piece.copy(last, Math.max(0, -left), Math.max(0, left));
    this.#length = needed;
    return true;
  }

  /** For `needed` bytes in all; as much again as is there, up to a bound, so that there are few buffers. */
  #makeRoom(needed: number): boolean {
    const { bytesMax } = this;
    const capacity = this.#capacity;
    const isFirst = needed <= SIMPLE_BYTES_MAX || capacity === 0;
    const more = Math.min(capacity, CHUNK_BYTES_MAX);
    const larger = Math.min(bytesMax, Math.max(needed, FIRST_BYTES, capacity + more));
    if (!this.budget.tryHold(larger - capacity)) return false;
    // Not from Node's shared pool: a slice of it would keep 8 KiB alive for every upload.
    if (isFirst) {
      const first = Buffer.allocUnsafeSlow(larger);
      this.#chunks[0]?.copy(first, 0, 0, this.#length);
      this.#chunks[0] = first;
    } else {
      this.#chunks.push(Buffer.allocUnsafeSlow(larger - capacity));
    }
    this.#capacity = larger;
    return true;
  }

  /** What has been gathered, where that is no more than SIMPLE_BYTES_MAX. Its memory is that of nothing else. */
  content(): Buffer {
    return this.#chunks[0]?.subarray(0, this.#length) ?? Buffer.alloc(0);
  }

  /** The memory of what has been gathered, to be handed over: all full but the last. */
  memory(): readonly ArrayBuffer[] {
    return this.#chunks.map(({ buffer }) => buffer as ArrayBuffer);
  }

  /** Gives back what the budget holds for it. Called once, when the body is not needed any more. */
  free(): void {
    this.budget.free(this.#capacity);
  }
}
