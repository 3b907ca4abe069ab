/**
 * Makes a metric family of a row of the table of figures. Runs in a worker thread.
 *
 * The value is read at every scrape: nothing here keeps one of its own, because every worker thread has a registry, and scrapes
 * reach them in turn.
 */
import { Counter, Gauge, type Registry } from 'prom-client';
import { type Figure, type Labels, seriesOf } from '../../shared/figures/figure.js';
import type { Histogram } from '../../shared/figures/histogram.js';
import { registerHistogram } from './histogram-metric.js';

/** A row that has a family in /metrics. */
export type MetricRow = Figure & { readonly metric: string };

/** Registers a counter or gauge of one number; `read` may give NaN where a figure is not known. */
export function registerNumber(registry: Registry, row: MetricRow, read: () => number): void {
  registerSeries(registry, row, () => [[{}, read()]]);
}

/** Registers a counter that has a count for each series, in the order of `seriesOf`. */
export function registerCounts(registry: Registry, row: MetricRow, counts: ArrayLike<number>): void {
  const series = seriesOf(row);
  registerSeries(registry, row, () => series.map((labels, place) => [labels, counts[place] as number]));
}

/** Registers a counter or gauge of which `read` gives all series. */
export function registerSeries(
  registry: Registry,
  { kind, metric, help, labels = {} }: MetricRow,
  read: () => readonly (readonly [labels: Labels, value: number])[],
): void {
  const family = { name: metric, help, labelNames: Object.keys(labels), registers: [registry] };
  if (kind === 'counter') {
    new Counter({
      ...family,
      collect() {
        this.reset();
        for (const [values, count] of read()) this.inc(values, count);
      },
    });
  } else {
    new Gauge({
      ...family,
      collect() {
        for (const [values, value] of read()) this.set(values, value);
      },
    });
  }
}

/**
 * Registers a histogram, or one for each series in the order of `seriesOf`; of several those are told that have observed something,
 * and then with all of their buckets (docs/decisions/30-one-set-of-buckets.md).
 */
export function registerHistograms(
  registry: Registry,
  row: MetricRow,
  histograms: Histogram | readonly Histogram[],
): void {
  const list: readonly Histogram[] = Array.isArray(histograms) ? histograms : [histograms];
  const series = seriesOf(row).map((labels, place) => ({ labels, histogram: list[place] as Histogram }));
  const isAlone = row.labels === undefined;
  registerHistogram(registry, row.metric, row.help, () =>
    isAlone ? series : series.filter(({ histogram }) => !histogram.isEmpty),
  );
}
