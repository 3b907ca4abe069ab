/**
 * What one row of the table of figures may say, and the series that its labels make. Plain data, read by every thread and
 * by the page; must import nothing of the server.
 */

/** One series of a figure: a value for each of its labels. Without labels it is empty. */
export type Labels = Readonly<Record<string, string | number>>;

/** The values that each label may have. The sets are closed; the last label changes fastest from cell to cell. */
export type LabelSets = Readonly<Record<string, readonly (string | number)[]>>;

export interface Figure {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  /**
   * Where the value lies. Left out: in a Float64 cell of its own (for each series), which one thread writes. `word`: in an
   * Int32 word that Atomics change. `row`: in the block of each row of the models file. `computed`: nowhere, whoever shows it
   * works it out. `thread`: the same, for each thread that serves; only where there are several.
   */
  readonly home?: 'word' | 'row' | 'computed' | 'thread';
  /** What it comes to where several threads serve, of which each has a cell: their sum, unless this says otherwise. */
  readonly across?: 'greatest';
  /** Of the value; left out for plain numbers of things. */
  readonly unit?: 'seconds' | 'milliseconds' | 'bytes' | 'ratio';
  /** The family in /metrics; left out for what the live page alone shows. */
  readonly metric?: string;
  /** A sentence: the HELP line of the family, and the tables of the docs. */
  readonly help: string;
  /** Empty sets stand for values that are only known at start-up. */
  readonly labels?: LabelSets;
  /** Of a histogram: the upper bounds of its buckets, rising. */
  readonly bounds?: readonly number[];
  /** The columns of the live page, if any. */
  readonly live?: true | string | LiveSeries;
  /** Why the Grafana dashboard does not show the metric. */
  readonly offDashboard?: string;
}

/**
 * Which series of a counter with labels the live page shows. `live: true` is a column named as the figure; of a histogram
 * `live` is the word before `P50Seconds` and `P99Seconds`.
 */
interface LiveSeries {
  /** The column's name; with `by` the word before `_` and the value of that label. */
  readonly column: string;
  readonly by?: string;
  /** The series that count; all values of a label that is not named here. */
  readonly only?: LabelSets;
  /** In place of the figure's own. */
  readonly help: string;
}

/** All series of a figure, in the order of their cells; one without labels has one. */
export function seriesOf({ labels = {} }: Figure): readonly Labels[] {
  let series: readonly Labels[] = [{}];
  for (const [label, values] of Object.entries(labels)) {
    series = series.flatMap((before) => values.map((value) => ({ ...before, [label]: value })));
  }
  return series;
}
