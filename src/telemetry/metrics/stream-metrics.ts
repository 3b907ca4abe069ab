/**
 * The metric families of streams and tokens. Runs in a worker thread.
 */
import { Counter, type Registry } from 'prom-client';
import { TOKEN_KINDS } from '../../shared/labels.js';
import type { SharedState } from '../../shared/state.js';
import { registerHistogram } from './histogram-metric.js';
import { counter, gauge } from './read-metric.js';

export function registerStreams(registry: Registry, state: SharedState): void {
  gauge(
    registry,
    'llm_mock_active_streams',
    'Streams whose first token was sent, and whose last was not yet.',
    () => state.activeStreams,
  );
  counter(
    registry,
    'llm_mock_stream_events_total',
    'Server-sent events that were written, of all kinds.',
    () => state.streamEvents,
  );
  counter(
    registry,
    'llm_mock_stalled_streams_total',
    'Streams, and large replies, that were cut off because their client read nothing for STALL_TIMEOUT.',
    () => state.stalledStreams,
  );
  registerHistogram(
    registry,
    'llm_mock_time_to_first_token_seconds',
    'From the headers of a streamed request to its first token, planned time included.',
    [{ labels: {}, histogram: state.firstToken }],
  );
  registerHistogram(
    registry,
    'llm_mock_inter_token_lateness_seconds',
    'How much later than planned a token of a stream was written: what the mock itself adds.',
    [{ labels: {}, histogram: state.tokenLateness }],
  );
}

export function registerTokens(registry: Registry, state: SharedState): void {
  new Counter({
    name: 'llm_mock_tokens_total',
    help: 'Tokens of answered requests, as their usage says.',
    labelNames: ['kind'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [index, kind] of TOKEN_KINDS.entries()) this.inc({ kind }, state.tokensOf(index));
    },
  });
  counter(
    registry,
    'llm_mock_usage_estimates_total',
    'Answers whose usage was estimated although USAGE=exact, since no worker had counted in time.',
    () => state.usageEstimates,
  );
}
