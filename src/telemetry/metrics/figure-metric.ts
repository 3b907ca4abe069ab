/**
 * Makes a metric family of a row of the table of figures. Runs in a worker thread.
 *
 * The value is read at every scrape: nothing here keeps one of its own, because every worker thread has a registry, and scrapes
 * reach them in turn.
 */
import { type Figure, type Labels, seriesOf } from '../../shared/figures/figure.js';
import type { Histogram } from '../../shared/figures/histogram.js';
import { registerHistogram } from './histogram-metric.js';
import { labelText, type Registry, sampleLine } from './registry.js';

/** A row that has a family in /metrics. */
export type MetricRow = Figure & { readonly metric: string };

/** Registers a counter or gauge of one number; `read` may give NaN where a figure is not known. */
export function registerNumber(registry: Registry, row: MetricRow, read: () => number): void {
  registerSeries(registry, row, () => [[{}, read()]]);
}

/**
 * Registers a counter that has a count for each series, in the order of `seriesOf`. Of thousands of counts few move between two
 * scrapes: the lines of the others are kept.
 */
export function registerCounts(
  registry: Registry,
  { kind, metric, help, labels }: MetricRow,
  counts: ArrayLike<number>,
): void {
  const series = seriesOf({ kind, help, ...(labels === undefined ? {} : { labels }) }).map(labelText);
  const told = series.map(() => Number.NaN);
  const lines = series.map(() => '');
  registry.register({
    name: metric,
    help,
    kind,
    lines() {
      for (const [place, one] of series.entries()) {
        const count = counts[place] as number;
        if (told[place] === count) continue;
        told[place] = count;
        lines[place] = sampleLine(metric, one, count);
      }
      return lines;
    },
  });
}

/** Registers a counter or gauge of which `read` gives all series. */
export function registerSeries(
  registry: Registry,
  { kind, metric, help }: MetricRow,
  read: () => readonly (readonly [labels: Labels, value: number])[],
): void {
  registry.register({
    name: metric,
    help,
    kind,
    lines: () => read().map(([labels, value]) => sampleLine(metric, labelText(labels), value)),
  });
}

/** Registers a histogram, or one for each series in the order of `seriesOf`. */
export function registerHistograms(
  registry: Registry,
  row: MetricRow,
  histograms: Histogram | readonly Histogram[],
): void {
  const list: readonly Histogram[] = Array.isArray(histograms) ? histograms : [histograms];
  const series = seriesOf(row).map((labels, place) => ({ labels, histogram: list[place] as Histogram }));
  registerHistogram(registry, row.metric, row.help, () => series);
}
