/**
 * A prom-client metric over a histogram in shared memory. prom-client's own Histogram can only observe, and the
 * observing was done on the main thread; so this is an object of the shape that its Registry asks for.
 */
import type { MetricValue, Registry } from 'prom-client';
import type { Labels } from '../../shared/figures/figure.js';
import type { Histogram } from '../../shared/figures/histogram.js';

/** One histogram and the labels of its series, e.g. `{ endpoint: '/health' }`. */
export interface LabelledHistogram {
  readonly labels: Labels;
  /** Several with the same bounds are added up. */
  readonly histogram: Histogram | readonly Histogram[];
}

/** Registers a family `name` of which `read` gives all series at every scrape. Seconds in, seconds out. */
export function registerHistogram(
  registry: Registry,
  name: string,
  help: string,
  read: () => readonly LabelledHistogram[],
): void {
  const family = { name, help, type: 'histogram', aggregator: 'sum' };
  const metric = {
    ...family,
    get: async () => ({ ...family, values: read().flatMap((one) => sampleLines(name, one)) }),
  };
  registry.registerMetric(metric as unknown as Parameters<Registry['registerMetric']>[0]);
}

/** The lines of one series: cumulated buckets by upper bound, then sum and count. */
function sampleLines(name: string, { labels, histogram }: LabelledHistogram): NamedValue[] {
  const parts: readonly Histogram[] = Array.isArray(histogram) ? histogram : [histogram];
  const bounds = parts[0]?.bounds ?? [];
  const sum = parts.reduce((total, part) => total + part.sum, 0);
  let cumulated = 0;
  const buckets = addUp(parts).map((count, i) => {
    cumulated += count;
    return {
      metricName: `${name}_bucket`,
      labels: { ...labels, le: bounds[i] ?? '+Inf' },
      value: cumulated,
    };
  });
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: cumulated },
  ];
}

/** Counts by bucket, of all together. */
function addUp(parts: readonly Histogram[]): number[] {
  return parts
    .map((part) => part.counts())
    .reduce((one, other) => one.map((count, i) => count + (other[i] ?? 0)));
}

type NamedValue = MetricValue<string> & { metricName: string };
