/**
 * What autoscalers and routers read from vLLM, under its names.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SharedState } from '../../../../dist/shared/state.js';
import { createMetricsRenderer } from '../../../../dist/telemetry/metrics/metrics.js';
import { type Family, parseMetrics } from '../../../support/metrics-text.js';

const FACTS = {
  build: { version: '1.2.3', node: '20.1.2', uwebsockets: '20.51.0' },
  fileDescriptorsMax: null,
  startedAtSeconds: 0,
};
type Families = ReadonlyMap<string, Family>;
type LabelledValue = readonly [labels: Readonly<Record<string, string>>, value: number];

/** The samples of a family as [labels, value]. */
function samplesOf(families: Families, name: string): readonly LabelledValue[] | undefined {
  return families.get(name)?.samples.map(({ labels, value }) => [labels, value] as const);
}

const labelsOf = (model: string) => ({ model_name: model, engine: '0' });

async function familiesOf(
  state: SharedState,
  model: string | null,
  names?: readonly string[],
): Promise<Families> {
  return parseMetrics(await createMetricsRenderer(state, FACTS, model)(names));
}

/** A state with an answer of the second row: 1 s in the queue, 2 s to the first token, 3 s for 6 gaps. */
function answered(): SharedState {
  const state = SharedState.create(4);
  state.tryAcquireSlot();
  for (let request = 0; request < 5; request++) state.queue.tryJoin(5);
  const row = state.models.of(1);
  row.enter();
  row.count('answered');
  row.count('answered');
  row.count('aborted');
  row.countTokens(30, 7);
  state.vllm.of(1).histograms.firstToken.observe(2);
  state.vllm.of(1).count({
    promptTokens: 30,
    generationTokens: 7,
    isCutOff: true,
    queuedMs: 1_000,
    prefillMs: 2_000,
    decodeMs: 3_000,
    gaps: 6,
  });
  return state;
}

test('without a model for it there is none of them', async () => {
  const families = await familiesOf(SharedState.create(1), null);
  assert.deepEqual(
    [...families.keys()].filter((name) => name.startsWith('vllm:')),
    [],
  );
});

test('each row of the models file is a model, and whatever falls under none has the name of the default', async () => {
  const families = await familiesOf(answered(), 'qwen-plus', ['other', 'gpt-4o']);
  const two = (first: number, second: number) => [
    [labelsOf('qwen-plus'), first],
    [labelsOf('gpt-4o'), second],
  ];
  for (const [name, first, second] of [
    ['vllm:num_requests_running', 0, 1],
    ['vllm:num_requests_waiting', 5, 0],
    ['vllm:kv_cache_usage_perc', 0.25, 0.25],
    ['vllm:gpu_cache_usage_perc', 0.25, 0.25],
    ['vllm:prompt_tokens_total', 0, 30],
    ['vllm:generation_tokens_total', 0, 7],
    ['vllm:prefix_cache_queries_total', 0, 30],
    ['vllm:prefix_cache_hits_total', 0, 0],
    ['vllm:gpu_prefix_cache_queries_total', 0, 30],
    ['vllm:gpu_prefix_cache_hits_total', 0, 0],
    ['vllm:num_preemptions_total', 0, 0],
  ] as const) {
    assert.deepEqual(samplesOf(families, name), two(first, second), name);
  }
  assert.deepEqual(samplesOf(families, 'vllm:request_success_total')?.slice(3), [
    [{ ...labelsOf('gpt-4o'), finished_reason: 'stop' }, 1],
    [{ ...labelsOf('gpt-4o'), finished_reason: 'length' }, 1],
    [{ ...labelsOf('gpt-4o'), finished_reason: 'abort' }, 1],
  ]);
});

test('a row that is named as the default keeps its name', async () => {
  const families = await familiesOf(SharedState.create(1), 'gpt-4o', ['other', 'gpt-4o']);
  const labels = samplesOf(families, 'vllm:num_requests_running')?.map(([{ model_name }]) => model_name);
  assert.deepEqual(labels, ['other', 'gpt-4o']);
});

test('histograms are those of each row; each gap of a stream is as long as its mean', async () => {
  const families = await familiesOf(answered(), 'qwen-plus', ['other', 'gpt-4o']);
  for (const [name, sum, count] of [
    ['vllm:time_to_first_token_seconds', 2, 1],
    ['vllm:inter_token_latency_seconds', 3, 6],
    ['vllm:time_per_output_token_seconds', 3, 6],
    ['vllm:request_time_per_output_token_seconds', 0.5, 1],
    ['vllm:e2e_request_latency_seconds', 6, 1],
    ['vllm:request_queue_time_seconds', 1, 1],
    ['vllm:request_prefill_time_seconds', 2, 1],
    ['vllm:request_decode_time_seconds', 3, 1],
    ['vllm:request_inference_time_seconds', 5, 1],
    ['vllm:request_prompt_tokens', 30, 1],
    ['vllm:request_generation_tokens', 7, 1],
  ] as const) {
    const samples = samplesOf(families, name) ?? [];
    assert.deepEqual(samples.slice(-2), [
      [labelsOf('gpt-4o'), sum],
      [labelsOf('gpt-4o'), count],
    ]);
    const bucket = samples.findLast(
      ([{ le, model_name }, value]) => model_name === 'gpt-4o' && le !== undefined && value === 0,
    );
    assert.ok(bucket === undefined || Number(bucket[0].le) < sum / count, name);
  }
});

test('rows that are answered now are told as adapters, and the slots as a cache', async () => {
  const state = answered();
  const [info] =
    samplesOf(await familiesOf(state, 'm', ['other', 'gpt-4o', 'claude-*']), 'vllm:lora_requests_info') ?? [];
  assert.deepEqual(info?.[0], { max_lora: '2', running_lora_adapters: 'gpt-4o', waiting_lora_adapters: '' });
  assert.ok(Math.abs((info?.[1] as number) - Date.now() / 1_000) < 60);
  assert.deepEqual(samplesOf(await familiesOf(state, 'm'), 'vllm:cache_config_info'), [
    [{ engine: '0', block_size: '16', num_gpu_blocks: '4' }, 1],
  ]);
});
