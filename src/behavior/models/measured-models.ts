/**
 * Owns the profiles of models by their own names: what somebody measured of each and published, with date and source. Pure data.
 *
 * Never a figure without a source. A speed in tokens a second was taken apart as 1 / speed from one token to the next. Where thoughts are
 * shown as they come, the first token is the first of them, and `reasoningTokens` is how many the source counts or assumes; where they
 * are hidden, the first token is the first that anybody sees, with all the time of thinking before it. docs/measured-models.md shows this
 * table, and a test holds the two together. No source tells how long answers are, so no row does: see OUTPUT_TOKENS.
 */

/** Durations and counts in the grammar of the latency model, as it writes them itself. */
export interface MeasuredModel {
  /** As the APIs call it. */
  readonly name: string;
  readonly timeToFirstToken: string;
  readonly interTokenLatency: string;
  /** Null where thoughts are hidden, or there are none. */
  readonly reasoningTokens: string | null;
  /** Which version, at which host, with which effort. */
  readonly measured: string;
  readonly source: keyof typeof MEASURED_SOURCES;
}

/** The publications: what was measured and how, when (a month, or a day), and where it can be looked up. */
export const MEASURED_SOURCES = {
  'aa-2026-10': {
    title: 'Artificial Analysis, medians of 72 hours, in a snapshot that names one host a model',
    date: '2026-10',
    url: 'https://github.com/akaihola/artificialanalysis-ai-parser/blob/06a99e0b949693e5ec907297cd9591a9d28a25e3/models.json',
  },
  'aa-2026-07': {
    title: 'Artificial Analysis, percentiles over hosts and 72 hours, in a snapshot of its leaderboard',
    date: '2026-07-05',
    url: 'https://github.com/oolong-tea-2026/artificial-analysis-leaderboards/blob/3b2928035544f395c9baff94ea83d2e9e9a6715f/data/2026-07-05/llms.json',
  },
} as const;

/** Of medians: the usual row. */
function hosted(
  name: string,
  timeToFirstToken: string,
  interTokenLatency: string,
  measured: string,
  reasoningTokens: string | null = null,
): MeasuredModel {
  return {
    name,
    timeToFirstToken,
    interTokenLatency,
    reasoningTokens,
    measured,
    source: 'aa-2026-10',
  };
}

/** In the order of the documentation. */
export const MEASURED_MODELS: readonly MeasuredModel[] = [
  hosted('gpt-4o', '1.0641s', '8.25ms', 'GPT-4o (November 2024) at OpenAI'),
  hosted('gpt-4-turbo', '3.7073s', '31.45ms', 'GPT-4 Turbo at OpenAI'),
  hosted('gpt-4.1', '872.1ms', '7.12ms', 'GPT-4.1 at OpenAI'),
  hosted('gpt-4.1-mini', '744.2ms', '7.05ms', 'GPT-4.1 mini at OpenAI'),
  hosted('gpt-4.1-nano', '625.3ms', '8.25ms', 'GPT-4.1 nano at OpenAI'),
  hosted('gpt-5', '40.2006s', '13.21ms', 'GPT-5 at OpenAI, medium effort, thoughts hidden'),
  hosted('gpt-5-mini', '10.8283s', '8.35ms', 'GPT-5 mini at OpenAI, medium effort, thoughts hidden'),
  hosted('gpt-5-nano', '44.8189s', '6.88ms', 'GPT-5 nano at OpenAI, medium effort, thoughts hidden'),
  hosted('gpt-5.1', '951.3ms', '9.07ms', 'GPT-5.1 at OpenAI, without thinking'),
  hosted('gpt-5.2', '831.4ms', '14.87ms', 'GPT-5.2 at OpenAI, without thinking'),
  hosted('gpt-5.5', '891.9ms', '12.5ms', 'GPT-5.5 at OpenAI, without thinking'),
  hosted('gpt-6-astra', '5.598s', '22.01ms', 'GPT-6 Astra at OpenAI, medium effort, thoughts hidden'),
  hosted('gpt-6.1-sol', '5.7311s', '18.98ms', 'GPT-6.1 Sol at OpenAI, medium effort, thoughts hidden'),
  hosted('o3-mini', '6.6795s', '4.7ms', 'o3-mini at OpenAI, thoughts hidden'),
  hosted(
    'gpt-oss-120b',
    '1.1964s',
    '25.9ms',
    'gpt-oss-120b at CoreWeave, high effort; the source assumes 2,000 tokens of thought',
    '2000',
  ),
  hosted(
    'claude-opus-5-5',
    '37.3714s',
    '13.38ms',
    'Claude Opus 5.5 at Anthropic, high effort, up to the first token of the answer',
  ),
  hosted(
    'claude-opus-5',
    '19.8164s',
    '18.55ms',
    'Claude Opus 5 at Anthropic, high effort, up to the first token of the answer',
  ),
  hosted('claude-opus-4-5', '1.2092s', '21.84ms', 'Claude Opus 4.5 at Anthropic, without thinking'),
  hosted(
    'claude-sonnet-5-5',
    '12.1985s',
    '9.9ms',
    'Claude Sonnet 5.5 at Anthropic, high effort, up to the first token of the answer',
  ),
  hosted('claude-sonnet-5', '1.1505s', '15.71ms', 'Claude Sonnet 5 at Anthropic, without thinking'),
  hosted('claude-sonnet-4-6', '1.3618s', '22.31ms', 'Claude Sonnet 4.6 at Anthropic, without thinking'),
  hosted(
    'claude-sonnet-4-5',
    '12.2015s',
    '21.98ms',
    'Claude Sonnet 4.5 at Anthropic, with thinking, up to the first token of the answer',
  ),
  hosted('claude-haiku-4-5', '576.1ms', '10.85ms', 'Claude Haiku 4.5 at Anthropic, without thinking'),
  hosted('gemini-2.5-pro', '26.3155s', '9.67ms', 'Gemini 2.5 Pro at Google (Vertex), thoughts hidden'),
  hosted('gemini-2.5-flash', '537.1ms', '6.66ms', 'Gemini 2.5 Flash at Google (Vertex), without thinking'),
  hosted(
    'gemini-2.5-flash-lite',
    '16.3193s',
    '2.77ms',
    'Gemini 2.5 Flash-Lite at Google (AI Studio), with thinking, thoughts hidden',
  ),
  {
    name: 'gemini-3.5-flash',
    timeToFirstToken:
      'percentiles(p0=11.5528s,p5=11.5528s,p25=16.4884s,p50=23.2462s,p75=47.733s,p95=87.9259s)',
    interTokenLatency: 'percentiles(p0=4.03ms,p5=4.03ms,p25=4.77ms,p50=5.39ms,p75=6.41ms,p95=7.01ms)',
    reasoningTokens: null,
    measured:
      'Gemini 3.5 Flash at Google, high effort, thoughts hidden; they were 90 % of its output on GPQA Diamond; speeds of whole answers',
    source: 'aa-2026-07',
  },
  hosted(
    'gemini-3.5-flash-lite',
    '8.8233s',
    '2.78ms',
    'Gemini 3.5 Flash-Lite at Google (AI Studio), with thinking, thoughts hidden',
  ),
  hosted('qwen3-max', '2.2628s', '16.09ms', 'Qwen3 Max at Alibaba Cloud'),
  hosted(
    'qwen3.7-plus',
    '2.1505s',
    '17.85ms',
    'Qwen3.7 Plus at Alibaba Cloud, with thinking; the source assumes 2,000 tokens of thought',
    '2000',
  ),
  hosted(
    'qwen3.8-max',
    '2.7774s',
    '25.66ms',
    'Qwen3.8 Max (0902) at Alibaba Cloud, with thinking; the source assumes 2,000 tokens of thought',
    '2000',
  ),
  hosted(
    'qwen3-235b-a22b-instruct-2507',
    '1.4141s',
    '18.16ms',
    'Qwen3 235B 2507 at Nebius, without thinking',
  ),
  hosted('deepseek-v3', '917.7ms', '12.37ms', 'DeepSeek V3 0324 (FP4) at DeepInfra'),
  hosted(
    'deepseek-r1',
    '2.0928s',
    '47.87ms',
    'DeepSeek R1 (January 2025) at Novita; thoughts from the whole time and the speed',
    '2347',
  ),
  hosted('deepseek-v4-pro', '1.6964s', '9.31ms', 'DeepSeek V4 Pro (0813) at DeepSeek, without thinking'),
  hosted('deepseek-v4.1-flash', '989.8ms', '4.95ms', 'DeepSeek V4.1 Flash at DeepSeek, without thinking'),
  hosted('llama-3.1-8b-instant', '845.6ms', '1.49ms', 'Llama 3.1 8B at Groq'),
  hosted('llama-4-maverick', '1.0011s', '13.87ms', 'Llama 4 Maverick at Novita'),
  hosted('mistral-large-3', '1.1031s', '12.7ms', 'Mistral Large 3 at Mistral'),
  hosted('kimi-k2-0905', '1.2452s', '19.04ms', 'Kimi K2 0905 at Novita'),
  hosted('grok-4', '10.9259s', '13.81ms', 'Grok 4 at Microsoft Azure, thoughts hidden'),
];

export const MEASURED_MODEL_NAMES: readonly string[] = MEASURED_MODELS.map(({ name }) => name);
