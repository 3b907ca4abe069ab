/**
 * Holds the settings of the latency model and of content to their defaults, sources, ranges and relations.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configOf, problemsOf, type SettingCase, testSetting } from '../../../support/setting-cases.js';

const constant = (value: number) => ({ kind: 'constant', value });
const uniform = (min: number, max: number) => ({ kind: 'uniform', min, max });

function durations(env: string, of: SettingCase['of']): SettingCase {
  return {
    env,
    of,
    fallback: null,
    good: [
      ['2s', constant(2_000)],
      ['0', constant(0)],
      ['uniform(1s, 3s)', uniform(1_000, 3_000)],
    ],
    wrong: [
      ['2', 'expected a unit (us, ms, s, m, h) after 2, got the end (at character 2 of "2")'],
      ['', 'expected a duration such as 2s or a distribution, got nothing (at character 1 of "")'],
      ['uniform(3s,1s)', 'expected at least 3s, the lower end, got 1s (at character 12 of "uniform(3s,1s)")'],
    ],
    expected: null,
  };
}

function counts(env: string, of: SettingCase['of']): SettingCase {
  return {
    env,
    of,
    fallback: null,
    good: [
      ['200', constant(200)],
      ['uniform(100,300)', uniform(100, 300)],
    ],
    wrong: [['2s', 'expected no unit after 2, got \'s\' (at character 2 of "2s")']],
    expected: null,
  };
}

const NOT_BOOLEAN = ['', 'TRUE', 'yes', '1', '0', ' true'];

const CASES: readonly SettingCase[] = [
  { ...durations('RESPONSE_DELAY', ({ latency }) => latency.responseDelay), fallback: constant(10_000) },
  durations('TIME_TO_FIRST_TOKEN', ({ latency }) => latency.timeToFirstToken),
  durations('INTER_TOKEN_LATENCY', ({ latency }) => latency.interTokenLatency),
  durations('PREFILL_PER_TOKEN', ({ latency }) => latency.prefillPerToken),
  counts('OUTPUT_TOKENS', ({ latency }) => latency.outputTokens),
  counts('REASONING_TOKENS', ({ latency }) => latency.reasoningTokens),
  counts('TOOL_CALLS', ({ latency }) => latency.toolCalls),
  counts('TOOL_TURNS', ({ latency }) => latency.toolTurns),
  {
    env: 'LOAD_FACTOR',
    of: ({ latency }) => latency.loadFactor,
    fallback: 1,
    good: [
      ['1', 1],
      ['2.5', 2.5],
      ['1000', 1000],
    ],
    wrong: ['', '0.9', '1000.001', '1e2', 'x', '1.0001'],
    expected: 'a number from 1 to 1000 with at most 3 decimals',
  },
  {
    env: 'SEED',
    of: ({ seed }) => seed,
    fallback: null,
    good: [
      ['0', 0],
      ['9007199254740991', 9_007_199_254_740_991],
    ],
    wrong: ['', '-1', '1.5', '9007199254740992'],
    expected: 'a whole number from 0 to 9007199254740991',
  },
  {
    env: 'HEADERS_AT',
    of: ({ headersAt }) => headersAt,
    fallback: 'first-token',
    good: [
      ['first-token', 'first-token'],
      ['at-once', 'at-once'],
    ],
    wrong: ['', 'now', 'true'],
    expected: 'first-token or at-once',
  },
  {
    env: 'MAX_DELAY',
    of: ({ delayMaxMs }) => delayMaxMs,
    fallback: 600_000,
    good: [
      ['10s', 10_000],
      ['24h', 86_400_000],
    ],
    wrong: ['', '0', '25h', '10', 'uniform(1m,2m)', '0.5ms'],
    expected: 'a duration from 1ms to 24h',
  },
  {
    env: 'STALL_TIMEOUT',
    of: ({ stallTimeoutMs }) => stallTimeoutMs,
    fallback: 60_000,
    good: [
      ['1ms', 1],
      ['1h', 3_600_000],
    ],
    wrong: ['', '0', '2h', 'never'],
    expected: 'a duration from 1ms to 1h',
  },
  {
    env: 'MAX_OUTPUT_TOKENS',
    of: ({ outputTokensMax }) => outputTokensMax,
    fallback: 32_768,
    good: [
      ['1', 1],
      ['1000000', 1_000_000],
    ],
    wrong: ['', '0', '1000001', '1.5'],
    expected: 'a whole number of tokens from 1 to 1000000',
  },
  {
    env: 'ALLOW_REQUEST_OVERRIDES',
    of: ({ allowRequestOverrides }) => allowRequestOverrides,
    fallback: true,
    good: [
      ['true', true],
      ['false', false],
    ],
    wrong: NOT_BOOLEAN,
    expected: 'true or false',
  },
  {
    env: 'DASHBOARD',
    of: ({ dashboard }) => dashboard,
    fallback: true,
    good: [
      ['true', true],
      ['false', false],
    ],
    wrong: NOT_BOOLEAN,
    expected: 'true or false',
  },
  {
    env: 'COMPRESS_ANSWERS',
    of: ({ compressAnswers }) => compressAnswers,
    fallback: 'off',
    good: [
      ['gzip', 'gzip'],
      ['br', 'br'],
      ['auto', 'auto'],
    ],
    wrong: ['', 'on', 'GZIP', 'zstd'],
    expected: 'off, gzip, br or auto',
  },
  {
    env: 'VLLM_METRICS',
    of: ({ vllmMetrics }) => vllmMetrics,
    fallback: false,
    good: [
      ['true', true],
      ['false', false],
    ],
    wrong: NOT_BOOLEAN,
    expected: 'true or false',
  },
  {
    env: 'DEFAULT_MODEL',
    of: ({ modelDefault }) => modelDefault,
    fallback: 'qwen-plus',
    good: [['gpt-4o', 'gpt-4o']],
    wrong: ['', 'x'.repeat(257)],
    expected: '1 to 256 characters',
  },
  {
    env: 'RESPONSE_CONTENT',
    of: ({ content }) => content.kind,
    fallback: 'fixed',
    good: [
      ['fixed', 'fixed'],
      ['echo', 'echo'],
      ['tokens', 'tokens'],
      ['lorem', 'lorem'],
    ],
    wrong: ['', 'Echo', 'text'],
    expected: 'fixed, echo, tokens, lorem or file',
  },
  {
    env: 'USAGE',
    of: ({ usage }) => usage,
    fallback: 'estimate',
    good: [
      ['estimate', 'estimate'],
      ['exact', 'exact'],
    ],
    wrong: ['', 'none'],
    expected: 'estimate or exact',
  },
];

for (const one of CASES) testSetting(one);

test('the response delay is said by one setting, and not at all where tokens are timed one by one', () => {
  assert.deepEqual(problemsOf({ RESPONSE_DELAY: '1s', RESPONSE_DELAY_SECONDS: '1' }), [
    'RESPONSE_DELAY: expected without RESPONSE_DELAY_SECONDS, got both',
  ]);
  assert.deepEqual(problemsOf({ INTER_TOKEN_LATENCY: '1ms', RESPONSE_DELAY_SECONDS: '1' }), [
    'INTER_TOKEN_LATENCY: expected without RESPONSE_DELAY_SECONDS, got both',
  ]);
  assert.deepEqual(problemsOf({ INTER_TOKEN_LATENCY: '1ms', RESPONSE_DELAY: '1s' }), [
    'INTER_TOKEN_LATENCY: expected without RESPONSE_DELAY, got both',
  ]);
  assert.equal(configOf({ INTER_TOKEN_LATENCY: '1ms' }).latency.responseDelay, null);
  assert.deepEqual(configOf({ TIME_TO_FIRST_TOKEN: '1ms' }).latency.responseDelay, constant(10_000));
});

test('the longest delay follows the response delay where that has an end, and may not be set below it', () => {
  const maxOf = (delay: string) => configOf({ RESPONSE_DELAY: delay }).delayMaxMs;
  assert.equal(maxOf('20m'), 1_200_000);
  assert.equal(maxOf('uniform(1s,11m)'), 660_000);
  assert.equal(maxOf('mix(50%:1s,50%:percentiles(p50=1s,p99=15m))'), 900_000);
  assert.equal(maxOf('1m'), 600_000);
  for (const endless of ['normal(20m,1s)', 'lognormal(p50=1s,p99=20m)', 'exponential(20m)']) {
    assert.equal(maxOf(endless), 600_000, endless);
  }
  assert.deepEqual(problemsOf({ RESPONSE_DELAY: 'uniform(1s,11s)', MAX_DELAY: '10s' }), [
    'MAX_DELAY: expected at least the longest response delay, 11s, got "10s"',
  ]);
  assert.equal(configOf({ RESPONSE_DELAY: 'exponential(20m)', MAX_DELAY: '10s' }).delayMaxMs, 10_000);
});

test('a text or a file of answers goes with its own kind of content alone', () => {
  assert.deepEqual(problemsOf({ RESPONSE_TEXT: 'x', RESPONSE_CONTENT: 'echo' }), [
    'RESPONSE_TEXT: expected RESPONSE_CONTENT=fixed beside it, got "echo"',
  ]);
  assert.deepEqual(problemsOf({ RESPONSE_CONTENT: 'file' }), [
    'RESPONSE_CONTENT: expected RESPONSE_FILE beside it, got it alone',
  ]);
});

test('the grace time of a shutdown is the longest that a request may wait and five seconds, unless it is set', () => {
  assert.equal(configOf({ MAX_DELAY: '70ms', RESPONSE_DELAY: '0' }).shutdownGraceMs, 5070);
  assert.equal(configOf({ RESPONSE_DELAY_SECONDS: '3600' }).shutdownGraceMs, 3_605_000);
  assert.equal(configOf({ RESPONSE_DELAY_SECONDS: '7', SHUTDOWN_GRACE_SECONDS: '1' }).shutdownGraceMs, 1000);
});
