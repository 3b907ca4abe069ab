/**
 * A prom-client metric over a histogram in shared memory. prom-client's own Histogram can only observe, and the
 * observing was done on the main thread; so this is an object of the shape that its Registry asks for. Runs in a worker thread.
 */
import type { Registry } from 'prom-client';
import type { Labels } from '../../shared/figures/figure.js';
import type { Histogram } from '../../shared/figures/histogram.js';
import { labelText, registerWritten, seriesName, type WrittenLines } from './written-lines.js';

/** One histogram and the labels of its series, e.g. `{ endpoint: '/health' }`. */
export interface LabelledHistogram {
  readonly labels: Labels;
  /** Several with the same bounds are added up. */
  readonly histogram: Histogram | readonly Histogram[];
}

/** The lines of one series as they were written last, and of what. */
interface Written extends WrittenLines {
  readonly series: string;
  /** What each bucket's line begins with. */
  readonly heads: readonly string[];
  readonly counts: Float64Array;
  readonly sum: number;
}

/** Registers a family `name` of which `read` gives all series at every scrape. Seconds in, seconds out. */
export function registerHistogram(
  registry: Registry,
  name: string,
  help: string,
  read: () => readonly LabelledHistogram[],
): void {
  // Those of the last scrape: never more than there are series.
  let kept = new Map<string, Written>();
  registerWritten(registry, { name, help, type: 'histogram' }, () => {
    const written = read().map((one) => seriesLines(name, one, kept));
    kept = new Map(written.map((one) => [one.series, one]));
    return written;
  });
}

/** The lines of one series: cumulated buckets by upper bound, then sum and count. There are a hundred and more of them. */
function seriesLines(
  name: string,
  { labels, histogram }: LabelledHistogram,
  kept: ReadonlyMap<string, Written>,
): Written {
  const parts: readonly Histogram[] = Array.isArray(histogram) ? histogram : [histogram];
  const bounds = parts[0]?.bounds ?? [];
  const counts = new Float64Array(bounds.length + 1);
  for (const part of parts) part.addCountsTo(counts);
  const sum = parts.reduce((total, part) => total + part.sum, 0);
  const series = labelText(labels);
  const before = kept.get(series);
  if (before !== undefined && before.sum === sum && isSame(before.counts, counts)) return before;
  const heads = before?.heads ?? headsOf(`${name}_bucket{${series === '' ? '' : `${series},`}le="`, bounds);
  let cumulated = 0;
  // Most buckets are empty, and say what the one before them says.
  let number = '0';
  const lines = heads.map((head, bucket) => {
    const count = counts[bucket] as number;
    if (count !== 0) {
      cumulated += count;
      number = String(cumulated);
    }
    return head + number;
  });
  lines.push(`${seriesName(`${name}_sum`, series)} ${sum}`, seriesName(`${name}_count`, series));
  return { series, heads, counts, sum, text: lines.join('\n'), last: cumulated };
}

function headsOf(open: string, bounds: readonly number[]): readonly string[] {
  return [...bounds, '+Inf'].map((bound) => `${open}${bound}"} `);
}

function isSame(one: Float64Array, other: Float64Array): boolean {
  return one.length === other.length && one.every((count, bucket) => count === other[bucket]);
}
