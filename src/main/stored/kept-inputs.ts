/**
 * What stored responses were asked, for whoever asks for their input items: the bodies of the last requests, bounded in bytes for all
 * of them together. Main thread, hot path of the Responses API.
 *
 * A held request has no more of it than a pointer: the oldest bodies are let go, whoever still waits.
 */

/** Of all bodies, in all threads that serve: each may keep its part. */
const BYTES_MAX = 8 * 1_048_576;
/** A longer body is not kept. */
const BODY_BYTES_MAX = 65_536;
/** Beside the body, in bytes. */
const OVERHEAD_BYTES = 96;

/** The body of one request, or of several that are the same. */
export class KeptInput {
  /** A character for each byte; null where it is not kept (any more). */
  body: string | null = null;

  /** Whether the request is answered at once and worked on meanwhile. */
  constructor(readonly isBackground: boolean) {}
}

export class KeptInputs {
  /** The oldest first. */
  readonly #kept = new Set<KeptInput>();
  #bytes = 0;
  readonly #bytesMax: number;

  /** `threads` are those that serve. */
  constructor(threads = 1) {
    this.#bytesMax = Math.floor(BYTES_MAX / threads);
  }

  /** `body` is null where it is not at hand. */
  keep(body: Buffer | null, isBackground: boolean): KeptInput {
    const input = new KeptInput(isBackground);
    if (body !== null) this.renew(input, body);
    return input;
  }

  /** The body of a request that has come again: kept once more where it was let go. */
  renew(input: KeptInput, body: Buffer): void {
    if (input.body !== null || body.length > BODY_BYTES_MAX) return;
    input.body = body.toString('latin1');
    this.#kept.add(input);
    this.#bytes += body.length + OVERHEAD_BYTES;
    for (const oldest of this.#kept) {
      if (this.#bytes <= this.#bytesMax) return;
      this.#bytes -= (oldest.body as string).length + OVERHEAD_BYTES;
      oldest.body = null;
      this.#kept.delete(oldest);
    }
  }
}
