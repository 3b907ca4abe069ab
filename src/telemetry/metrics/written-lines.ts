/**
 * Families whose lines are written here, and given to prom-client as the name of one value. Runs in a worker thread.
 *
 * prom-client makes an object, a list of labels and several texts of each line, which takes microseconds; a page has thousands of
 * lines, most of which say the same at every scrape. So their text is kept by whoever writes it, and only what has moved is
 * written anew. The heads of families, their order and the page stay prom-client's.
 */
import type { MetricValue, Registry } from 'prom-client';
import type { Labels } from '../../shared/figures/figure.js';

/** The lines of one or more series. */
export interface WrittenLines {
  /** All of them, but for the number of the last one. */
  readonly text: string;
  /** The number of the last one. */
  readonly last: number;
}

/** What prom-client's registry asks of a metric; its types know only its own classes. */
type AnyMetric = Parameters<Registry['registerMetric']>[0];
type NamedValue = MetricValue<string> & { readonly metricName: string };

/** Registers a family of which `read` gives the lines at every scrape. */
export function registerWritten(
  registry: Registry,
  family: { readonly name: string; readonly help: string; readonly type: 'counter' | 'histogram' },
  read: () => readonly WrittenLines[],
): void {
  const shape = { ...family, aggregator: 'sum' };
  const metric = { ...shape, get: async () => ({ ...shape, values: read().map(asValue) }) };
  registry.registerMetric(metric as unknown as AnyMetric);
}

function asValue({ text, last }: WrittenLines): NamedValue {
  return { metricName: text, labels: {}, value: last };
}

/** Labels as the text format has them within braces, e.g. `endpoint="/health"`; empty for none. */
export function labelText(labels: Labels): string {
  return Object.entries(labels)
    .map(([label, value]) => `${label}="${escaped(String(value))}"`)
    .join(',');
}

/** `name{labels}`, or the name alone. */
export function seriesName(name: string, labels: string): string {
  return labels === '' ? name : `${name}{${labels}}`;
}

/** As the text format has it within quotes. */
function escaped(value: string): string {
  return value.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/"/g, '\\"');
}
