/**
 * Owns the table of faults: what a request can be made to suffer on purpose, and what each may be told in brackets. Pure data:
 * any thread may import it. Their names are labels of a metric (shared/labels.ts); the grammar and the table of the docs follow
 * from the rows here; what a fault
 * does to a plan is in apply.ts, and the exchange carries the rest out.
 */

import { FAULT_KINDS, type FaultKind } from '../../shared/labels.js';

/** What may stand in the brackets behind a fault. */
export type FaultArgument =
  /** `late`: not at once, but when the answer would have come. */
  | 'late'
  /** `quota`: 429 for an account without money, which no client should ask again. */
  | 'quota'
  /** `html`: the page of a proxy in place of a JSON error. */
  | 'html'
  /** `retry-after=2s` */
  | 'retry-after'
  /** `at=40%` of the answer, or `tokens=5`. */
  | 'at'
  /** `status=529`, inside a stream that has begun with 200. */
  | 'status'
  /** `reset`: by RST and not by FIN. */
  | 'reset'
  /** A time alone: `30s`. Without it, until the client leaves. */
  | 'time'
  /** A number of times alone: `5`. */
  | 'factor';

export interface FaultKindRow {
  readonly takes: readonly FaultArgument[];
  /** What happens, to an answer in one piece and to a stream. */
  readonly help: string;
}

/** In the order of the docs. `status` is written as its number. */
export const FAULT_ROWS = {
  status: {
    takes: ['late', 'quota', 'html', 'retry-after'],
    help: 'An error with that status, in the words of the API that was asked.',
  },
  reset: { takes: ['late'], help: 'The connection is reset (TCP RST) before a byte of the answer.' },
  close: { takes: ['late'], help: 'The connection is closed (TCP FIN) before a byte of the answer.' },
  hang: {
    takes: ['time'],
    help: 'No byte comes until the client leaves, or the time is over: then the connection is closed.',
  },
  cut: {
    takes: ['at', 'reset'],
    help: 'The connection ends in the middle: a stream without its end, an answer shorter than its content-length.',
  },
  error: {
    takes: ['at', 'status'],
    help: 'An error event inside a stream that began with 200; to an answer in one piece, the same error as its status.',
  },
  stall: {
    takes: ['time', 'at'],
    help: 'Nothing more comes in the middle for that time, or until the client leaves.',
  },
  unfinished: {
    takes: [],
    help: 'A stream ends in order but without its last event, an answer without its last byte.',
  },
  broken: { takes: ['at'], help: 'One frame of the stream, or the whole answer, is not JSON.' },
  blank: {
    takes: ['at'],
    help: 'A frame with nothing in it comes in between; in place of a whole answer, nothing.',
  },
  split: { takes: ['at'], help: 'One frame, or the answer, comes in two packets.' },
  duplicate: { takes: ['at'], help: 'One frame, or the whole answer, comes twice.' },
  empty: { takes: [], help: 'The answer says nothing.' },
  filter: { takes: [], help: 'The answer ends for its content: content_filter, refusal or SAFETY.' },
  refusal: {
    takes: [],
    help: 'The model says that it does not want to answer, where the API has a place for that.',
  },
  slow: { takes: ['factor'], help: 'All takes so many times as long.' },
} as const satisfies Readonly<Record<FaultKind, FaultKindRow>>;

/** Those that are written by their name. */
export const FAULT_NAMES: readonly string[] = FAULT_KINDS.filter((name) => name !== 'status');
