/**
 * A family of the metrics page over histograms in shared memory, which the main thread observes. Runs in a worker thread.
 */
import type { Labels } from '../../shared/figures/figure.js';
import type { Histogram } from '../../shared/figures/histogram.js';
import { labelText, type Registry, sampleLine } from './registry.js';

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
  // Those of closed sets have the same object at every scrape, and most of them the same counts.
  const kept = new WeakMap<Labels, Told>();
  registry.register({
    name,
    help,
    kind: 'histogram',
    lines() {
      return read().map((one) => {
        const parts: readonly Histogram[] = Array.isArray(one.histogram) ? one.histogram : [one.histogram];
        const counts = addUp(parts);
        const sum = parts.reduce((total, part) => total + part.sum, 0);
        const before = kept.get(one.labels);
        if (before !== undefined && before.sum === sum && isSame(before.counts, counts)) return before.text;
        const text = seriesText(name, one.labels, parts[0]?.bounds ?? [], counts, sum);
        kept.set(one.labels, { counts, sum, text });
        return text;
      });
    },
  });
}

/** The lines of one series as they were told last, and of what. */
interface Told {
  readonly counts: readonly number[];
  readonly sum: number;
  readonly text: string;
}

/** The lines of one series: cumulated buckets by upper bound, then sum and count. */
function seriesText(
  name: string,
  labels: Labels,
  bounds: readonly number[],
  counts: readonly number[],
  sum: number,
): string {
  const series = labelText(labels);
  const ahead = series === '' ? `${name}_bucket{le="` : `${name}_bucket{${series},le="`;
  let cumulated = 0;
  let text = '';
  for (const [i, count] of counts.entries()) {
    cumulated += count;
    text += `${ahead}${bounds[i] ?? '+Inf'}"} ${cumulated}\n`;
  }
  return `${text}${sampleLine(`${name}_sum`, series, sum)}\n${sampleLine(`${name}_count`, series, cumulated)}`;
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((count, i) => count === other[i]);
}

/** Counts by bucket, of all together. */
function addUp(parts: readonly Histogram[]): number[] {
  return parts
    .map((part) => part.counts())
    .reduce((one, other) => one.map((count, i) => count + (other[i] ?? 0)));
}
