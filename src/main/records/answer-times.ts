/**
 * How long an answer took, and was planned to take: what is counted of it by row of the models file. Main thread, hot path.
 */
import type { SharedState } from '../../shared/state.js';
import type { PlannedRequest } from '../reading/planned-request.js';
import { countVllmAnswer } from './vllm-answer.js';

/** How far a stream has come. Times are on the wheel's clock, in milliseconds. */
export interface StreamCourse {
  /** When its first piece was written. */
  readonly firstAtMs: number;
  /** When it should have come as far as it has. */
  readonly lastDueAtMs: number;
}

/** When the head of a request was read, and when the first thing of its reply was due: on the wheel's clock, in milliseconds. */
export interface AskedTimes {
  readonly arrivedAtMs: number;
  readonly dueAtMs: number;
}

/**
 * What was planned for a whole answer, from the whole request on, in milliseconds. The gaps of a stream are drawn while it is
 * sent: what was planned is known when it has ended. NaN for a stream that has not begun.
 */
export function plannedMsOf(planned: PlannedRequest, course: StreamCourse | null, dueAtMs: number): number {
  if (course !== null) return course.lastDueAtMs - dueAtMs + planned.plan.firstMs;
  return planned.request.stream ? Number.NaN : planned.delayMs;
}

/**
 * Counts an answer that is whole. `endpoint` is an index into MODEL_ENDPOINTS; `sending` is what sent it piece by piece, null where
 * it went out at once; `endedAtMs` is on the same clock; `queuedMs` is how long it waited for its slot.
 */
export function countAnswer(
  planned: PlannedRequest,
  state: SharedState,
  endpoint: number,
  sending: { readonly course: StreamCourse | null } | null,
  { arrivedAtMs, dueAtMs }: AskedTimes,
  endedAtMs: number,
  queuedMs: number,
): void {
  const ms = endedAtMs - arrivedAtMs;
  const { row, plan } = planned;
  const course = sending?.course ?? null;
  planned.count(state, endpoint, ms / 1000);
  row.observeAnswer(plannedMsOf(planned, course, dueAtMs), ms);
  if (row.vllm !== null) {
    countVllmAnswer(row.vllm, planned, course?.firstAtMs ?? null, { arrivedAtMs, queuedMs, endedAtMs });
  }
  const gaps = plan.tokens - 1;
  if (course === null || gaps < 1) return;
  row.observeTokenTime((course.lastDueAtMs - dueAtMs) / gaps, (endedAtMs - course.firstAtMs) / gaps);
}
