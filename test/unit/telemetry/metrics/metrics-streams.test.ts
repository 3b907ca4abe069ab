/**
 * What the page shows of streams and tokens, and under vLLM's names.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DURATION_BOUNDS_SECONDS,
  FIRST_TOKEN_BOUNDS_SECONDS,
  LATENESS_BOUNDS_SECONDS,
} from '../../../../dist/shared/figures/health.js';
import { SharedState } from '../../../../dist/shared/state.js';
import { createMetricsRenderer } from '../../../../dist/telemetry/metrics/metrics.js';
import { type Family, parseMetrics, valueOfFamily } from '../../../support/metrics-text.js';

const FACTS = {
  build: { version: '1.2.3', node: '20.0.0', uwebsockets: '20.30.0' },
  fileDescriptorsMax: 20_000,
  startedAtSeconds: 1_700_000_000,
};

async function scrape(state: SharedState): Promise<ReadonlyMap<string, Family>> {
  return parseMetrics(await createMetricsRenderer(state, FACTS)());
}

/** The samples of a family as [labels, value]. */
function samplesOf(families: ReadonlyMap<string, Family>, name: string) {
  return families.get(name)?.samples.map(({ labels, value }) => [labels, value]);
}

test('streams and tokens are those of the state', async () => {
  const state = SharedState.create(1);
  for (const change of [1, 1, -1]) state.activeStreams += change;
  state.streamEvents += 7;
  state.streamEvents += 5;
  state.stalledStreams++;
  state.countTokens(8, 17);
  state.countTokens(2, 3);
  state.usageEstimates++;
  state.firstToken.observe(0.3);
  state.tokenLateness.observe(0.0007);
  const families = await scrape(state);
  assert.equal(valueOfFamily(families, 'llm_mock_active_streams'), 1);
  assert.equal(valueOfFamily(families, 'llm_mock_stream_events_total'), 12);
  assert.equal(valueOfFamily(families, 'llm_mock_stalled_streams_total'), 1);
  assert.equal(valueOfFamily(families, 'llm_mock_usage_estimates_total'), 1);
  assert.deepEqual(samplesOf(families, 'llm_mock_tokens_total'), [
    [{ kind: 'prompt' }, 10],
    [{ kind: 'completion' }, 20],
  ]);
  const histogramOf = (name: string, bounds: readonly number[], value: number) => {
    const buckets = [...bounds, Infinity].map((bound) => [
      { le: bound === Infinity ? '+Inf' : String(bound) },
      value <= bound ? 1 : 0,
    ]);
    assert.deepEqual(samplesOf(families, name), [...buckets, [{}, value], [{}, 1]]);
  };
  histogramOf('llm_mock_time_to_first_token_seconds', FIRST_TOKEN_BOUNDS_SECONDS, 0.3);
  histogramOf('llm_mock_inter_token_lateness_seconds', LATENESS_BOUNDS_SECONDS, 0.0007);
});

test('with a model for it the page also has the names of vLLM, labelled with that model alone', async () => {
  const state = SharedState.create(4);
  state.tryAcquireSlot();
  state.firstToken.observe(0.3);
  state.durations[0]?.observe(2);
  state.durations[1]?.observe(3);
  const families = parseMetrics(await createMetricsRenderer(state, FACTS, 'qwen-plus')());
  const vllm = [...families].filter(([name]) => name.startsWith('vllm:'));
  assert.deepEqual(Object.fromEntries(vllm.map(([name, { type }]) => [name, type])), {
    'vllm:num_requests_running': 'gauge',
    'vllm:num_requests_waiting': 'gauge',
    'vllm:kv_cache_usage_perc': 'gauge',
    'vllm:time_to_first_token_seconds': 'histogram',
    'vllm:request_queue_time_seconds': 'histogram',
    'vllm:e2e_request_latency_seconds': 'histogram',
  });
  const label = { model_name: 'qwen-plus' };
  assert.deepEqual(samplesOf(families, 'vllm:num_requests_running'), [[label, 1]]);
  assert.deepEqual(samplesOf(families, 'vllm:num_requests_waiting'), [[label, 0]]);
  assert.deepEqual(samplesOf(families, 'vllm:kv_cache_usage_perc'), [[label, 0.25]]);
  assert.deepEqual(samplesOf(families, 'vllm:time_to_first_token_seconds')?.slice(-2), [
    [label, 0.3],
    [label, 1],
  ]);
  const latency = samplesOf(families, 'vllm:e2e_request_latency_seconds');
  assert.deepEqual(latency?.slice(-2), [
    [label, 5],
    [label, 2],
  ]);
  assert.deepEqual(
    latency?.slice(0, -2),
    [...DURATION_BOUNDS_SECONDS, '+Inf'].map((le) => [
      { ...label, le: String(le) },
      [2, 3].filter((seconds) => seconds <= (le === '+Inf' ? Infinity : Number(le))).length,
    ]),
  );
});
