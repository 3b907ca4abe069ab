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

/** Of ten minutes of rows that are looked at once a second, only one is new: the others keep their moments. */
const known = new WeakMap<
  Sample,
  { readonly before: Sample | undefined; readonly moments: readonly Moment[] }
>();

/** Lines are not drawn across a break: nobody knows what was there. */
export function toMoments(samples: readonly Sample[]): Moment[] {
  const moments: Moment[] = [];
  for (let index = 0; index < samples.length; index++) {
    moments.push(...momentsOf(samples[index] as Sample, samples[index - 1]));
  }
  return moments;
}

/** The moment of a row, and before it the break where it follows none; the same objects each time. */
function momentsOf(sample: Sample, before: Sample | undefined): readonly Moment[] {
  const found = known.get(sample);
  if (found !== undefined && found.before === before) return found.moments;
  const moment: Moment = { atMs: sample.row.atMs, sample, before };
  const isAlone = before !== undefined && !follows(before, sample);
  const pause = isAlone
    ? [{ atMs: (before.row.atMs + sample.row.atMs) / 2, sample: null, before: undefined }]
    : [];
  const moments = [...pause, moment];
  known.set(sample, { before, moments });
  return moments;
}

export interface ShownSeries {
  readonly spec: SeriesSpec;
  /** By moment; null where nothing is known. */
  readonly values: readonly (number | null)[];
}

/** The series of a chart that have something to show; none where the chart is empty. */
export function toSeries(chart: ChartSpec, moments: readonly Moment[]): readonly ShownSeries[] {
  const all = chart.series.map((spec) => ({ spec, values: valuesOf(spec, moments) }));
  return all.filter(({ values }) => values.some((value) => tells(chart, value)));
}

/** Whether a series with this figure has something to show. */
export function tells({ isSparse }: ChartSpec, value: number | null): boolean {
  return value !== null && (!isSparse || value > 0);
}

/** The figures of one series at these moments. */
export function valuesOf(spec: SeriesSpec, moments: readonly Moment[]): (number | null)[] {
  return moments.map(({ sample, before }) => {
    const value = sample === null ? Number.NaN : spec.value(sample, before);
    return Number.isFinite(value) ? value : null;
  });
}

/** What a series is called. */
export function nameOf({ name }: SeriesSpec, text: Translate): string {
  return typeof name === 'number' ? String(name) : text(name);
}
