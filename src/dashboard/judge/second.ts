/**
 * Owns what one second was: the worst of what happened in it. For the strip above the charts, and for the verdict on a run.
 * Browser, pure.
 */
import { REJECTION_REASONS, STATUSES } from '../../shared/labels.js';
import { type LiveColumn, reasonColumn, statusColumn } from '../../shared/live-protocol.js';
import type { Sample } from '../data/history.js';
import { perSecond } from '../data/rates.js';
import { gradeOf, latenessOf } from './punctuality.js';

/** From the calmest to the worst. `quiet`: nothing was asked. `gone`: nothing is known. */
export const SECONDS = ['quiet', 'good', 'faults', 'refusing', 'slow', 'gone'] as const;
export type Second = (typeof SECONDS)[number];

const REPLIES = STATUSES.map(statusColumn);
const REFUSALS = REJECTION_REASONS.map(reasonColumn);

/** Of ten minutes of rows that are looked at once a second, only one is new. */
const known = new WeakMap<Sample, { readonly before: Sample | undefined; readonly second: Second }>();

/** What the second of a row was; `before` is the row before it, if there was one. */
export function secondOf(sample: Sample, before: Sample | undefined): Second {
  const found = known.get(sample);
  if (found !== undefined && found.before === before) return found.second;
  const second = judgeSecond(sample, before);
  known.set(sample, { before, second });
  return second;
}

function judgeSecond(sample: Sample, before: Sample | undefined): Second {
  const grew = (columns: readonly LiveColumn[]): boolean =>
    columns.some((column) => perSecond(before, sample, column) > 0);
  const { row } = sample;
  const latenessSeconds = latenessOf(row);
  const isBusy = row.active > 0 || grew(REPLIES) || !Number.isNaN(latenessSeconds);
  if (!isBusy) return 'quiet';
  if (gradeOf({ latenessSeconds, lagSeconds: row.eventLoopLagSeconds }) !== 'well') return 'slow';
  if (grew(REFUSALS)) return 'refusing';
  return grew(['injectedFaults']) ? 'faults' : 'good';
}
