/**
 * Makes a metric family of a row of the table of figures. Runs in a worker thread.
 *
 * The value is read at every scrape: nothing here adds one up by itself, because every worker thread has a registry, and scrapes
 * reach them in turn.
 */
import { Counter, Gauge, type Registry } from 'prom-client';
import { type Figure, type Labels, seriesOf } from '../../shared/figures/figure.js';
import type { Histogram } from '../../shared/figures/histogram.js';
import { registerHistogram } from './histogram-metric.js';
import { labelText, registerWritten, seriesName, type WrittenLines } from './written-lines.js';

/** A row that has a family in /metrics. */
export type MetricRow = Figure & { readonly metric: string };

/** Registers a counter or gauge of one number; `read` may give NaN where a figure is not known. */
export function registerNumber(registry: Registry, row: MetricRow, read: () => number): void {
  registerSeries(registry, row, () => [[{}, read()]]);
}

/**
 * Registers a counter that has a count for each series, in the order of `seriesOf`. Of a thousand counts few move between two
 * scrapes: the lines of the others are kept. An endpoint is told from its first count on, and then with all values of the other label;
 * the first endpoint always, so that no family is without series.
 */
export function registerCounts(registry: Registry, row: MetricRow, counts: ArrayLike<number>): void {
  const series = seriesOf(row);
  const names = series.map((labels) => seriesName(row.metric, labelText(labels)));
  const endpoints = series.map(({ endpoint }) => endpoint);
  const asked = new Set(endpoints.slice(0, 1));
  const told = new Float64Array(names.length).fill(Number.NaN);
  let written: WrittenLines = { text: '', last: 0 };
  registerWritten(registry, { name: row.metric, help: row.help, type: 'counter' }, () => {
    let hasMoved = false;
    for (let place = 0; place < told.length; place++) {
      const count = counts[place] as number;
      if (told[place] === count) continue;
      hasMoved = true;
      told[place] = count;
      if (count > 0) asked.add(endpoints[place]);
    }
    if (hasMoved) written = linesOf(names, told, (place) => asked.has(endpoints[place]));
    return [written];
  });
}

function linesOf(
  names: readonly string[],
  counts: Float64Array,
  isTold: (place: number) => boolean,
): WrittenLines {
  const places = [...names.keys()].filter(isTold);
  const last = places.at(-1) as number;
  const lines = places.map((place) => (place === last ? names[place] : `${names[place]} ${counts[place]}`));
  return { text: lines.join('\n'), last: counts[last] as number };
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
