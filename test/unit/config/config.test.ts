/**
 * Holds every setting to its default, its sources, its range and the exact words of its problems.
 * Flags and variables: config-arguments.test.ts, config-environment.test.ts; properties and relations: beside them.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LATENCY_FIELDS } from '../../../dist/behavior/profile/fields.js';
import { SETTINGS } from '../../../dist/config/settings/settings.js';
import { configOf, cpu, problemsOf, type SettingCase, testSetting } from '../../support/setting-cases.js';

const NOT_WHOLE = ['10abc', '', ' 5', '5 ', 'NaN', 'Infinity', '1.5', '0x10', '1e3', '-1', '+1', '007', '٣'];
const NOT_SECONDS = ['10abc', '', ' 5', 'NaN', 'Infinity', '0x10', '1e3', '-1', '1.', '.5', '1,5', '0.0001'];

const PORTS = [
  ['0', 0],
  ['1234', 1234],
  ['65535', 65535],
] as const;

const CASES: readonly SettingCase[] = [
  {
    env: 'PORT',
    of: ({ port }) => port,
    fallback: 8080,
    good: PORTS,
    wrong: [...NOT_WHOLE, '65536', 'off'],
    expected: 'a whole number from 0 to 65535',
  },
  {
    env: 'HOST',
    of: ({ host }) => host,
    fallback: '0.0.0.0',
    good: [
      ['::', '::'],
      ['localhost', 'localhost'],
    ],
    wrong: ['', 'x'.repeat(256)],
    expected: '1 to 255 characters',
  },
  {
    env: 'MAX_CONCURRENT',
    of: ({ slotsMax }) => slotsMax,
    fallback: 3000,
    good: [
      ['1', 1],
      ['1000000', 1_000_000],
    ],
    wrong: [...NOT_WHOLE, '0', '1000001', '9'.repeat(400)],
    expected: 'a whole number of requests from 1 to 1000000',
  },
  {
    env: 'SOCKET_THREADS',
    of: ({ socketThreads }) => socketThreads,
    fallback: 1,
    good: [['auto', 2]],
    wrong: [...NOT_WHOLE, '0', '65', 'off', 'AUTO'],
    expected: 'a whole number of threads from 1 to 64, or auto',
  },
  {
    env: 'WORKER_THREADS',
    of: ({ workerThreads }) => workerThreads,
    fallback: 3,
    good: [
      ['1', 1],
      ['64', 64],
    ],
    wrong: [...NOT_WHOLE, '0', '65'],
    expected: 'a whole number of threads from 1 to 64',
  },
  {
    env: 'RESPONSE_DELAY_SECONDS',
    of: ({ latency }) => latency.responseDelay,
    fallback: { kind: 'constant', value: 10_000 },
    good: [
      ['0', { kind: 'constant', value: 0 }],
      ['0.05', { kind: 'constant', value: 50 }],
      ['0.07', { kind: 'constant', value: 70 }],
      ['1.001', { kind: 'constant', value: 1001 }],
      ['3600', { kind: 'constant', value: 3_600_000 }],
    ],
    wrong: [...NOT_SECONDS, '3600.001'],
    expected: 'a number of seconds from 0 to 3600 with at most 3 decimals',
  },
  {
    env: 'RESPONSE_TEXT',
    of: ({ content }) => content,
    fallback: {
      kind: 'fixed',
      text: 'This is a mock answer so no model was asked and no token was paid for',
      isDefault: true,
    },
    good: [
      ['Grüß Gott\n', { kind: 'fixed', text: 'Grüß Gott\n', isDefault: false }],
      ['-', { kind: 'fixed', text: '-', isDefault: false }],
    ],
    wrong: ['', 'x'.repeat(131_073)],
    expected: '1 to 131072 characters',
  },
  {
    env: 'MAX_BODY_BYTES',
    of: ({ bodyBytesMax }) => bodyBytesMax,
    fallback: 16_384,
    good: [['64MiB', 67_108_864]],
    wrong: [...NOT_WHOLE, '0', '67108865', '65MiB', '4mib'],
    expected: 'a size from 1 to 64MiB, in bytes or such as 4MiB',
  },
  {
    env: 'MAX_BUFFERED_BYTES',
    of: ({ bufferedBytesMax }) => bufferedBytesMax,
    fallback: 536_870_912,
    good: [
      ['1048576', 1_048_576],
      ['1099511627776', 1_099_511_627_776],
    ],
    wrong: [...NOT_WHOLE, '1048575', '1099511627777'],
    expected: 'a size from 1MiB to 1024GiB, in bytes or such as 4MiB',
  },
  {
    env: 'HTTP10_PORT',
    of: ({ http10Port }) => http10Port,
    fallback: 8081,
    good: [...PORTS, ['off', null]],
    wrong: [...NOT_WHOLE, '65536', 'OFF', 'off '],
    expected: 'a whole number from 0 to 65535, or off',
  },
  {
    env: 'SHOULD_RETRY',
    of: ({ shouldRetry }) => shouldRetry,
    fallback: null,
    good: [
      ['true', true],
      ['false', false],
    ],
    wrong: ['', 'TRUE', 'yes', '1', '0', ' true'],
    expected: 'true or false',
  },
  {
    env: 'SHUTDOWN_GRACE_SECONDS',
    of: ({ shutdownGraceMs }) => shutdownGraceMs,
    fallback: 605_000,
    good: [
      ['0', 0],
      ['0.25', 250],
      ['86405', 86_405_000],
    ],
    wrong: [...NOT_SECONDS, '86406'],
    expected: 'a number of seconds from 0 to 86405 with at most 3 decimals',
  },
];

for (const one of CASES) testSetting(one);

test('every row of the table is tested, and every flag is the kebab-case of its variable', () => {
  const elsewhere = [
    ...LATENCY_FIELDS.map(({ setting }) => setting),
    'KEEP_ALIVE_TIMEOUT',
    'HEADERS_AT',
    'QUEUE_SIZE',
    'QUEUE_TIMEOUT',
    'RATE_LIMITS',
    'STARTUP_DURATION',
    'WARM_UP',
    'AGENT_PORT',
    'SHUTDOWN_DELAY',
    'STRICT_MODELS',
    'SEED',
    'MAX_DELAY',
    'ALLOW_REQUEST_OVERRIDES',
    'MODELS_FILE',
    'MODELS',
    'DEFAULT_MODEL',
    'RESPONSE_CONTENT',
    'RESPONSE_FILE',
    'MAX_OUTPUT_TOKENS',
    'USAGE',
    'PREFIX_CACHE',
    'STORED_RESPONSES',
    'STALL_TIMEOUT',
    'CONFIG_FILE',
    'SCENARIO_FILE',
    'SCENARIO_START',
    'DASHBOARD',
    'VLLM_METRICS',
    'TLS_CERT_FILE',
    'TLS_KEY_FILE',
    'API_KEY',
    'ADMIN_KEY',
    'PEERS',
    'LOG_LEVEL',
    'JOURNAL_BODIES',
    'COMPRESS_ANSWERS',
    'CORS_ORIGIN',
    'ALLOWED_HOSTS',
    'RETRY_AFTER_SECONDS',
  ];
  assert.deepEqual(
    [...CASES.map(({ env }) => env), ...elsewhere].sort(),
    SETTINGS.map(({ env }) => env as string).sort(),
  );
  for (const { env, flag } of SETTINGS) {
    const kebab = `--${env.toLowerCase().replaceAll('_', '-')}`;
    // As other programs call it.
    assert.equal(flag, env === 'CONFIG_FILE' ? '--config' : kebab);
  }
});

test('every row becomes the field of the Config that it names, and no two rows the same', () => {
  const fields = SETTINGS.flatMap(({ field }) => (field === null ? [] : [field]));
  assert.equal(new Set(fields).size, fields.length);
  const config = configOf({});
  for (const field of fields) assert.equal(Object.hasOwn(config, field), true, field);
});

test('the cap and the threads follow the cores that may be used, up to their maximum', () => {
  const seen = [1, 2, 63, 64, 700].map((cores) => {
    const { slotsMax, workerThreads } = configOf({}, [], cores);
    return [cores, slotsMax, workerThreads];
  });
  assert.deepEqual(seen, [
    [1, 1500, 2],
    [2, 3000, 3],
    [63, 94_500, 64],
    [64, 96_000, 64],
    [700, 1_000_000, 64],
  ]);
});

test('the Config carries the CPU limits, and is frozen through and through', () => {
  const config = configOf({ TLS_CERT_FILE: '/readable/c', TLS_KEY_FILE: '/readable/k' });
  assert.deepEqual(config.cpu, cpu);
  for (const part of [config, config.cpu, config.tls, config.notes, config.latency, config.content])
    assert.equal(Object.isFrozen(part), true);
  assert.equal(Object.isFrozen(cpu), false);
});

test('all problems come at once, in the order of the table', () => {
  assert.deepEqual(problemsOf({ PORT: 'x', LLM_MOCK_PROT: '1', LOG_LEVEL: 'loud' }, ['--host=', '--nope']), [
    '--nope: unknown flag; see --help',
    'LLM_MOCK_PROT: unknown environment variable; did you mean LLM_MOCK_PORT?',
    'PORT: expected a whole number from 0 to 65535, got "x"',
    '--host: expected 1 to 255 characters, got ""',
    'LOG_LEVEL: expected silent, error, warn, info or debug, got "loud"',
  ]);
});
