/**
 * Owns what the strip above the charts is made of: a cell for each second, and how it looks. Browser, pure.
 */

import type { Sample } from '../data/history.js';
import { follows } from '../data/rates.js';
import { SECONDS, type Second, secondOf } from '../judge/second.js';
import type { Moment } from './chart-data.js';
import type { SeriesColor } from './chart-styles.js';
import type { Range } from './time-window.js';

const SECOND_MS = 1_000;

/** How high a cell is, as a share of the strip, and in which colour. charts.css has both again, for the legend. */
export const LOOKS: Readonly<Record<Second, { readonly share: number; readonly color: SeriesColor }>> = {
  quiet: { share: 0.12, color: 'gray' },
  good: { share: 0.4, color: 'teal' },
  faults: { share: 0.6, color: 'purple' },
  refusing: { share: 0.8, color: 'amber' },
  slow: { share: 1, color: 'red' },
  // In strokes, for it is no figure.
  gone: { share: 1, color: 'gray' },
};

/** A second, or a longer time of which nothing is known. */
export interface Cell extends Range {
  readonly second: Second;
}

/** The cells that are in the range, oldest first. */
export function cellsOf(moments: readonly Moment[], { fromMs, toMs }: Range): Cell[] {
  const rows = moments.filter((moment): moment is Moment & { sample: Sample } => moment.sample !== null);
  const cells = rows.flatMap(({ sample, before, atMs }): Cell[] => {
    const cell = { fromMs: atMs - SECOND_MS, toMs: atMs, second: secondOf(sample, before) };
    if (before === undefined) return [cell];
    if (follows(before, sample)) return [{ ...cell, fromMs: before.row.atMs }];
    const gone = {
      fromMs: before.row.atMs,
      toMs: Math.max(before.row.atMs, cell.fromMs),
      second: 'gone',
    } as const;
    return [gone, { ...cell, fromMs: gone.toMs }];
  });
  const lastMs = rows.at(-1)?.atMs;
  // Time that goes on without a row.
  if (lastMs !== undefined && toMs - lastMs > SECOND_MS) cells.push({ fromMs: lastMs, toMs, second: 'gone' });
  return cells.filter((cell) => cell.toMs > fromMs && cell.fromMs < toMs);
}

/** How many seconds were what. */
export function tally(cells: readonly Cell[]): Readonly<Record<Second, number>> {
  const counts = Object.fromEntries(SECONDS.map((second) => [second, 0])) as Record<Second, number>;
  for (const { second, fromMs, toMs } of cells) {
    counts[second] += second === 'gone' ? Math.round((toMs - fromMs) / SECOND_MS) : 1;
  }
  return counts;
}
