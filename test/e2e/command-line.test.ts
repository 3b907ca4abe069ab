import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { runCli } from '../support/child-process.js';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const SETTINGS = [
  'PORT',
  'HOST',
  'MAX_CONCURRENT',
  'WORKER_THREADS',
  'RESPONSE_DELAY_SECONDS',
  'RESPONSE_TEXT',
  'MAX_BODY_BYTES',
  'HTTP10_PORT',
  'RETRY_AFTER_SECONDS',
  'SHOULD_RETRY',
  'SHUTDOWN_GRACE_SECONDS',
  'LOG_LEVEL',
  'TLS_CERT_FILE',
  'TLS_KEY_FILE',
  'API_KEY',
];

/** What the command says when it refuses its settings, a problem a line. */
async function problemsOf(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { code, stdout, stderr } = await runCli(argv, env);
  assert.equal(code, 2);
  assert.equal(stdout, '');
  const lines = stderr.trimEnd().split('\n');
  assert.equal(lines.pop(), '(see --help)');
  assert.match(String(lines[0]), /^llm-mock-server: /);
  lines[0] = String(lines[0]).replace('llm-mock-server: ', '');
  return lines;
}

for (const flag of ['--help', '-h']) {
  test(`${flag} names every setting as variable and as flag, and exits 0`, async () => {
    const { code, stdout, stderr } = await runCli([flag]);
    assert.equal(code, 0);
    assert.equal(stderr, '');
    for (const name of SETTINGS) {
      assert.match(stdout, new RegExp(`^ +--${name.toLowerCase().replaceAll('_', '-')} +${name} `, 'm'));
    }
    assert.match(stdout, /^Exit codes:$/m);
  });
}

for (const flag of ['--version', '-v']) {
  test(`${flag} prints the version of package.json and nothing else`, async () => {
    assert.deepEqual(await runCli([flag]), { code: 0, signal: null, stdout: `${version}\n`, stderr: '' });
  });
}

test('--help wins over whatever else is wrong', async () => {
  assert.equal((await runCli(['--port', 'x', '--nonsense', '--help'], { PORT: 'y' })).code, 0);
});

test('every wrong setting is listed at once: its name, what was expected, what it got', async () => {
  const env = {
    PORT: '10abc',
    HOST: '',
    HTTP10_PORT: '65536',
    MAX_CONCURRENT: '0',
    WORKER_THREADS: '1.5',
    MAX_BODY_BYTES: 'NaN',
    RESPONSE_DELAY: 'uniform(1s,3)',
    RESPONSE_DELAY_SECONDS: '-1',
    OUTPUT_TOKENS: 'many',
    MODELS_FILE: '/nowhere/models.yaml',
    RESPONSE_TEXT: '',
    RETRY_AFTER_SECONDS: '1e3',
    SHOULD_RETRY: 'yes',
    SHUTDOWN_GRACE_SECONDS: '86406',
    LOG_LEVEL: 'loud',
    TLS_CERT_FILE: '/nowhere/cert.pem',
    TLS_KEY_FILE: '/nowhere/key.pem',
    API_KEY: 'two words',
  };
  assert.deepEqual(await problemsOf([], env), [
    'PORT: expected a whole number from 0 to 65535, got "10abc"',
    'HOST: expected 1 to 255 characters, got ""',
    'HTTP10_PORT: expected a whole number from 0 to 65535, or off, got "65536"',
    'MAX_CONCURRENT: expected a whole number of requests from 1 to 1000000, got "0"',
    'WORKER_THREADS: expected a whole number of threads from 1 to 64, got "1.5"',
    'MAX_BODY_BYTES: expected a size from 1 to 64MiB, in bytes or such as 4MiB, got "NaN"',
    'RESPONSE_DELAY_SECONDS: expected a number of seconds from 0 to 3600 with at most 3 decimals, got "-1"',
    `RESPONSE_DELAY: expected a unit (us, ms, s, m, h) after 3, got ')' (at character 13 of "uniform(1s,3)")`,
    'MODELS_FILE: expected the path of a readable file, got "/nowhere/models.yaml"',
    'RESPONSE_TEXT: expected 1 to 131072 characters, got ""',
    `OUTPUT_TOKENS: expected a count such as 200, or uniform, normal, lognormal, exponential, percentiles, mix, empirical, trace, got 'many' (at character 1 of "many")`,
    'RETRY_AFTER_SECONDS: expected a whole number of seconds from 0 to 86400, got "1e3"',
    'SHOULD_RETRY: expected true or false, got "yes"',
    'SHUTDOWN_GRACE_SECONDS: expected a number of seconds from 0 to 86405 with at most 3 decimals, got "86406"',
    'LOG_LEVEL: expected silent, error, warn, info or debug, got "loud"',
    'TLS_CERT_FILE: expected the path of a readable file, got "/nowhere/cert.pem"',
    'TLS_KEY_FILE: expected the path of a readable file, got "/nowhere/key.pem"',
    'API_KEY: expected 1 to 2048 visible ASCII characters without spaces, got something else (not shown)',
    'RESPONSE_DELAY: expected without RESPONSE_DELAY_SECONDS, got both',
  ]);
});

test('a wrong flag is named as the flag, and a wrong prefixed variable as that variable', async () => {
  assert.deepEqual(await problemsOf(['--port', 'x'], { LLM_MOCK_WORKER_THREADS: '0' }), [
    '--port: expected a whole number from 0 to 65535, got "x"',
    'LLM_MOCK_WORKER_THREADS: expected a whole number of threads from 1 to 64, got "0"',
  ]);
});

test('a misspelt flag is an error with the nearest right name', async () => {
  assert.deepEqual(await problemsOf(['--max-concurent', '5', '--respons-delay-seconds=1', '--zzzzzzzz']), [
    '--max-concurent: unknown flag; did you mean --max-concurrent?',
    '--respons-delay-seconds: unknown flag; did you mean --response-delay-seconds?',
    '--zzzzzzzz: unknown flag; see --help',
  ]);
});

test('a misspelt LLM_MOCK_ variable is an error with the nearest right name; others are not ours', async () => {
  const env = { LLM_MOCK_MAX_CONCURENT: '5', LLM_MOCK_ZZZZZZZZ: '1', MAX_CONCURENT: '5' };
  assert.deepEqual(await problemsOf([], env), [
    'LLM_MOCK_MAX_CONCURENT: unknown environment variable; did you mean LLM_MOCK_MAX_CONCURRENT?',
    'LLM_MOCK_ZZZZZZZZ: unknown environment variable; see --help',
  ]);
});
