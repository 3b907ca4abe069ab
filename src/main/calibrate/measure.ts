/**
 * Owns a whole measurement: so many streams, so many at once, and no longer than it may take. A process of its own runs it. Must never
 * go on asking an endpoint that refuses everything.
 */
import { asError } from '../../shared/thrown.js';
import type { Ask } from './apis.js';
import type { Measured } from './stream.js';

export interface MeasureOptions {
  readonly requests: number;
  readonly concurrency: number;
  /** What the request of that number, from 0, asks for. */
  readonly askFor: (index: number) => Ask;
  /** Rejects where there is no answer. */
  readonly measure: (ask: Ask) => Promise<Measured>;
  /** Aborted when time is up: what has not answered by then is not counted. */
  readonly signal: AbortSignal;
}

export interface Measurement {
  readonly answers: readonly Measured[];
  /** How often each reason was given for there being no answer. */
  readonly failures: ReadonlyMap<string, number>;
  /** Time was up, or too many failed, before all had been sent. */
  readonly isIncomplete: boolean;
}

/** So many failures without one answer: the key, the model or the address is wrong, and more of the same costs time and patience. */
const FAILURES_AT_FIRST_MAX = 5;

/** Never rejects. */
export async function measureAll(options: MeasureOptions): Promise<Measurement> {
  const { requests, concurrency, askFor, measure, signal } = options;
  const answers: Measured[] = [];
  const failures = new Map<string, number>();
  let next = 0;
  let failed = 0;
  const isOver = (): boolean => signal.aborted || (answers.length === 0 && failed >= FAILURES_AT_FIRST_MAX);
  const work = async (): Promise<void> => {
    while (next < requests && !isOver()) {
      const index = next++;
      try {
        answers.push(await measure(askFor(index)));
      } catch (error) {
        if (signal.aborted) return;
        failed++;
        const { message } = asError(error);
        failures.set(message, (failures.get(message) ?? 0) + 1);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, requests) }, work));
  return { answers, failures, isIncomplete: answers.length + failed < requests };
}
