/**
 * The metric families and their rendering. Runs in a worker thread and reads the shared state at every scrape;
 * nothing here is ever called on the main thread.
 */
import { Registry } from 'prom-client';
import { OTHER_MODELS } from '../../shared/figures/models.js';
import {
  type ComputedMetric,
  FIGURE_ROWS,
  type FigureName,
  type HistogramName,
  type NumberName,
  type RowName,
  type SeriesName,
  type ThreadName,
  type WordName,
} from '../../shared/figures.js';
import type { SharedState } from '../../shared/state.js';
import {
  type MetricRow,
  registerCounts,
  registerHistograms,
  registerNumber,
  registerSeries,
} from './figure-metric.js';
import { memoryReaders } from './memory-metrics.js';
import { registerByModel } from './model-metrics.js';
import { type ProcessFacts, processReaders } from './process-metrics.js';
import { registerByThread } from './thread-metrics.js';
import { registerVllmMetrics } from './vllm-metrics.js';

/** Reads the figures that lie nowhere. */
type ComputedReaders = Readonly<Record<ComputedMetric, () => number>>;

/**
 * Builds the registry and gives back the function that renders one scrape (Prometheus text format 0.0.4). `vllmModel` is
 * what vLLM's metrics are labelled with; null leaves them out. The function takes the rows of the models file that are told
 * apart, in the order of their blocks.
 */
export function createMetricsRenderer(
  state: SharedState,
  facts: ProcessFacts,
  vllmModel: string | null = null,
): (models?: readonly string[]) => Promise<string> {
  const registry = new Registry();
  let rows: readonly string[] = [];
  const computed: ComputedReaders = { ...memoryReaders(state), ...processReaders(facts) };
  for (const [name, row] of FIGURE_ROWS) {
    if (!hasMetric(row)) continue;
    if (name === 'buildInfo') registerSeries(registry, row, () => [[facts.build, 1]]);
    else if (row.home === 'thread') registerByThread(registry, row, name as ThreadName, state);
    else if (row.home === 'row') registerByModel(registry, row, name as RowName, state, () => rows);
    else register(registry, state, computed, name, row);
  }
  if (vllmModel !== null) registerVllmMetrics(registry, state, vllmModel, () => rows);
  return (models = [OTHER_MODELS]) => {
    rows = models;
    state.refresh();
    return registry.metrics();
  };
}

function hasMetric(row: { readonly metric?: string }): row is MetricRow {
  return row.metric !== undefined;
}

/** What the row says of the figure is what the types of its name say; the compiler cannot see it in a loop. */
function register(
  registry: Registry,
  state: SharedState,
  computed: ComputedReaders,
  name: FigureName,
  row: MetricRow,
): void {
  if (row.home === 'computed') registerNumber(registry, row, computed[name as ComputedMetric]);
  else if (row.kind === 'histogram') registerHistograms(registry, row, state[name as HistogramName]);
  else if (row.labels !== undefined) registerCounts(registry, row, state.seriesOf(name as SeriesName));
  else registerNumber(registry, row, () => state[name as NumberName | WordName]);
}
