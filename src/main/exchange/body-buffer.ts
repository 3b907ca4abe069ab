/**
 * Gathers a request's body from its pieces, up to a limit, and as long as the memory budget has room. Main thread.
 *
 * One buffer that doubles, not a list of pieces: a client that sends a byte a packet must not cost an object a byte.
 * Most bodies arrive in one piece and never come here.
 */
import type { MemoryBudget } from '../admission/memory-budget.js';

const FIRST_BYTES = 1024;

export class BodyBuffer {
  #bytes: Buffer | null = null;
  #length = 0;

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
    const capacity = this.#bytes?.length ?? 0;
    if (this.#bytes === null || needed > capacity) {
      const larger = Math.min(this.bytesMax, Math.max(needed, FIRST_BYTES, capacity * 2));
      if (!this.budget.tryHold(larger - capacity)) return false;
      // Not from Node's shared pool: a slice of it would keep 8 KiB alive for every upload.
      const bytes = Buffer.allocUnsafeSlow(larger);
      this.#bytes?.copy(bytes, 0, 0, this.#length);
      this.#bytes = bytes;
    }
    piece.copy(this.#bytes, this.#length);
    this.#length = needed;
    return true;
  }

  /** What has been gathered. Its memory is that of nothing else. */
  content(): Buffer {
    return this.#bytes === null ? Buffer.alloc(0) : this.#bytes.subarray(0, this.#length);
  }

  /** Gives back what the budget holds for it. Called once, when the body is not needed any more. */
  free(): void {
    this.budget.free(this.#bytes?.length ?? 0);
  }
}
