/**
 * The figures of requests, connections and streams that need no closed set of others. Plain data, for every thread and the
 * page. The order of the rows is that of /metrics, of the live page's columns and of the tables in the docs.
 */
import type { Figure } from './figure.js';

/** Upper bounds in seconds: as vLLM's of the time in its queue. */
const QUEUE_BOUNDS_SECONDS = [
  0.01, 0.05, 0.1, 0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920,
] as const;

export const TRAFFIC_FIGURES = {
  atMs: {
    kind: 'gauge',
    home: 'computed',
    unit: 'milliseconds',
    help: 'When the row was taken, since the epoch.',
    live: true,
  },
  active: {
    kind: 'gauge',
    home: 'word',
    metric: 'llm_mock_active_requests',
    help: 'Requests that hold a slot now.',
    live: true,
  },
  slotsMax: {
    kind: 'gauge',
    home: 'word',
    metric: 'llm_mock_max_concurrent_requests',
    help: 'The cap: slots in all (MAX_CONCURRENT).',
    live: true,
  },
  peak: {
    kind: 'gauge',
    home: 'word',
    metric: 'llm_mock_peak_requests',
    help: 'The most requests that ever held a slot at once.',
  },
  queueLength: {
    kind: 'gauge',
    home: 'word',
    metric: 'llm_mock_queue_length',
    help: 'Requests that wait for a slot now.',
    live: true,
    offDashboard: 'the live page shows it; 0 unless QUEUE_SIZE is set',
  },
  queueWait: {
    kind: 'histogram',
    unit: 'seconds',
    metric: 'llm_mock_queue_wait_seconds',
    help: 'How long requests waited for a slot that they got; those that did not wait are left out.',
    offDashboard: 'nothing unless QUEUE_SIZE is set',
    bounds: QUEUE_BOUNDS_SECONDS,
  },
  queueDisconnects: {
    kind: 'counter',
    metric: 'llm_mock_queue_disconnects_total',
    help: 'Clients that left while they waited for a slot.',
    offDashboard: 'nothing unless QUEUE_SIZE is set',
  },
  earlyRetries: {
    kind: 'counter',
    metric: 'llm_mock_early_retries_total',
    help: 'Requests of a key that came before the time that its last refusal had named (retry-after).',
    live: true,
    offDashboard: 'the live page shows it; 0 unless RATE_LIMITS is set',
  },
  retryStorms: {
    kind: 'counter',
    metric: 'llm_mock_retry_storms_total',
    help: 'Rows of 10 refusals of a key, of which each came before the time that the last one had named.',
    live: true,
    offDashboard: 'the live page shows it; 0 unless RATE_LIMITS is set',
  },
  callerPeak: {
    kind: 'gauge',
    across: 'greatest',
    metric: 'llm_mock_caller_peak_requests',
    help: 'The most requests that one key ever had in flight, or waiting, at once.',
    offDashboard: 'nothing unless RATE_LIMITS is set',
  },
  connections: {
    kind: 'gauge',
    home: 'word',
    metric: 'llm_mock_connections',
    help: 'Client connections that are open now.',
    live: true,
  },
  refusedConnections: {
    kind: 'counter',
    metric: 'llm_mock_refused_connections_total',
    help: 'Connections that were closed right after they were accepted, since descriptors ran short.',
  },
  unaskedConnections: {
    kind: 'counter',
    metric: 'llm_mock_unasked_connections_total',
    help: 'Connections that ended before a request was read: the client left or said nothing, or what it said was no HTTP.',
    offDashboard: 'a client that is wrong sees it first, and a balancer that only connects is no trouble',
  },
  viewers: {
    kind: 'gauge',
    metric: 'llm_mock_live_viewers',
    help: 'Who looks at the live page now.',
    live: true,
  },
  activeStreams: {
    kind: 'gauge',
    metric: 'llm_mock_active_streams',
    help: 'Streams whose first token was sent, and whose last was not yet.',
    live: true,
  },
  streamEvents: {
    kind: 'counter',
    metric: 'llm_mock_stream_events_total',
    help: 'Server-sent events that were written, of all kinds.',
    live: true,
  },
  tokens: {
    kind: 'counter',
    metric: 'llm_mock_tokens_total',
    help: 'Tokens of answered requests, as their usage says.',
    labels: { kind: ['prompt', 'completion'] },
    live: { column: 'completionTokens', only: { kind: ['completion'] }, help: 'Tokens of answers.' },
  },
  usageEstimates: {
    kind: 'counter',
    metric: 'llm_mock_usage_estimates_total',
    help: 'Answers whose usage was estimated although USAGE=exact, since no worker had counted in time.',
  },
  disconnects: {
    kind: 'counter',
    metric: 'llm_mock_client_disconnects_total',
    help: 'Clients that left while they held a slot, before their reply was complete.',
    live: true,
  },
  stalledStreams: {
    kind: 'counter',
    metric: 'llm_mock_stalled_streams_total',
    help: 'Streams, and large replies, that were cut off because their client read nothing for STALL_TIMEOUT.',
    live: true,
  },
  configRevision: {
    kind: 'gauge',
    metric: 'llm_mock_config_revision',
    help: 'How often settings were changed while the server runs, since its start.',
    live: true,
    offDashboard: 'it marks changes on the live page',
  },
  scenarioStep: {
    kind: 'gauge',
    metric: 'llm_mock_scenario_step',
    help: "Moments of the scenario's time line that have passed, the last of them being in force; 0 while none runs.",
    live: true,
    offDashboard: 'it marks steps on the live page',
  },
} as const satisfies Readonly<Record<string, Figure>>;
