/**
 * The settings of what becomes of requests that are too many, or ask for too much.
 */
import { type SettingCase, testSetting } from '../../../support/setting-cases.js';

const NOT_WHOLE = ['10abc', '', ' 5', 'NaN', '1.5', '0x10', '1e3', '-1', '+1', '007'];

const CASES: readonly SettingCase[] = [
  {
    env: 'CORS_ORIGIN',
    of: ({ corsOrigin }) => corsOrigin,
    fallback: null,
    good: [
      ['*', '*'],
      ['https://app.example', 'https://app.example'],
      ['http://localhost:3000, app://obsidian.md', 'http://localhost:3000, app://obsidian.md'],
      ['http://[::1]:80', 'http://[::1]:80'],
    ],
    wrong: [
      '',
      'none',
      '*,*',
      'https://app.example/',
      'https://App.example',
      'app.example',
      'https://a b',
      ',',
    ],
    expected: '*, or origins such as https://app.example:8443, with commas between them',
  },
  {
    env: 'ALLOWED_HOSTS',
    of: ({ allowedHosts }) => allowedHosts,
    fallback: null,
    good: [
      ['*', '*'],
      ['mock.example', 'mock.example'],
      ['Mock.Example.:8080, *.mock.example,localhost', 'Mock.Example.:8080, *.mock.example,localhost'],
      ['10.0.0.5,[::1],::1,[fe80::1]:80,llm_mock', '10.0.0.5,[::1],::1,[fe80::1]:80,llm_mock'],
    ],
    wrong: [
      '',
      ',',
      'a,,b',
      '*,mock.example',
      '*.',
      '*.10.0.0.5',
      'a.*.example',
      'http://mock.example',
      'mock.example/',
      'user@mock.example',
      'mock example',
      '[::1',
      'mock.example:port',
    ],
    expected:
      '*, or host names and addresses such as mock.example, *.mock.example, 10.0.0.5 or [::1], with commas between them',
  },
  {
    env: 'QUEUE_SIZE',
    of: ({ queueSizeMax }) => queueSizeMax,
    fallback: 0,
    good: [
      ['0', 0],
      ['1000000', 1_000_000],
    ],
    wrong: [...NOT_WHOLE, '1000001'],
    expected: 'a whole number of requests from 0 to 1000000',
  },
  {
    env: 'QUEUE_TIMEOUT',
    of: ({ queueTimeoutMs }) => queueTimeoutMs,
    fallback: 30_000,
    good: [
      ['1ms', 1],
      ['1h', 3_600_000],
    ],
    wrong: ['', '0', '30', '61m', 'soon'],
    expected: 'a duration from 1ms to 1h',
  },
  {
    env: 'RATE_LIMITS',
    of: ({ rateLimits }) => rateLimits,
    fallback: null,
    good: [
      ['none', []],
      ['all: 9 concurrent', [{ scope: 'all', pattern: null, counts: 'concurrent', amount: 9 }]],
    ],
    wrong: [
      [
        'all: 9',
        'expected requests, tokens, input_tokens, output_tokens or concurrent, got the end (at character 7 of "all: 9")',
      ],
    ],
    expected: null,
  },
  {
    env: 'AGENT_PORT',
    of: ({ agentPort }) => agentPort,
    fallback: null,
    good: [
      ['0', 0],
      ['8082', 8082],
    ],
    wrong: ['', 'off', '65536', '1.5'],
    expected: 'a whole number from 0 to 65535',
  },
  {
    env: 'SHUTDOWN_DELAY',
    of: ({ shutdownDelayMs }) => shutdownDelayMs,
    fallback: 0,
    good: [
      ['0', 0],
      ['2.5s', 2_500],
      ['1h', 3_600_000],
    ],
    wrong: ['', '5', '61m', 'soon'],
    expected: 'a duration from 0 to 1h',
  },
  {
    env: 'STARTUP_DURATION',
    of: ({ startupMs }) => startupMs,
    fallback: 0,
    good: [
      ['0', 0],
      ['90s', 90_000],
    ],
    wrong: ['', '90', '61m', 'soon'],
    expected: 'a duration from 0 to 1h',
  },
  {
    env: 'WARM_UP',
    of: ({ warmsUp }) => warmsUp,
    fallback: true,
    good: [
      ['true', true],
      ['false', false],
    ],
    wrong: ['', 'on', '1', ' true'],
    expected: 'true or false',
  },
  {
    env: 'STRICT_MODELS',
    of: ({ strictModels }) => strictModels,
    fallback: false,
    good: [
      ['true', true],
      ['false', false],
    ],
    wrong: ['', 'yes', '1'],
    expected: 'true or false',
  },
  {
    env: 'MAX_MODEL_LEN',
    of: ({ latency }) => latency.modelLenMax,
    fallback: null,
    good: [
      ['1', 1],
      ['100000000', 100_000_000],
    ],
    wrong: [...NOT_WHOLE, '0', '100000001'],
    expected: 'a whole number of tokens from 1 to 100000000',
  },
];

for (const one of CASES) testSetting(one);
