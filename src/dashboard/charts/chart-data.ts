/**
 * Owns the step from rows to what a chart draws: one column of times for all charts, and one of figures a series, with
 * nothing where nothing is known. Browser, pure.
 */

import type { Sample } from '../data/history.js';
import { follows } from '../data/rates.js';
import type { Translate } from '../words/texts.js';
import type { ChartSpec, SeriesSpec } from './chart-specs.js';

/** One place on the time axis: a row with the one that it follows, or the break before a row that follows none. */
export interface Moment {
  readonly atMs: number;
  /** null in a break. */
  readonly sample: Sample | null;
  readonly before: Sample | undefined;
}

/** Lines are not drawn across a break: nobody knows what was there. */
export function toMoments(samples: readonly Sample[]): Moment[] {
  return samples.flatMap((sample, index) => {
    const before = samples[index - 1];
    const moment = { atMs: sample.row.atMs, sample, before };
    if (before === undefined || follows(before, sample)) return [moment];
    const breakAtMs = (before.row.atMs + sample.row.atMs) / 2;
    return [{ atMs: breakAtMs, sample: null, before: undefined }, moment];
  });
}

export interface ShownSeries {
  readonly spec: SeriesSpec;
  /** By moment; null where nothing is known. */
  readonly values: readonly (number | null)[];
}

/** The series of a chart that have something to show; none where the chart is empty. */
export function toSeries(chart: ChartSpec, moments: readonly Moment[]): ShownSeries[] {
  const all = chart.series.map((spec) => ({
    spec,
    values: moments.map(({ sample, before }) => {
      const value = sample === null ? Number.NaN : spec.value(sample, before);
      return Number.isFinite(value) ? value : null;
    }),
  }));
  const shown = all.filter(({ values }) =>
    values.some((value) => value !== null && (!chart.isSparse || value > 0)),
  );
  return shown;
}

/** What a series is called. */
export function nameOf({ name }: SeriesSpec, text: Translate): string {
  return typeof name === 'number' ? String(name) : text(name);
}
