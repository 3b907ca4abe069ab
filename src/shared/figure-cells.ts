/**
 * The figures that lie in cells, each as a property of the state: a number that is read and written (`state.disconnects++`),
 * or a histogram. Made from the table of figures; SharedState is built on it. Hot path: a property is one read or write of a
 * typed array at a place that was fixed when this module was loaded; nothing is looked up by name.
 */

import { type Figure, seriesOf } from './figures/figure.js';
import { Histogram } from './figures/histogram.js';
import {
  FIGURE_ROWS,
  type HistogramName,
  type HistogramWithLabels,
  type NumberName,
  type SeriesName,
} from './figures.js';
import { FIRST_CELL } from './layout.js';

type Numbers = { [Name in NumberName]: number };
type Histograms = {
  readonly [Name in HistogramName]: Name extends HistogramWithLabels ? readonly Histogram[] : Histogram;
};

class Cells {
  constructor(protected readonly cells: Float64Array) {
    for (const [name, row] of FIGURE_ROWS) {
      if (row.bounds !== undefined && row.home === undefined)
        Object.assign(this, { [name]: histogramsOf(row, cells, FIRST_CELL[name]) });
    }
  }

  /** What is now, and not since the start, is nothing any more. */
  forgetGauges(): void {
    for (const cell of GAUGE_CELLS) this.cells[cell] = 0;
  }

  /** The counts of each series, in the order of `seriesOf`. A view: later reads show what was counted since. */
  seriesOf(name: SeriesName): Readonly<ArrayLike<number>> {
    const first = FIRST_CELL[name];
    return this.cells.subarray(first, first + SERIES_COUNTS[name]);
  }

  static {
    for (const [name, row] of FIGURE_ROWS) {
      if (row.home !== undefined || row.bounds !== undefined || row.labels !== undefined) continue;
      const cell = FIRST_CELL[name];
      Object.defineProperty(Cells.prototype, name, {
        get(this: Cells): number {
          return this.cells[cell] as number;
        },
        set(this: Cells, value: number) {
          this.cells[cell] = value;
        },
      });
    }
  }
}

const isGauge = ({ kind, home, labels }: Figure): boolean =>
  kind === 'gauge' && home === undefined && labels === undefined;
const GAUGE_CELLS = FIGURE_ROWS.flatMap(([name, row]) => (isGauge(row) ? [FIRST_CELL[name]] : []));

const SERIES_COUNTS = Object.fromEntries(
  FIGURE_ROWS.map(([name, row]) => [name, seriesOf(row).length]),
) as Record<SeriesName, number>;

/** One for each series, or the only one. */
function histogramsOf(row: Figure, cells: Float64Array, first: number): Histogram | readonly Histogram[] {
  const { bounds = [] } = row;
  const size = Histogram.cellsFor(bounds);
  const histograms = seriesOf(row).map((_, series) => new Histogram(cells, first + series * size, bounds));
  return row.labels === undefined ? (histograms[0] as Histogram) : histograms;
}

/** To be extended: what the rows make of `Cells` is told to the compiler here, once. */
export const FigureCells = Cells as new (cells: Float64Array) => Cells & Numbers & Histograms;
