/**
 * Owns what can be said between two rows: whether they belong together, and how fast a counter grew. Browser, pure.
 */
import type { LiveColumn } from '../../shared/live-protocol.js';
import { GAP_MS, type Sample } from './history.js';

const MS_PER_SECOND = 1_000;

/** Whether one row follows the other without a gap, on the same server. */
export function follows(before: Sample, sample: Sample): boolean {
  if (before.startedAtMs !== sample.startedAtMs) return false;
  const apartMs = sample.row.atMs - before.row.atMs;
  return apartMs > 0 && apartMs <= GAP_MS;
}

/** How much a counter grew a second; NaN where that is not known, and where it fell. */
export function perSecond(before: Sample | undefined, sample: Sample, column: LiveColumn): number {
  return before !== undefined && follows(before, sample) ? growth(before, sample, column) : Number.NaN;
}

/** The same over any two rows of one server. */
export function growth(first: Sample, last: Sample, column: LiveColumn): number {
  const seconds = (last.row.atMs - first.row.atMs) / MS_PER_SECOND;
  const grown = last.row[column] - first.row[column];
  return grown >= 0 && seconds > 0 ? grown / seconds : Number.NaN;
}
