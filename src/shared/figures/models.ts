/**
 * The figures that are told by row of the models file, and how many rows are told apart. Plain data, for every thread and the
 * page. The order of the rows is that of /metrics and of the tables in the docs.
 */
import { TIME_BOUNDS_SECONDS } from './bounds.js';
import type { Figure } from './figure.js';

/**
 * Rows of the models file that are told apart, in its order. Each takes 8 KiB of shared memory, and once it was asked
 * for 978 lines of a scrape; a models file may have a thousand.
 */
export const MODEL_ROWS_MAX = 64;

/** Stands for whatever falls under no row, or under one beyond MODEL_ROWS_MAX. */
export const OTHER_MODELS = 'other';

/**
 * What became of a request: answered with 200 to the end; answered with another status; ended before its answer was whole, by
 * its client or by a fault.
 */
export const OUTCOMES = ['answered', 'refused', 'aborted'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The set of rows is known at start-up, and grows by what a reload brings, up to MODEL_ROWS_MAX. */
const BY_MODEL = { model: [] } as const;

export const MODEL_FIGURES = {
  modelRequests: {
    kind: 'counter',
    home: 'row',
    metric: 'llm_mock_model_requests_total',
    help: 'Requests whose model was read, by row of the models file and by what became of them.',
    labels: { ...BY_MODEL, outcome: OUTCOMES },
  },
  modelActive: {
    kind: 'gauge',
    home: 'row',
    metric: 'llm_mock_model_active_requests',
    help: 'Requests whose model was read, and whose answer is not yet whole, by row of the models file.',
    labels: BY_MODEL,
  },
  modelTokens: {
    kind: 'counter',
    home: 'row',
    metric: 'llm_mock_model_tokens_total',
    help: 'Tokens of answered requests by row of the models file, as their usage says.',
    labels: { ...BY_MODEL, kind: ['prompt', 'completion'] },
  },
  modelFirstToken: {
    kind: 'histogram',
    home: 'row',
    unit: 'seconds',
    metric: 'llm_mock_model_time_to_first_token_seconds',
    help: 'From the headers of a streamed request to its first token, by row of the models file.',
    labels: BY_MODEL,
    bounds: TIME_BOUNDS_SECONDS,
  },
  modelPlannedFirstToken: {
    kind: 'histogram',
    home: 'row',
    unit: 'seconds',
    metric: 'llm_mock_model_planned_time_to_first_token_seconds',
    help: 'What was planned for the same streams, from the whole request on.',
    labels: BY_MODEL,
    bounds: TIME_BOUNDS_SECONDS,
    offDashboard: 'the live page shows it beside what came of it',
  },
  modelAnswer: {
    kind: 'histogram',
    home: 'row',
    unit: 'seconds',
    metric: 'llm_mock_model_request_duration_seconds',
    help: 'From the headers of an answered request to the end of its answer, by row of the models file.',
    labels: BY_MODEL,
    bounds: TIME_BOUNDS_SECONDS,
  },
  modelPlannedAnswer: {
    kind: 'histogram',
    home: 'row',
    unit: 'seconds',
    metric: 'llm_mock_model_planned_request_duration_seconds',
    help: 'What was planned for the same answers, from the whole request on.',
    labels: BY_MODEL,
    bounds: TIME_BOUNDS_SECONDS,
    offDashboard: 'the live page shows it beside what came of it',
  },
  modelTokenTime: {
    kind: 'histogram',
    home: 'row',
    unit: 'seconds',
    metric: 'llm_mock_model_time_per_output_token_seconds',
    help: 'Of streams that were answered: the time behind their first token over the tokens behind it, by row of the models file.',
    labels: BY_MODEL,
    bounds: TIME_BOUNDS_SECONDS,
  },
  modelPlannedTokenTime: {
    kind: 'histogram',
    home: 'row',
    unit: 'seconds',
    metric: 'llm_mock_model_planned_time_per_output_token_seconds',
    help: 'What was planned for the same streams.',
    labels: BY_MODEL,
    bounds: TIME_BOUNDS_SECONDS,
    offDashboard: 'the live page shows it beside what came of it',
  },
} as const satisfies Readonly<Record<string, Figure>>;

type ModelFigures = typeof MODEL_FIGURES;
export type ModelFigureName = keyof ModelFigures;

/** By their place in the list: what of them is a histogram. */
export const MODEL_FIGURE_ROWS = Object.entries(MODEL_FIGURES) as readonly (readonly [
  ModelFigureName,
  Figure,
])[];
