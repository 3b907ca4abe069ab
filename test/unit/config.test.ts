/**
 * Holds every setting to its default, its sources, its range and the exact words of its problems.
 * How flags and variables are told apart: config-arguments.test.ts and config-environment.test.ts;
 * properties: config-property.test.ts; TLS, API_KEY and the two ports together: config-relations.test.ts.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from '../../dist/config/reader.js';
import { type Config, SETTINGS } from '../../dist/config.js';

type Env = Record<string, string>;

const cpu = { totalCores: 8, availableCores: 2, source: 'cgroup_v2' };
const fileReadable = (path: string): boolean => path.startsWith('/readable/');

function configOf(env: Env, argv: string[] = [], availableCores = 2): Config {
  const result = readConfig({ env, argv, cpu: { ...cpu, availableCores }, fileReadable });
  assert.equal(result.kind, 'config', JSON.stringify(result));
  return result.kind === 'config' ? result.config : assert.fail();
}

function problemsOf(env: Env, argv: string[] = []): readonly string[] {
  const result = readConfig({ env, argv, cpu, fileReadable });
  return result.kind === 'invalid' ? result.problems : assert.fail(JSON.stringify(result));
}

interface Case {
  readonly env: string;
  readonly field: keyof Config;
  readonly fallback: unknown;
  /** Text given, value expected. */
  readonly good: readonly (readonly [string, unknown])[];
  readonly wrong: readonly string[];
  readonly expected: string;
}

const NOT_WHOLE = ['10abc', '', ' 5', '5 ', 'NaN', 'Infinity', '1.5', '0x10', '1e3', '-1', '+1', '007', '٣'];
const NOT_SECONDS = ['10abc', '', ' 5', 'NaN', 'Infinity', '0x10', '1e3', '-1', '1.', '.5', '1,5', '0.0001'];

function port(env: string, field: keyof Config, fallback: number): Case {
  const good = [
    ['0', 0],
    ['1234', 1234],
    ['65535', 65535],
  ] as const;
  return {
    env,
    field,
    fallback,
    good,
    wrong: [...NOT_WHOLE, '65536'],
    expected: 'a whole number from 0 to 65535',
  };
}

const CASES: readonly Case[] = [
  port('PORT', 'port', 8080),
  {
    env: 'HOST',
    field: 'host',
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
    field: 'slotsMax',
    fallback: 3000,
    good: [
      ['1', 1],
      ['1000000', 1_000_000],
    ],
    wrong: [...NOT_WHOLE, '0', '1000001', '9'.repeat(400)],
    expected: 'a whole number of requests from 1 to 1000000',
  },
  {
    env: 'WORKER_THREADS',
    field: 'workerThreads',
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
    field: 'responseDelayMs',
    fallback: 10_000,
    good: [
      ['0', 0],
      ['0.05', 50],
      ['0.07', 70],
      ['1.001', 1001],
      ['3600', 3_600_000],
    ],
    wrong: [...NOT_SECONDS, '3600.001'],
    expected: 'a number of seconds from 0 to 3600 with at most 3 decimals',
  },
  {
    env: 'RESPONSE_TEXT',
    field: 'responseText',
    fallback: 'Hello! This is a mocked answer: no model was asked, and no token was paid for.',
    good: [
      ['Grüß Gott\n', 'Grüß Gott\n'],
      ['-', '-'],
    ],
    wrong: ['', 'x'.repeat(131_073)],
    expected: '1 to 131072 characters',
  },
  {
    env: 'MAX_BODY_BYTES',
    field: 'bodyBytesMax',
    fallback: 16_384,
    good: [
      ['1', 1],
      ['16777216', 16_777_216],
    ],
    wrong: [...NOT_WHOLE, '0', '16777217'],
    expected: 'a whole number of bytes from 1 to 16777216',
  },
  port('HTTP10_PORT', 'http10Port', 8081),
  {
    env: 'RETRY_AFTER_SECONDS',
    field: 'retryAfterSeconds',
    fallback: 1,
    good: [
      ['0', 0],
      ['86400', 86_400],
    ],
    wrong: [...NOT_WHOLE, '86401'],
    expected: 'a whole number of seconds from 0 to 86400',
  },
  {
    env: 'SHOULD_RETRY',
    field: 'shouldRetry',
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
    field: 'shutdownGraceMs',
    fallback: 15_000,
    good: [
      ['0', 0],
      ['0.25', 250],
      ['7200', 7_200_000],
    ],
    wrong: [...NOT_SECONDS, '7201'],
    expected: 'a number of seconds from 0 to 7200 with at most 3 decimals',
  },
  {
    env: 'LOG_LEVEL',
    field: 'logLevel',
    fallback: 'info',
    good: ['silent', 'error', 'warn', 'info', 'debug'].map((level) => [level, level] as const),
    wrong: ['', 'INFO', 'trace', 'info '],
    expected: 'silent, error, warn, info or debug',
  },
];

for (const { env, field, fallback, good, wrong, expected } of CASES) {
  const flag = `--${env.toLowerCase().replaceAll('_', '-')}`;

  test(`${env} has its default, and is read as variable, as prefixed variable and as flag`, () => {
    assert.equal(configOf({})[field], fallback);
    for (const [text, value] of good) {
      assert.equal(configOf({ [env]: text })[field], value);
      assert.equal(configOf({ [`LLM_MOCK_${env}`]: text })[field], value);
      assert.equal(configOf({}, [flag, text])[field], value);
      assert.equal(configOf({}, [`${flag}=${text}`])[field], value);
    }
  });

  test(`${env} refuses everything but ${expected}, under the name it was given by`, () => {
    for (const text of wrong) {
      const got = text.length > 60 ? `"${text.slice(0, 60)}"…` : `"${text}"`;
      for (const name of [env, `LLM_MOCK_${env}`]) {
        assert.deepEqual(problemsOf({ [name]: text }), [`${name}: expected ${expected}, got ${got}`]);
      }
      assert.deepEqual(problemsOf({}, [flag, text]), [`${flag}: expected ${expected}, got ${got}`]);
    }
    assert.deepEqual(problemsOf({}, [flag]), [`${flag}: expected ${expected}, got no value`]);
  });
}

test('every row of the table is tested, and every flag is the kebab-case of its variable', () => {
  const own = ['TLS_CERT_FILE', 'TLS_KEY_FILE', 'API_KEY'];
  assert.deepEqual(
    [...CASES.map(({ env }) => env), ...own],
    SETTINGS.map(({ env }) => env),
  );
  for (const { env, flag } of SETTINGS) assert.equal(flag, `--${env.toLowerCase().replaceAll('_', '-')}`);
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

test('the grace time of a shutdown is the response delay and five seconds, unless it is set', () => {
  assert.equal(configOf({ RESPONSE_DELAY_SECONDS: '0.07' }).shutdownGraceMs, 5070);
  assert.equal(configOf({ RESPONSE_DELAY_SECONDS: '3600' }).shutdownGraceMs, 3_605_000);
  assert.equal(configOf({ RESPONSE_DELAY_SECONDS: '7', SHUTDOWN_GRACE_SECONDS: '1' }).shutdownGraceMs, 1000);
});

test('the Config carries the CPU limits, and is frozen through and through', () => {
  const config = configOf({ TLS_CERT_FILE: '/readable/c', TLS_KEY_FILE: '/readable/k' });
  assert.deepEqual(config.cpu, cpu);
  for (const part of [config, config.cpu, config.tls, config.notes])
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
