/**
 * Where each figure lies in the shared memory. Plain data; shared-state is the only code that goes by it.
 */

import { Histogram } from './histogram.js';
import {
  ENDPOINTS,
  MODEL_ENDPOINTS,
  REJECTION_REASONS,
  type RejectionReason,
  STATUSES,
  type Status,
  TOKEN_KINDS,
} from './labels.js';

/** Int32 words at the start of the buffer: what is changed by Atomics. */
export const ACTIVE = 0;
export const SLOTS_MAX = 1;
export const PEAK = 2;
export const MEMORY_VERSION = 3;
export const WORDS = 16;

/** Upper bounds in seconds. A request lasts what it was told to (10 s by default); a late reply is late by milliseconds. */
export const DURATION_BOUNDS_SECONDS = [
  0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 10.1, 15, 20, 30, 60, 120, 300, 600,
] as const;
export const LATENESS_BOUNDS_SECONDS = [
  0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
] as const;

/** A hosted model's first token takes from a tenth of a second to some seconds, that of a reasoning one a minute. */
export const FIRST_TOKEN_BOUNDS_SECONDS = [
  0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640,
] as const;

/** Float64 cells behind the words, in this order. */
const REQUESTS = 0;
const REJECTED = REQUESTS + ENDPOINTS.length * STATUSES.length;
export const DISCONNECTS = REJECTED + REJECTION_REASONS.length;
export const STREAM_EVENTS = DISCONNECTS + 1;
export const ACTIVE_STREAMS = STREAM_EVENTS + 1;
export const STALLED_STREAMS = ACTIVE_STREAMS + 1;
export const TOKENS = STALLED_STREAMS + 1;
export const USAGE_ESTIMATES = TOKENS + TOKEN_KINDS.length;
export const CONNECTIONS = USAGE_ESTIMATES + 1;
export const VIEWERS = CONNECTIONS + 1;
export const WORKER_RESTARTS = VIEWERS + 1;
export const INTERNAL_ERRORS = WORKER_RESTARTS + 1;
export const REFUSED_CONNECTIONS = INTERNAL_ERRORS + 1;
export const LOG_LINES_LOST = REFUSED_CONNECTIONS + 1;
export const BUFFERED_BYTES = LOG_LINES_LOST + 1;
export const BUFFERED_BYTES_MAX = BUFFERED_BYTES + 1;
export const EVENT_LOOP_LAG_SECONDS = BUFFERED_BYTES_MAX + 1;
export const MEMORY = EVENT_LOOP_LAG_SECONDS + 1;
export const MEMORY_CELLS = 5;
export const LATENESS = MEMORY + MEMORY_CELLS;
export const TOKEN_LATENESS = LATENESS + Histogram.cellsFor(LATENESS_BOUNDS_SECONDS);
export const FIRST_TOKEN = TOKEN_LATENESS + Histogram.cellsFor(LATENESS_BOUNDS_SECONDS);
export const DURATIONS = FIRST_TOKEN + Histogram.cellsFor(FIRST_TOKEN_BOUNDS_SECONDS);
export const DURATION_CELLS = Histogram.cellsFor(DURATION_BOUNDS_SECONDS);
export const CELLS = DURATIONS + DURATION_CELLS * MODEL_ENDPOINTS.length;

const STATUS_INDEX: ReadonlyMap<Status, number> = new Map(STATUSES.map((status, index) => [status, index]));
const REASON_INDEX: ReadonlyMap<RejectionReason, number> = new Map(REJECTION_REASONS.map((r, i) => [r, i]));

/** Replies of one endpoint (an index into ENDPOINTS) with one status. */
export function requestCell(endpoint: number, status: Status): number {
  return REQUESTS + endpoint * STATUSES.length + (STATUS_INDEX.get(status) as number);
}

export function rejectionCell(reason: RejectionReason): number {
  return REJECTED + (REASON_INDEX.get(reason) as number);
}
