/**
 * Owns the figures of one chart while time goes on: of ten minutes of rows only one is new, so only that is worked out. Browser,
 * pure. Must never change an array that it has given out: a plot that was not drawn since still shows it.
 */
import { type Moment, type ShownSeries, shownOf, valuesOf } from './chart-data.js';
import type { ChartSpec } from './chart-specs.js';

export class ChartColumns {
  #moments: readonly Moment[] = [];
  #columns: readonly (readonly (number | null)[])[] = [];

  constructor(private readonly spec: ChartSpec) {}

  /** As `toSeries` has it. */
  read(moments: readonly Moment[]): readonly ShownSeries[] {
    const { from, count } = overlapOf(this.#moments, moments);
    const [first, added] = [moments.slice(0, 1), moments.slice(1 + count)];
    this.#columns = this.spec.series.map((series, index) => [
      ...valuesOf(series, first),
      ...(this.#columns[index] ?? []).slice(from, from + count),
      ...valuesOf(series, added),
    ]);
    this.#moments = moments;
    return shownOf(this.spec, this.#columns);
  }
}

/**
 * Where in `before` the moments begin that follow the first one now, and how many they are. The first is always looked at anew:
 * what it followed may have left the ten minutes. None where something else was told of the time that was known.
 */
export function overlapOf(
  before: readonly Moment[],
  now: readonly Moment[],
): { readonly from: number; readonly count: number } {
  const second = now[1];
  const from = second === undefined ? -1 : before.indexOf(second);
  const count = before.length - from;
  return from === -1 || now[count] !== before.at(-1) ? { from: 0, count: 0 } : { from, count };
}
