// Owns: what the compiled server is handed beside the work: the texts of the others, so that they stand in one place.
// Must never: hand it one that they do not answer.

import { pieceAt, TEXT_TOKENS } from './pieces.js';
import {
  ANSWER,
  DONE_EVENT,
  event,
  FINISH_EVENT,
  fullOf,
  NOT_JSON,
  ROLE_EVENT,
  TOO_LARGE,
  USAGE_EVENT,
} from './prepared.js';
import { WARM_UP_MODEL, type Work } from './work.js';

/** The events of the first time that the text is said, and of the next: where it begins anew, there is a space more. */
export function hyperEnvironment(work: Omit<Work, 'port'>): Record<string, string> {
  const round = (from: number): string =>
    JSON.stringify(
      Array.from({ length: TEXT_TOKENS }, (_, index) => event({ content: pieceAt(from + index) }, null)),
    );
  return {
    BENCH_WARM_UP_MODEL: WARM_UP_MODEL,
    BENCH_ANSWER: ANSWER,
    BENCH_FULL: fullOf(work.cap),
    BENCH_NOT_JSON: NOT_JSON,
    BENCH_TOO_LARGE: TOO_LARGE,
    BENCH_ROLE_EVENT: ROLE_EVENT,
    BENCH_FIRST_EVENTS: round(0),
    BENCH_FURTHER_EVENTS: round(TEXT_TOKENS),
    BENCH_USAGE_EVENT: USAGE_EVENT,
    BENCH_FINISH_EVENT: FINISH_EVENT,
    BENCH_DONE_EVENT: DONE_EVENT,
  };
}
