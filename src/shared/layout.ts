/**
 * Where each figure lies in the shared memory, worked out from the table of figures. Plain data; SharedState with its parts
 * (figure-cells, slots, thread-counts, state-totals, memory-snapshot) is the only code that goes by it.
 */

import { seriesOf } from './figures/figure.js';
import { Histogram } from './figures/histogram.js';
import { FIGURE_ROWS, type FigureName } from './figures.js';

/**
 * Float64 cells behind the words, a block for each thread: first the memory snapshot (which lies in the first block alone), then
 * the figures, in the order of their rows.
 */
export const MEMORY = 0;
export const MEMORY_CELLS = 5;

/** The first cell of each figure that lies in cells, its series one after the other. */
export const FIRST_CELL = {} as Record<FigureName, number>;

let end = MEMORY + MEMORY_CELLS;
for (const [name, row] of FIGURE_ROWS) {
  if (row.home !== undefined) continue;
  FIRST_CELL[name] = end;
  end += seriesOf(row).length * (row.bounds === undefined ? 1 : Histogram.cellsFor(row.bounds));
}
export const CELLS = end;
