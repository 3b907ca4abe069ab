// Owns: the end of what a process wrote. Must never: grow with it.

/** Kept of each process. */
const KEPT_BYTES = 8192;

export class OutputTail {
  #kept = Buffer.alloc(0);

  append(chunk: Uint8Array): void {
    const all = Buffer.concat([this.#kept, chunk]);
    // A copy: a slice would keep all of the memory that it is cut from.
    this.#kept = Buffer.from(all.subarray(Math.max(0, all.length - KEPT_BYTES)));
  }

  text(): string {
    return this.#kept.toString('utf8').trim();
  }
}
