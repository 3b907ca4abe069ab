/**
 * Owns what the strip above the charts is made of: a cell for each second, and how it looks. Browser, pure.
 */

import type { Moment } from '../charts/chart-data.js';
import type { SeriesColor } from '../charts/chart-styles.js';
import type { Range } from '../charts/time-window.js';
import { follows } from '../data/rates.js';
import { SECONDS, type Second, secondOf } from '../judge/second.js';

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

/** Of ten minutes of moments that are looked at once a second, only one is new. */
const known = new WeakMap<Moment, readonly Cell[]>();

/** The cells that are in the range, oldest first. */
export function cellsOf(moments: readonly Moment[], { fromMs, toMs }: Range): Cell[] {
  const cells: Cell[] = [];
  const take = (cell: Cell): void => {
    if (cell.toMs > fromMs && cell.fromMs < toMs) cells.push(cell);
  };
  for (const moment of moments) for (const cell of knownCells(moment)) take(cell);
  const lastMs = moments.at(-1)?.atMs;
  // Time that goes on without a row.
  if (lastMs !== undefined && toMs - lastMs > SECOND_MS) take({ fromMs: lastMs, toMs, second: 'gone' });
  return cells;
}

function knownCells(moment: Moment): readonly Cell[] {
  const found = known.get(moment);
  if (found !== undefined) return found;
  const cells = cellsAt(moment);
  known.set(moment, cells);
  return cells;
}

/** The cell of a row, and before it that of what is not known where the row follows none. */
function cellsAt({ sample, before, atMs }: Moment): readonly Cell[] {
  if (sample === null) return [];
  const cell = { fromMs: atMs - SECOND_MS, toMs: atMs, second: secondOf(sample, before) };
  if (before === undefined) return [cell];
  if (follows(before, sample)) return [{ ...cell, fromMs: before.row.atMs }];
  const goneToMs = Math.max(before.row.atMs, cell.fromMs);
  return [
    { fromMs: before.row.atMs, toMs: goneToMs, second: 'gone' },
    { ...cell, fromMs: goneToMs },
  ];
}

/** The same with neighbours of one kind as one. */
export function joined(cells: readonly Cell[]): Cell[] {
  const all: Cell[] = [];
  for (const cell of cells) {
    const last = all.at(-1);
    if (last === undefined || last.second !== cell.second || last.toMs !== cell.fromMs) all.push(cell);
    else all[all.length - 1] = { ...last, toMs: cell.toMs };
  }
  return all;
}

/** How many seconds were what. */
export function tally(cells: readonly Cell[]): Readonly<Record<Second, number>> {
  const counts = Object.fromEntries(SECONDS.map((second) => [second, 0])) as Record<Second, number>;
  for (const { second, fromMs, toMs } of cells) {
    counts[second] += second === 'gone' ? Math.round((toMs - fromMs) / SECOND_MS) : 1;
  }
  return counts;
}
