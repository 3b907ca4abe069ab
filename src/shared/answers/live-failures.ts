/**
 * What the live page is told of requests that were refused: a text message of `/live`, as JSON, beside the rows. Plain data: the
 * main thread writes it, the page reads it. Must never hold what a request said, but for its path.
 */
import type { RejectionReason } from '../labels.js';

/** Lines of the list, the newest ones. */
export const FAILURES_MAX = 50;

/** Requests that were refused for the same reason at the same place; those that come again are counted, not listed anew. */
export interface LiveFailure {
  /** When the last one came, since the epoch. */
  readonly atMs: number;
  readonly count: number;
  /** In capitals. */
  readonly method: string;
  /** Without its query, shortened, control characters written out. */
  readonly path: string;
  /** A value of the label `endpoint`. */
  readonly endpoint: string;
  readonly status: number;
  readonly reason: RejectionReason;
  /** The code of the error, as OpenAI's API has it; null where the reason says all. */
  readonly code: string | null;
  /** The field that is wrong. */
  readonly param: string | null;
  /** The row of the models file that its model falls under, where that is known. */
  readonly model: string | null;
  /** The path that was probably meant, where none is here. */
  readonly meant: string | null;
}

export interface LiveFailures {
  /** The newest first. */
  readonly failures: readonly LiveFailure[];
  /** Refused requests that are on no line, because too many came at once. */
  readonly unlisted: number;
}
