/**
 * Owns the figures of one chart while time goes on: of ten minutes of rows only one is new, so only that is worked out. Browser,
 * pure. Whoever keeps an array that it gives out takes a copy: it changes with the next row.
 */
import { type Moment, type ShownSeries, tells, valuesOf } from './chart-data.js';
import type { ChartSpec, SeriesSpec } from './chart-specs.js';

interface Column {
  readonly spec: SeriesSpec;
  values: (number | null)[];
  /** How many of them are something to show. */
  telling: number;
}

export class ChartColumns {
  #moments: readonly Moment[] = [];
  readonly #columns: readonly Column[];

  constructor(private readonly chart: ChartSpec) {
    this.#columns = chart.series.map((spec) => ({ spec, values: [], telling: 0 }));
  }

  /** As `toSeries` has it. */
  read(moments: readonly Moment[]): readonly ShownSeries[] {
    const { gone, count } = overlapOf(this.#moments, moments);
    const [first, added] = [moments.slice(0, 1), moments.slice(count)];
    this.#moments = moments;
    for (const column of this.#columns) {
      const { spec, values } = column;
      if (count === 0) {
        column.values = [];
        column.telling = 0;
      } else if (gone > 0) {
        // What the first one followed has left the ten minutes.
        const old = values.splice(0, gone + 1);
        const anew = valuesOf(spec, first);
        values.unshift(...anew);
        column.telling += this.#telling(anew) - this.#telling(old);
      }
      const fresh = valuesOf(spec, added);
      column.values.push(...fresh);
      column.telling += this.#telling(fresh);
    }
    return this.#columns.filter(({ telling }) => telling > 0);
  }

  #telling(values: readonly (number | null)[]): number {
    return values.reduce<number>((sum, value) => sum + Number(tells(this.chart, value)), 0);
  }
}

/**
 * How many moments of `before` are gone, and how many are the first ones now. The very first is taken for the same: what it followed
 * may have left the ten minutes. None where something else was told of the time that was known.
 */
export function overlapOf(
  before: readonly Moment[],
  now: readonly Moment[],
): { readonly gone: number; readonly count: number } {
  const second = now[1];
  const gone = second === undefined ? -1 : before.indexOf(second) - 1;
  const count = before.length - gone;
  return gone < 0 || now[count - 1] !== before.at(-1) ? { gone: 0, count: 0 } : { gone, count };
}
