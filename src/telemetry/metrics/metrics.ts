/**
 * The metric families and their rendering. Runs in a worker thread and reads the shared state at every scrape;
 * nothing here is ever called on the main thread.
 */
import { Counter, Gauge, Registry } from 'prom-client';
import { ENDPOINTS, MODEL_ENDPOINTS, REJECTION_REASONS, STATUSES } from '../../shared/labels.js';
import { emptyMemorySnapshot } from '../../shared/memory-snapshot.js';
import type { SharedState } from '../../shared/state.js';
import { registerHistogram } from './histogram-metric.js';
import { type ProcessFacts, registerProcessMetrics } from './process-metrics.js';
import { counter, gauge } from './read-metric.js';
import { registerStreams, registerTokens } from './stream-metrics.js';
import { registerVllmMetrics } from './vllm-metrics.js';

/**
 * Builds the registry and gives back the function that renders one scrape (Prometheus text format 0.0.4). `vllmModel` is
 * what vLLM's metrics are labelled with; null leaves them out.
 */
export function createMetricsRenderer(
  state: SharedState,
  facts: ProcessFacts,
  vllmModel: string | null = null,
): () => Promise<string> {
  const registry = new Registry();
  registerSlots(registry, state);
  registerReplies(registry, state);
  registerTimings(registry, state);
  registerStreams(registry, state);
  registerTokens(registry, state);
  if (vllmModel !== null) registerVllmMetrics(registry, state, vllmModel);
  registerMemory(registry, state);
  registerBuffers(registry, state);
  registerBuild(registry, state, facts);
  registerProcessMetrics(registry, facts);
  return () => registry.metrics();
}

function registerSlots(registry: Registry, state: SharedState): void {
  gauge(registry, 'llm_mock_active_requests', 'Requests that hold a slot now.', () => state.active);
  gauge(
    registry,
    'llm_mock_max_concurrent_requests',
    'The cap: slots in all (MAX_CONCURRENT).',
    () => state.slotsMax,
  );
  gauge(
    registry,
    'llm_mock_peak_requests',
    'The most requests that ever held a slot at once.',
    () => state.peak,
  );
  gauge(registry, 'llm_mock_connections', 'Client connections that are open now.', () => state.connections);
  counter(
    registry,
    'llm_mock_refused_connections_total',
    'Connections that were closed right after they were accepted, since descriptors ran short.',
    () => state.refusedConnections,
  );
  gauge(registry, 'llm_mock_live_viewers', 'Who looks at the live page now.', () => state.viewers);
}

function registerReplies(registry: Registry, state: SharedState): void {
  new Counter({
    name: 'llm_mock_requests_total',
    help: 'Replies by endpoint and status.',
    labelNames: ['endpoint', 'status'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [index, endpoint] of ENDPOINTS.entries()) {
        for (const status of STATUSES) this.inc({ endpoint, status }, state.repliesOf(index, status));
      }
    },
  });
  new Counter({
    name: 'llm_mock_rejected_total',
    help: 'Requests that were refused, by reason. A client library that retries counts once a try.',
    labelNames: ['reason'],
    registers: [registry],
    collect() {
      this.reset();
      for (const reason of REJECTION_REASONS) this.inc({ reason }, state.rejectionsFor(reason));
    },
  });
  counter(
    registry,
    'llm_mock_client_disconnects_total',
    'Clients that left while they held a slot, before their reply was complete.',
    () => state.disconnects,
  );
}

function registerTimings(registry: Registry, state: SharedState): void {
  registerHistogram(
    registry,
    'llm_mock_request_duration_seconds',
    'From the headers of an answered request to its reply, planned delay included.',
    MODEL_ENDPOINTS.map((endpoint, index) => ({
      labels: { endpoint },
      histogram: state.durations[index] as (typeof state.durations)[number],
    })),
  );
  registerHistogram(
    registry,
    'llm_mock_delay_lateness_seconds',
    'How much later than planned a reply was written, without the planned delay: what the mock itself adds.',
    [{ labels: {}, histogram: state.lateness }],
  );
  gauge(
    registry,
    'llm_mock_event_loop_lag_seconds',
    'The longest that the main event loop was held up during the last second.',
    () => state.eventLoopLagSeconds,
  );
}

function registerMemory(registry: Registry, state: SharedState): void {
  const memory = emptyMemorySnapshot();
  const read = () => state.readMemory(memory);
  gauge(
    registry,
    'llm_mock_memory_total_bytes',
    'Memory limit of the container, or of the host if there is none.',
    () => read().totalBytes,
  );
  gauge(
    registry,
    'llm_mock_memory_used_bytes',
    'Memory in use, without file cache that can be dropped.',
    () => read().usedBytes,
  );
  gauge(
    registry,
    'llm_mock_memory_available_bytes',
    'Memory that is left below the limit.',
    () => read().availableBytes,
  );
  gauge(registry, 'llm_mock_memory_usage_ratio', 'Memory in use over the limit, 0 to 1.', () => {
    const { usedBytes, totalBytes } = read();
    return totalBytes > 0 ? usedBytes / totalBytes : 0;
  });
  gauge(
    registry,
    'llm_mock_memory_sample_age_seconds',
    'Time since the memory figures were sampled; it grows when the workers are in trouble.',
    () => {
      const { sampledAtMs } = read();
      return sampledAtMs > 0 ? Math.max(0, Date.now() - sampledAtMs) / 1000 : Number.NaN;
    },
  );
}

function registerBuffers(registry: Registry, state: SharedState): void {
  gauge(
    registry,
    'llm_mock_buffered_bytes',
    'Bytes of requests and replies that lie in memory now, what the kernel holds for slow readers included.',
    () => state.bufferedBytes,
  );
  gauge(
    registry,
    'llm_mock_buffered_bytes_max',
    'The most that they may be (MAX_BUFFERED_BYTES).',
    () => state.bufferedBytesMax,
  );
}

function registerBuild(
  registry: Registry,
  state: SharedState,
  { build, fileDescriptorsMax }: ProcessFacts,
): void {
  counter(
    registry,
    'llm_mock_worker_restarts_total',
    'Worker threads that ended and were replaced.',
    () => state.workerRestarts,
  );
  counter(
    registry,
    'llm_mock_internal_errors_total',
    'Defects of this server that were caught: each ended one request, or one task, and is in the log.',
    () => state.internalErrors,
  );
  counter(
    registry,
    'llm_mock_log_lines_lost_total',
    'Lines of the log that could not be written: the disk is full, or the reader of a pipe too slow.',
    () => state.logLinesLost,
  );
  gauge(
    registry,
    'llm_mock_file_descriptors_max',
    'Soft limit on open descriptors; every connection takes one. NaN where the system does not tell.',
    () => fileDescriptorsMax ?? Number.NaN,
  );
  new Gauge({
    name: 'llm_mock_build_info',
    help: 'Always 1; the labels say what is running.',
    labelNames: ['version', 'node', 'uwebsockets'],
    registers: [registry],
  }).set({ ...build }, 1);
}
