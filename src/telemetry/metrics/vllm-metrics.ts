/**
 * The figures that autoscalers and routers read from vLLM, under its names. Runs in a worker thread.
 *
 * Names, kinds and labels are those of vLLM's source (vllm/v1/metrics/loggers.py); histograms are in the table of shared/figures/vllm. What is
 * no model here has no cache: it is as full as the slots are, and nothing is ever found in it.
 */
import { Gauge, type Registry } from 'prom-client';
import type { Labels } from '../../shared/figures/figure.js';
import { OTHER_MODELS, OUTCOMES } from '../../shared/figures/models.js';
import { VLLM_HISTOGRAM_ROWS } from '../../shared/figures/vllm.js';
import type { SharedState } from '../../shared/state.js';
import { registerSeries } from './figure-metric.js';
import { registerHistogram } from './histogram-metric.js';

/** Every server of ours is one engine. */
const ENGINE = '0';
const ANSWERED = OUTCOMES.indexOf('answered');
const ABORTED = OUTCOMES.indexOf('aborted');
const PROMPT = 0;
const COMPLETION = 1;
/** Tokens of a block of the cache that there is not: vLLM's own default. */
const BLOCK_SIZE = '16';
const MS_PER_SECOND = 1_000;

/** A row of the models file as a model of vLLM's. */
interface Row {
  readonly labels: Labels;
  /** The number of its block. */
  readonly at: number;
}

/**
 * `model` is a setting; it names whatever falls under no row of the models file, whose other names `names` gives in the order of
 * their blocks: names that clients choose must not become series.
 */
export function registerVllmMetrics(
  registry: Registry,
  state: SharedState,
  model: string,
  names: () => readonly string[],
): void {
  const rows = (): readonly Row[] => {
    const told = names();
    // Two rows must not have the same name.
    const other = told.includes(model) ? OTHER_MODELS : model;
    return told.map((name, at) => ({ at, labels: { model_name: at === 0 ? other : name, engine: ENGINE } }));
  };
  const register = (
    kind: 'counter' | 'gauge',
    metric: string,
    help: string,
    read: (at: number) => number,
  ): void => {
    const row = { kind, metric, help, labels: { model_name: [], engine: [] } };
    registerSeries(registry, row, () => rows().map(({ at, labels }) => [labels, read(at)]));
  };
  registerLoad(state, register);
  registerCounts(state, register);
  const reasons = {
    kind: 'counter',
    metric: 'vllm:request_success_total',
    help: 'Requests that ended, by reason.',
  } as const;
  const labels = { model_name: [], engine: [], finished_reason: [] };
  registerSeries(registry, { ...reasons, labels }, () =>
    rows().flatMap((row) =>
      reasonsOf(state, row.at).map(
        ([reason, count]) => [{ ...row.labels, finished_reason: reason }, count] as const,
      ),
    ),
  );
  for (const [name, { metrics, help }] of VLLM_HISTOGRAM_ROWS) {
    for (const metric of metrics) {
      registerHistogram(registry, metric, help, () =>
        rows().map(({ at, labels }) => ({ labels, histogram: state.vllm.of(at).histograms[name] })),
      );
    }
  }
  registerInfos(registry, state, names);
}

type Register = (
  kind: 'counter' | 'gauge',
  metric: string,
  help: string,
  read: (at: number) => number,
) => void;

/** Where models are told apart, a request that has a slot and whose body has not been read is nobody's; a queue has no models. */
function registerLoad(state: SharedState, register: Register): void {
  register('gauge', 'vllm:num_requests_running', 'Requests whose answer is not yet whole.', (at) =>
    state.models.of(at).valueOf('modelActive'),
  );
  register(
    'gauge',
    'vllm:num_requests_waiting',
    'Requests that wait for a slot, under the first name.',
    (at) => (at === 0 ? state.queueLength : 0),
  );
  for (const metric of ['vllm:kv_cache_usage_perc', 'vllm:gpu_cache_usage_perc']) {
    register('gauge', metric, 'Slots in use over the cap, 0 to 1.', () =>
      Math.min(1, state.active / state.slotsMax),
    );
  }
}

function registerCounts(state: SharedState, register: Register): void {
  const tokens = (kind: number) => (at: number) => state.models.of(at).valueOf('modelTokens', kind);
  register('counter', 'vllm:prompt_tokens_total', 'Tokens of prompts.', tokens(PROMPT));
  register('counter', 'vllm:generation_tokens_total', 'Tokens of answers.', tokens(COMPLETION));
  register('counter', 'vllm:num_preemptions_total', 'None: nothing is ever put off.', () => 0);
  for (const cache of ['prefix_cache', 'gpu_prefix_cache']) {
    register(
      'counter',
      `vllm:${cache}_queries_total`,
      'Tokens that were looked for: all of prompts.',
      tokens(PROMPT),
    );
    register('counter', `vllm:${cache}_hits_total`, 'Tokens that were found.', () => 0);
  }
}

function reasonsOf(state: SharedState, at: number): readonly (readonly [reason: string, count: number])[] {
  const row = state.models.of(at);
  const { cutOff } = state.vllm.of(at);
  return [
    ['stop', row.valueOf('modelRequests', ANSWERED) - cutOff],
    ['length', cutOff],
    ['abort', row.valueOf('modelRequests', ABORTED)],
  ];
}

/** Told by labels that change: rows of the models file are to routers what adapters are. */
function registerInfos(registry: Registry, state: SharedState, names: () => readonly string[]): void {
  const gauge = (
    name: string,
    help: string,
    read: () => readonly [labels: Record<string, string>, value: number],
  ): void => {
    new Gauge({
      name,
      help,
      labelNames: Object.keys(read()[0]),
      registers: [registry],
      collect() {
        this.reset();
        this.set(...read());
      },
    });
  };
  gauge(
    'vllm:lora_requests_info',
    'Rows of the models file that are answered now, as adapters; when that was read.',
    () => {
      const rows = names().slice(1);
      const running = rows.filter((_, at) => state.models.of(at + 1).valueOf('modelActive') > 0);
      return [
        {
          max_lora: String(rows.length),
          running_lora_adapters: running.join(','),
          waiting_lora_adapters: '',
        },
        Date.now() / MS_PER_SECOND,
      ];
    },
  );
  gauge('vllm:cache_config_info', 'A cache with a block for each slot.', () => [
    { engine: ENGINE, block_size: BLOCK_SIZE, num_gpu_blocks: String(state.slotsMax) },
    1,
  ]);
}
