/**
 * Ready-made latency profiles, each with the publication that its figures are from. Pure; parsed once, when first asked for.
 *
 * What a source gives as the time per token with the first one included was taken apart: (whole time − first token) by the
 * tokens behind the first. docs/models-file.md shows this table, and a test holds the two together.
 */
import assert from 'node:assert/strict';
import { type ParseResult, parseCount, parseDuration } from '../grammar/grammar.js';
import { EMPTY_PROFILE, type LatencyProfile } from '../profile/profile.js';
import { MEASURED_MODELS } from './measured-models.js';

/** Durations in the grammar of the latency model. */
export interface ModelProfile {
  readonly name: string;
  readonly timeToFirstToken: string;
  readonly interTokenLatency: string;
  /** What was measured: model, machine, load. */
  readonly measured: string;
  readonly source: string;
}

const LEADERBOARD = 'LLMPerf Leaderboard (github.com/ray-project/llmperf-leaderboard), raw_data/summary/';
const LEADERBOARD_LOAD = '550 tokens in, 150 out, 5 requests at once';

export const MODEL_PROFILES: readonly ModelProfile[] = [
  {
    name: 'small-hosted',
    timeToFirstToken: 'percentiles(p0=210ms,p25=316ms,p50=331ms,p75=341ms,p95=372ms,p99=877ms)',
    interTokenLatency: 'percentiles(p0=10.79ms,p25=10.79ms,p50=11ms,p75=11.15ms,p95=11.27ms)',
    measured: `Llama 2 7B at Fireworks, ${LEADERBOARD_LOAD}, December 2023`,
    source: `${LEADERBOARD}fireworks_7b.json; inter-token latency derived`,
  },
  {
    name: 'large-hosted',
    timeToFirstToken: 'percentiles(p0=460ms,p25=546ms,p50=635ms,p75=674ms,p95=770ms,p99=871ms)',
    interTokenLatency: 'percentiles(p0=11.36ms,p25=11.36ms,p50=11.56ms,p75=12.27ms,p95=14.27ms,p99=17.08ms)',
    measured: `Llama 2 70B at Together, ${LEADERBOARD_LOAD}, December 2023`,
    source: `${LEADERBOARD}together_70b.json; inter-token latency derived`,
  },
  {
    name: 'fast-hosted',
    timeToFirstToken: 'percentiles(p0=170ms,p25=186ms,p50=222ms,p75=241ms,p95=304ms,p99=350ms)',
    interTokenLatency: 'percentiles(p0=3.89ms,p25=3.89ms,p50=3.91ms,p75=4.13ms,p95=4.28ms,p99=4.31ms)',
    measured: `Llama 2 70B at Groq, ${LEADERBOARD_LOAD}, January 2024`,
    source: `${LEADERBOARD}groq_70b.json; inter-token latency derived`,
  },
  {
    name: 'small-self-hosted',
    timeToFirstToken: 'lognormal(p50=41.69ms,p99=64.71ms)',
    interTokenLatency: '10.94ms',
    measured: 'Llama 3.1 8B (fp16) on vLLM 0.21.0 and one H100, 16 requests at once, May 2026',
    source:
      'InferenceBench, concurrency sweep (yobitelcomm.github.io/bench/recipes/concurrency-sweep); median only',
  },
  {
    name: 'large-self-hosted',
    timeToFirstToken: '688.69ms',
    interTokenLatency: '38.75ms',
    measured: 'Llama 3.3 70B (fp8) on NIM 1.8.0 and two H100, 5,000 tokens in, 500 out, 25 requests at once',
    source:
      'NVIDIA NIM, Performance (docs.nvidia.com/nim/benchmarking/llm/1.0.0/performance); one figure each',
  },
];

export const MODEL_PROFILE_NAMES: readonly string[] = MODEL_PROFILES.map(({ name }) => name);

/** By name, as far as it was asked for: a thousand rows of a models file may name the same one. */
const parsedProfiles = new Map<string, LatencyProfile>();

/** The profile of that name, ready-made or of a model by its own name; undefined where there is none. */
export function findModelProfile(name: string): LatencyProfile | undefined {
  const known = parsedProfiles.get(name);
  if (known !== undefined) return known;
  const named = (one: { readonly name: string }): boolean => one.name === name;
  const model = MEASURED_MODELS.find(named);
  const profile = model ?? MODEL_PROFILES.find(named);
  if (profile === undefined) return undefined;
  const reasoningTokens = model?.reasoningTokens ?? null;
  const parsed: LatencyProfile = {
    ...EMPTY_PROFILE,
    timeToFirstToken: distributionOf(parseDuration(profile.timeToFirstToken)),
    interTokenLatency: distributionOf(parseDuration(profile.interTokenLatency)),
    reasoningTokens: reasoningTokens === null ? null : distributionOf(parseCount(reasoningTokens)),
  };
  parsedProfiles.set(name, parsed);
  return parsed;
}

function distributionOf(parsed: ParseResult) {
  assert.ok(parsed.ok);
  return parsed.distribution;
}
