/**
 * The figures that autoscalers and routers read from vLLM, under its names. Runs in a worker thread.
 *
 * Names, kinds and the label are those of vLLM's production metrics (docs.vllm.ai, "Production Metrics"). What is no model
 * here has no cache: it is as full as the slots are.
 */
import { Gauge, type Registry } from 'prom-client';
import type { Histogram } from '../../shared/figures/histogram.js';
import type { SharedState } from '../../shared/state.js';
import { registerHistogram } from './histogram-metric.js';

/** `model` is a setting, and so the label's only value: names that clients choose must not become series. */
export function registerVllmMetrics(registry: Registry, state: SharedState, model: string): void {
  const labels = { model_name: model };
  const register = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      labelNames: ['model_name'],
      registers: [registry],
      collect() {
        this.set(labels, read());
      },
    });
  };
  register('vllm:num_requests_running', 'Requests that hold a slot now.', () => state.active);
  register('vllm:num_requests_waiting', 'Requests that wait for a slot now.', () => state.queueLength);
  register('vllm:kv_cache_usage_perc', 'Slots in use over the cap, 0 to 1.', () =>
    Math.min(1, state.active / state.slotsMax),
  );
  const histogram = (name: string, help: string, of: Histogram | readonly Histogram[]): void => {
    registerHistogram(registry, name, help, () => [{ labels, histogram: of }]);
  };
  histogram('vllm:time_to_first_token_seconds', 'Of streams: until their first token.', state.firstToken);
  histogram(
    'vllm:request_queue_time_seconds',
    'Of requests that waited for a slot: how long.',
    state.queueWait,
  );
  histogram('vllm:e2e_request_latency_seconds', 'Until the whole answer, of all APIs.', state.durations);
}
