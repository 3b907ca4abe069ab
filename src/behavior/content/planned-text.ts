/**
 * What is known of the text that is said to a request, however it is kept. Types only.
 */

/** Pieces of about a token each, escaped for a JSON string (without quotes): see AnswerText of the protocols. */
export interface PlannedText {
  /** Pieces before the text begins anew, at least 1; of a text that was cut off, or of none, all of them, which may be none. */
  readonly length: number;
  /** Bytes that it keeps in memory of what a client sent. */
  readonly keptBytes: number;
  /** Of the first `count` pieces, in UTF-8. Costs no memory. */
  bytes(count: number): number;
  /** The first `count` pieces as one string: ask for their bytes first. */
  join(count: number): string;
  /** Copies `length` bytes of the text, from its byte `from` on, into `target` at `at`; no further than the text goes. */
  copy(target: Buffer, at: number, from: number, length: number): void;
  /** Walks the pieces from the first one on. */
  pieces(): PieceCursor;
}

export interface PieceCursor {
  /** The next piece, never empty. */
  next(): string;
}
