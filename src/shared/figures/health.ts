/**
 * The figures of the process itself: its workers, processor time, punctuality, memory and descriptors. Plain data, for every
 * thread and the page. The order of the rows is that of /metrics, of the live page's columns and of the tables in the docs.
 */
import type { Figure } from './figure.js';

/** Upper bounds in seconds: a late reply is late by milliseconds. */
export const LATENESS_BOUNDS_SECONDS = [
  0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
] as const;

/** A hosted model's first token takes from a tenth of a second to some seconds, that of a reasoning one a minute. */
export const FIRST_TOKEN_BOUNDS_SECONDS = [
  0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640,
] as const;

/** Upper bounds in seconds: a request lasts what it was told to, 10 s by default. */
export const DURATION_BOUNDS_SECONDS = [
  0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 10.1, 15, 20, 30, 60, 120, 300, 600,
] as const;

/** Which thread: 0 is the main one. Told only where several serve, so that nothing is told twice. */
const BY_THREAD = { thread: [] } as const;
const ONLY_WITH_THREADS = 'nothing unless SOCKET_THREADS is above 1';

export const HEALTH_FIGURES = {
  socketThreadRestarts: {
    kind: 'counter',
    metric: 'llm_mock_socket_thread_restarts_total',
    help: 'Threads that serve sockets which died and were started again; their clients lost their connections.',
    offDashboard: ONLY_WITH_THREADS,
  },
  threadActive: {
    kind: 'gauge',
    home: 'thread',
    metric: 'llm_mock_thread_active_requests',
    help: 'Requests that hold a slot now, by the thread that serves them (SOCKET_THREADS).',
    labels: BY_THREAD,
    offDashboard: ONLY_WITH_THREADS,
  },
  threadConnections: {
    kind: 'gauge',
    home: 'thread',
    metric: 'llm_mock_thread_connections',
    help: 'Client connections that are open now, by the thread that serves them.',
    labels: BY_THREAD,
    offDashboard: ONLY_WITH_THREADS,
  },
  threadLag: {
    kind: 'gauge',
    home: 'thread',
    unit: 'seconds',
    metric: 'llm_mock_thread_event_loop_lag_seconds',
    help: 'The longest that the event loop of a thread was held up during the last second.',
    labels: BY_THREAD,
    offDashboard: ONLY_WITH_THREADS,
  },
  threadLateness: {
    kind: 'histogram',
    home: 'thread',
    unit: 'seconds',
    metric: 'llm_mock_thread_delay_lateness_seconds',
    help: 'How much later than planned a reply was written, by the thread that wrote it.',
    labels: BY_THREAD,
    bounds: LATENESS_BOUNDS_SECONDS,
    offDashboard: ONLY_WITH_THREADS,
  },
  workerRestarts: {
    kind: 'counter',
    metric: 'llm_mock_worker_restarts_total',
    help: 'Worker threads that ended and were replaced.',
    live: true,
  },
  internalErrors: {
    kind: 'counter',
    metric: 'llm_mock_internal_errors_total',
    help: 'Defects of this server that were caught: each ended one request, or one task, and is in the log.',
  },
  logLinesLost: {
    kind: 'counter',
    metric: 'llm_mock_log_lines_lost_total',
    help: 'Lines of the log that could not be written: the disk is full, or the reader of a pipe too slow.',
  },
  cpuSeconds: {
    kind: 'counter',
    home: 'computed',
    unit: 'seconds',
    metric: 'process_cpu_seconds_total',
    help: 'Processor time of all threads.',
    live: true,
  },
  lateness: {
    kind: 'histogram',
    unit: 'seconds',
    metric: 'llm_mock_delay_lateness_seconds',
    help: 'How much later than planned a reply was written, without the planned delay: what the mock itself adds.',
    bounds: LATENESS_BOUNDS_SECONDS,
    live: 'replyLateness',
  },
  tokenLateness: {
    kind: 'histogram',
    unit: 'seconds',
    metric: 'llm_mock_inter_token_lateness_seconds',
    help: 'How much later than planned a token of a stream was written: what the mock itself adds.',
    bounds: LATENESS_BOUNDS_SECONDS,
    live: 'tokenLateness',
  },
  firstToken: {
    kind: 'histogram',
    unit: 'seconds',
    metric: 'llm_mock_time_to_first_token_seconds',
    help: 'From the headers of a streamed request to its first token, planned time included.',
    bounds: FIRST_TOKEN_BOUNDS_SECONDS,
    live: 'firstToken',
  },
  eventLoopLagSeconds: {
    kind: 'gauge',
    across: 'greatest',
    unit: 'seconds',
    metric: 'llm_mock_event_loop_lag_seconds',
    help: 'The longest that an event loop which serves was held up during the last second.',
    live: true,
  },
} as const satisfies Readonly<Record<string, Figure>>;
