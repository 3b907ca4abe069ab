/**
 * The figures of the process itself: its workers, processor time, punctuality, memory and descriptors. Plain data, for every
 * thread and the page. The order of the rows is that of /metrics, of the live page's columns and of the tables in the docs.
 */
import { TIME_BOUNDS_SECONDS } from './bounds.js';
import type { Figure } from './figure.js';

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
    bounds: TIME_BOUNDS_SECONDS,
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
  unread: {
    kind: 'histogram',
    unit: 'seconds',
    metric: 'llm_mock_unread_seconds',
    help: 'For how long a request may have lain unread, at the most, before its planned time began: how late the mock is before it knows of it.',
    bounds: TIME_BOUNDS_SECONDS,
    live: 'unread',
  },
  lateness: {
    kind: 'histogram',
    unit: 'seconds',
    metric: 'llm_mock_delay_lateness_seconds',
    help: 'How much later than planned a reply was written, without the planned delay: what the mock itself adds.',
    bounds: TIME_BOUNDS_SECONDS,
    live: 'replyLateness',
  },
  tokenLateness: {
    kind: 'histogram',
    unit: 'seconds',
    metric: 'llm_mock_inter_token_lateness_seconds',
    help: 'How much later than planned a token of a stream was written: what the mock itself adds.',
    bounds: TIME_BOUNDS_SECONDS,
    live: 'tokenLateness',
  },
  firstToken: {
    kind: 'histogram',
    unit: 'seconds',
    metric: 'llm_mock_time_to_first_token_seconds',
    help: 'From the headers of a streamed request to its first token, planned time included.',
    bounds: TIME_BOUNDS_SECONDS,
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
