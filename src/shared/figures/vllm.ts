/**
 * What is counted by row of the models file only where VLLM_METRICS is set: histograms of vLLM's, which ours are not, or
 * not in its buckets. Plain data, for
 * every thread. Names, help and buckets are those of vLLM (vllm/v1/metrics/loggers.py); of tokens up to a limit of a million.
 */

const TOKEN_BOUNDS = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000].flatMap((unit) =>
  unit === 1_000_000 ? [unit] : [unit, 2 * unit, 5 * unit],
);
const LATENCY_BOUNDS_SECONDS = [
  0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680,
];
const TOKEN_TIME_BOUNDS_SECONDS = [
  0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80,
];

const FIRST_TOKEN_BOUNDS_SECONDS = [
  0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640,
];

export interface VllmHistogram {
  /** The families in /metrics: an old name has the same counts as the new one. */
  readonly metrics: readonly string[];
  readonly help: string;
  readonly bounds: readonly number[];
}

const VLLM_HISTOGRAMS = {
  firstToken: {
    metrics: ['vllm:time_to_first_token_seconds'],
    help: 'Of streams: until their first token.',
    bounds: FIRST_TOKEN_BOUNDS_SECONDS,
  },
  promptTokens: {
    metrics: ['vllm:request_prompt_tokens'],
    help: 'Of answered requests: tokens of the prompt.',
    bounds: TOKEN_BOUNDS,
  },
  generationTokens: {
    metrics: ['vllm:request_generation_tokens'],
    help: 'Of answered requests: tokens of the answer.',
    bounds: TOKEN_BOUNDS,
  },
  tokenTime: {
    metrics: ['vllm:inter_token_latency_seconds', 'vllm:time_per_output_token_seconds'],
    help: 'Of streams: from token to token, each gap as long as those of its stream on the average.',
    bounds: TOKEN_TIME_BOUNDS_SECONDS,
  },
  requestTokenTime: {
    metrics: ['vllm:request_time_per_output_token_seconds'],
    help: 'Of streams: from token to token, on the average of each.',
    bounds: TOKEN_TIME_BOUNDS_SECONDS,
  },
  latency: {
    metrics: ['vllm:e2e_request_latency_seconds'],
    help: 'Of answered requests: from their headers to the end of the answer.',
    bounds: LATENCY_BOUNDS_SECONDS,
  },
  queue: {
    metrics: ['vllm:request_queue_time_seconds'],
    help: 'Of answered requests: how long they waited for a slot, also not at all.',
    bounds: LATENCY_BOUNDS_SECONDS,
  },
  prefill: {
    metrics: ['vllm:request_prefill_time_seconds'],
    help: 'Of answered requests: from their slot to the first token, of whole answers as planned.',
    bounds: LATENCY_BOUNDS_SECONDS,
  },
  decode: {
    metrics: ['vllm:request_decode_time_seconds'],
    help: 'Of answered requests: from the first token to the end of the answer.',
    bounds: LATENCY_BOUNDS_SECONDS,
  },
  inference: {
    metrics: ['vllm:request_inference_time_seconds'],
    help: 'Of answered requests: from their slot to the end of the answer.',
    bounds: LATENCY_BOUNDS_SECONDS,
  },
} as const satisfies Readonly<Record<string, VllmHistogram>>;

export type VllmHistogramName = keyof typeof VLLM_HISTOGRAMS;

export const VLLM_HISTOGRAM_ROWS = Object.entries(VLLM_HISTOGRAMS) as readonly (readonly [
  VllmHistogramName,
  VllmHistogram,
])[];
