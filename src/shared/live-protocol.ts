/**
 * What the server tells the live page over the WebSocket `/live`. Plain data: the main thread writes it, the page reads it.
 *
 * The first message is text, a LiveHello as JSON, which comes again when settings have changed; another text is LiveFailures
 * (answers/live-failures.ts). Every other message is binary: whole rows of LIVE_COLUMNS, oldest
 * first, each cell a little-endian 64-bit float. The second message holds the rows of the last ten minutes (it may be
 * empty), each further one the row of one more second. The page says nothing.
 *
 * Who asks for `/live?models=1` is also told of the rows of the models file, once a second: a text message, LiveModels as JSON.
 */

import { type Figure, type LabelSets, type Labels, seriesOf } from './figures/figure.js';
import { FIGURE_ROWS, FIGURES, type FigureName, type Rows } from './figures.js';
import type { RejectionReason, Status } from './labels.js';

/** Where the page finds its data. */
export const LIVE_PATH = '/live';

/** A row a second, for ten minutes. */
export const LIVE_INTERVAL_MS = 1_000;
export const LIVE_ROWS_MAX = 600;

/** Whoever wants to know of the rows of the models file says so in the query, by `1`. */
export const LIVE_MODELS_QUERY = 'models';

/** Durations that are told by row of the models file, each as it was and as it was planned. */
export const MODEL_TIMES = ['firstToken', 'answer', 'tokenTime'] as const;
export type ModelTime = (typeof MODEL_TIMES)[number];

/**
 * What is told of a row, in this order. Counts are from the start of the server; rates are those of the last ten seconds,
 * quantiles those of the last minute.
 */
export const MODEL_COLUMNS = [
  'requests',
  'answered',
  'refused',
  'aborted',
  'active',
  'promptTokens',
  'completionTokens',
  'requestsPerSecond',
  'completionTokensPerSecond',
  ...MODEL_TIMES.flatMap(
    (time) =>
      [
        `${time}P50Seconds`,
        `${time}PlannedP50Seconds`,
        `${time}P99Seconds`,
        `${time}PlannedP99Seconds`,
      ] as const,
  ),
] as const;
export type ModelColumn = (typeof MODEL_COLUMNS)[number];

/** Rows that nobody has asked for are left out. */
export interface LiveModels {
  /** The name of the row, and a cell for each of `modelColumns`; null where nothing was observed. */
  readonly models: readonly (readonly [name: string, ...cells: (number | null)[]])[];
}

/** Memory in use over its limit: from here on page, /health and log say that it is near. */
export const NEAR_LIMIT_RATIO = 0.85;

type ColumnsOf<Name extends FigureName, Row> = Row extends { live: true }
  ? Name
  : Row extends { live: infer Word extends string }
    ? `${Word}P50Seconds` | `${Word}P99Seconds`
    : Row extends { live: { column: infer Word extends string; by: infer Label }; labels: infer Sets }
      ? `${Word}_${Extract<Sets[Label & keyof Sets], readonly (string | number)[]>[number]}`
      : Row extends { live: { column: infer Word extends string } }
        ? Word
        : never;

/** The names of the live page's columns. */
export type LiveColumn = { [Name in FigureName]: ColumnsOf<Name, Rows[Name]> }[FigureName];

/** Replies by status since the start, pages such as /health and lists of models left out. */
export const statusColumn = (status: Status) => `${FIGURES.replies.live.column}_${status}` as const;
/** Refused requests by reason since the start. */
export const reasonColumn = (reason: RejectionReason) =>
  `${FIGURES.rejections.live.column}_${reason}` as const;

/** What a cell shows of its figure. */
type Shown =
  | { readonly shows: 'number' }
  /** Of what was observed since the row before; NaN when nothing was. */
  | { readonly shows: 'quantile'; readonly quantile: number }
  /** The sum of these series (indexes into `seriesOf`). */
  | { readonly shows: 'series'; readonly places: readonly number[] };

export type LiveCell = Shown & { readonly figure: FigureName; readonly column: LiveColumn };

/** The cells of a row, in their order. Counters count from the start of the server. */
export const LIVE_CELLS: readonly LiveCell[] = FIGURE_ROWS.flatMap(([figure, row]) =>
  cellsOf(figure, row).map(({ column, ...shown }) => ({ ...shown, figure, column: column as LiveColumn })),
);

/** Their names, by which the page finds them. */
export const LIVE_COLUMNS: readonly LiveColumn[] = LIVE_CELLS.map(({ column }) => column);

function cellsOf(name: string, row: Figure): readonly (Shown & { readonly column: string })[] {
  const { live, labels = {} } = row;
  if (live === undefined) return [];
  if (live === true) return [{ column: name, shows: 'number' }];
  if (typeof live === 'string') {
    return [
      { column: `${live}P50Seconds`, shows: 'quantile', quantile: 0.5 },
      { column: `${live}P99Seconds`, shows: 'quantile', quantile: 0.99 },
    ];
  }
  const { column, by, only = {} } = live;
  if (by === undefined) return [{ column, shows: 'series', places: placesOf(row, only) }];
  return (labels[by] ?? []).map((value) => ({
    column: `${column}_${value}`,
    shows: 'series',
    places: placesOf(row, { ...only, [by]: [value] }),
  }));
}

/** Which of a figure's series have only these values. */
function placesOf(row: Figure, only: LabelSets): readonly number[] {
  const fits = (series: Labels): boolean =>
    Object.entries(only).every(([label, values]) => values.includes(series[label] as string | number));
  return seriesOf(row).flatMap((series, place) => (fits(series) ? [place] : []));
}

/** The first message of every connection. */
export interface LiveHello {
  readonly version: string;
  /** Start of the process in milliseconds since the epoch: another value than before is another server. */
  readonly startedAtMs: number;
  readonly intervalMs: number;
  readonly rowsMax: number;
  /** The cells of a row; a page that outlived its server finds its cells by name, or finds none. */
  readonly columns: readonly string[];
  /** The cells of a row of LiveModels behind its name. */
  readonly modelColumns: readonly string[];
  /** Whole cores that the server may use. */
  readonly cpuCores: number;
  /** `cgroup_v2`, `cgroup_v1`, `system_fallback`, or `none` so far. */
  readonly memorySource: string;
  /** What is in force, by the name of the setting, in words. No secrets and no paths. */
  readonly settings: readonly (readonly [name: string, value: string, given: boolean])[];
}
