/**
 * The figures by row of the models file, as metric families. Runs in a worker thread.
 *
 * Which rows there are may grow by a reload, so whoever asks for a scrape says it each time. The label is a name that the models
 * file has: never one that a client chose.
 */
import type { Registry } from 'prom-client';
import { SERIES_OF_ROW } from '../../shared/figures/model-cells.js';
import type { ModelFigureName } from '../../shared/figures/models.js';
import type { SharedState } from '../../shared/state.js';
import { type MetricRow, registerSeries } from './figure-metric.js';
import { registerHistogram } from './histogram-metric.js';

/** Registers one figure of all rows, a histogram of those that were asked for; `names` gives their names in the order of their blocks. */
export function registerByModel(
  registry: Registry,
  row: MetricRow,
  name: ModelFigureName,
  { models }: SharedState,
  names: () => readonly string[],
): void {
  if (row.bounds !== undefined) {
    registerHistogram(registry, row.metric, row.help, () =>
      names().flatMap((model, at) => {
        const figures = models.of(at);
        return figures.isUsed ? [{ labels: { model }, histogram: figures.histogramOf(name) }] : [];
      }),
    );
    return;
  }
  registerSeries(registry, row, () =>
    names().flatMap((model, at) =>
      SERIES_OF_ROW[name].map(
        (labels, series) => [{ model, ...labels }, models.of(at).valueOf(name, series)] as const,
      ),
    ),
  );
}
