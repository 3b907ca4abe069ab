/**
 * Gathers a request's body from its pieces, up to a limit. Main thread.
 *
 * One buffer that doubles, not a list of pieces: a client that sends a byte a packet must not cost an object a byte.
 * Most bodies arrive in one piece and never come here.
 */
const FIRST_BYTES = 1024;

export class BodyBuffer {
  #bytes: Buffer | null = null;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** How many bytes more will be taken when `piece` is appended. */
  growthFor(piece: Buffer, bytesMax: number): number {
    return this.#capacityFor(piece, bytesMax) - (this.#bytes?.length ?? 0);
  }

  /** Copies `piece` behind what is there. The caller has checked that it stays below `bytesMax`. */
  append(piece: Buffer, bytesMax: number): void {
    const capacity = this.#capacityFor(piece, bytesMax);
    if (capacity > (this.#bytes?.length ?? 0)) {
      // Not from Node's shared pool: a slice of it would keep 8 KiB alive for every upload.
      const larger = Buffer.allocUnsafeSlow(capacity);
      this.#bytes?.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    // There is a buffer unless all pieces were empty.
    if (this.#bytes !== null) piece.copy(this.#bytes, this.#length);
    this.#length += piece.length;
  }

  #capacityFor(piece: Buffer, bytesMax: number): number {
    const needed = this.#length + piece.length;
    const capacity = this.#bytes?.length ?? 0;
    if (needed <= capacity) return capacity;
    return Math.min(bytesMax, Math.max(needed, FIRST_BYTES, capacity * 2));
  }

  /** What has been gathered. */
  content(): Buffer {
    return this.#bytes === null ? Buffer.alloc(0) : this.#bytes.subarray(0, this.#length);
  }
}
