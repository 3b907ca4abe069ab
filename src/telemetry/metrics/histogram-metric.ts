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
    get: async () => ({ ...family, values: read().map((one) => seriesValue(name, one)) }),
  };
  registry.registerMetric(metric as unknown as Parameters<Registry['registerMetric']>[0]);
}

/**
 * The lines of one series: cumulated buckets by upper bound, then sum and count. They are written here, and given to prom-client as
 * the name of one value: it takes microseconds to put labels together, and there are a hundred and more lines in a series.
 */
function seriesValue(name: string, { labels, histogram }: LabelledHistogram): NamedValue {
  const parts: readonly Histogram[] = Array.isArray(histogram) ? histogram : [histogram];
  const bounds = parts[0]?.bounds ?? [];
  const counts = new Float64Array(bounds.length + 1);
  for (const part of parts) part.addCountsTo(counts);
  const written = Object.entries(labels).map(([label, value]) => `${label}="${escaped(String(value))}"`);
  const open = `${name}_bucket{${[...written, 'le="'].join(',')}`;
  let cumulated = 0;
  let text = '';
  for (let bucket = 0; bucket < counts.length; bucket++) {
    cumulated += counts[bucket] as number;
    text += `${open}${bounds[bucket] ?? '+Inf'}"} ${cumulated}\n`;
  }
  const rest = written.length === 0 ? '' : `{${written.join(',')}}`;
  const sum = parts.reduce((total, part) => total + part.sum, 0);
  text += `${name}_sum${rest} ${sum}\n`;
  return { metricName: `${text}${name}_count${rest}`, labels: {}, value: cumulated };
}

/** As the text format has it within quotes. */
function escaped(value: string): string {
  return value.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/"/g, '\\"');
}

type NamedValue = MetricValue<string> & { metricName: string };
