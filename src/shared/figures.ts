/**
 * Owns the table of figures: one row for each counter, gauge and histogram of the server. Plain data, read by every thread and by
 * the page. The shared memory's layout and accessors, the families of /metrics, the live page's columns and the tables of the
 * docs follow from it. Must never hold a value, or import anything but its rows and the labels.
 */
import { TIME_BOUNDS_SECONDS } from './figures/bounds.js';
import type { Figure } from './figures/figure.js';
import { HEALTH_FIGURES } from './figures/health.js';
import { MODEL_FIGURES } from './figures/models.js';
import { RESOURCE_FIGURES } from './figures/resources.js';
import { TRAFFIC_FIGURES } from './figures/traffic.js';
import { ENDPOINTS, FAULT_KINDS, MODEL_ENDPOINTS, REJECTION_REASONS, STATUSES } from './labels.js';

/** By name: that of the property of SharedState, and of the live column where `live` is true. */
export const FIGURES = {
  ...TRAFFIC_FIGURES,
  ...HEALTH_FIGURES,
  ...RESOURCE_FIGURES,
  durations: {
    kind: 'histogram',
    unit: 'seconds',
    metric: 'llm_mock_request_duration_seconds',
    help: 'From the headers of an answered request to its reply, planned delay included.',
    labels: { endpoint: MODEL_ENDPOINTS },
    bounds: TIME_BOUNDS_SECONDS,
    live: 'answer',
  },
  replies: {
    kind: 'counter',
    metric: 'llm_mock_requests_total',
    help: 'Replies by endpoint and status.',
    labels: { endpoint: ENDPOINTS, status: STATUSES },
    live: {
      column: 'replies',
      by: 'status',
      // What a load test asks for, rightly or by mistake. Pages are left out, or viewers would count themselves.
      only: { endpoint: [...MODEL_ENDPOINTS, 'other'] },
      help: 'Replies by status, pages such as /health and lists of models left out.',
    },
  },
  rejections: {
    kind: 'counter',
    metric: 'llm_mock_rejected_total',
    help: 'Requests that were refused, by reason. A client library that retries counts once a try.',
    labels: { reason: REJECTION_REASONS },
    live: { column: 'rejected', by: 'reason', help: 'Refused requests by reason.' },
  },
  injectedFaults: {
    kind: 'counter',
    metric: 'llm_mock_injected_faults_total',
    help: 'Requests that something went wrong with on purpose, by the kind of fault. No rejections.',
    labels: { kind: FAULT_KINDS, endpoint: MODEL_ENDPOINTS },
    live: { column: 'injectedFaults', help: 'Requests that something went wrong with on purpose.' },
  },
  ...MODEL_FIGURES,
} as const satisfies Readonly<Record<string, Figure>>;

export type Rows = typeof FIGURES;
export type FigureName = keyof Rows;

/** Names of the figures whose rows look so. */
type NamesOf<Shape> = { [Name in FigureName]: Rows[Name] extends Shape ? Name : never }[FigureName];

/** What there is of each row of the models file. */
export type RowName = NamesOf<{ home: 'row' }>;
/** What there is of each thread that serves. */
export type ThreadName = NamesOf<{ home: 'thread' }>;
export type HistogramName = Exclude<NamesOf<{ kind: 'histogram' }>, RowName | ThreadName>;
/** What lies in an Int32 word, and what is worked out where it is shown. */
export type WordName = NamesOf<{ home: 'word' }>;
type ComputedName = NamesOf<{ home: 'computed' }>;
/** What is one number in one cell. */
export type NumberName = Exclude<
  FigureName,
  HistogramName | NamesOf<{ home: string }> | NamesOf<{ labels: object }>
>;
/** Counters that have a cell for each series. */
export type SeriesName = Exclude<
  NamesOf<{ labels: object }>,
  HistogramName | RowName | ThreadName | ComputedName
>;

export type MetricName = NamesOf<{ metric: string }>;
/** What /metrics, and what the live page works out for itself. */
export type ComputedMetric = Exclude<ComputedName & MetricName, 'buildInfo'>;
export type ComputedColumn = ComputedName & NamesOf<{ live: true }>;

/** A histogram with labels is one for each series, in the order of `seriesOf`. */
export type HistogramWithLabels = HistogramName & NamesOf<{ labels: object }>;

/** The rows in their order, without the literals of each. */
export const FIGURE_ROWS = Object.entries(FIGURES) as readonly (readonly [FigureName, Figure])[];
