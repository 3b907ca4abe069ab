/**
 * Holds the reading of the command line: every kind of wrong word is one problem, with the right name beside it.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from '../../../../dist/config/read/reader.js';
import { SETTINGS } from '../../../../dist/config/settings/settings.js';

const cpu = { totalCores: 8, availableCores: 2, source: 'cgroup_v2' };

function read(...argv: string[]): ReturnType<typeof readConfig> {
  return readConfig({ env: { PORT: '7000' }, argv, cpu });
}

function problemsOf(...argv: string[]): readonly string[] {
  const result = read(...argv);
  return result.kind === 'invalid' ? result.problems : assert.fail(JSON.stringify(result));
}

test('a flag wins over the environment', () => {
  const result = read('--port', '7001');
  assert.equal(result.kind === 'config' && result.config.port, 7001);
});

test('--help and -h win over everything, then --version and -v', () => {
  for (const flag of ['--help', '-h']) {
    assert.deepEqual(read(flag), { kind: 'help' });
    assert.deepEqual(read('--nope', '-v', '--port=x', 'word', flag), { kind: 'help' });
  }
  for (const flag of ['--version', '-v']) {
    assert.deepEqual(read(flag), { kind: 'version' });
    assert.deepEqual(read(flag, '--nope'), { kind: 'version' });
  }
});

test('--help and --version take no value', () => {
  assert.deepEqual(problemsOf('--help=port', '--version=1'), [
    '--help: expected no value, got "port"',
    '--version: expected no value, got "1"',
  ]);
});

test('an unknown flag is a problem, with the nearest right name if one is near', () => {
  const hints = [
    ['--max-concurent', '--max-concurrent'],
    ['--max_concurrent', '--max-concurrent'],
    ['--MAX-CONCURRENT', '--max-concurrent'],
    ['--prot', '--port'],
    ['-port', '--port'],
    ['--hlep', '--help'],
    ['-help', '--help'],
    ['--http-port', '--http10-port'],
    ['--no-dashbord', '--no-dashboard'],
    ['--chek', '--check'],
  ] as const;
  for (const [typed, meant] of hints) {
    assert.deepEqual(problemsOf(typed), [`${typed}: unknown flag; did you mean ${meant}?`]);
  }
  for (const typed of ['--foo', '--a', '-5', '--no-port', '--__proto__', '--constructor']) {
    assert.deepEqual(problemsOf(typed), [`${typed}: unknown flag; see --help`]);
  }
});

test('an unknown flag takes its value with it: one mistake is one problem', () => {
  const problem = '--prot: unknown flag; did you mean --port?';
  assert.deepEqual(problemsOf('--prot', '7001'), [problem]);
  assert.deepEqual(problemsOf('--prot=7001'), [problem]);
  assert.deepEqual(problemsOf('--prot=7001', 'word'), [problem, 'argument: expected flags only, got "word"']);
});

test('-p is short for --port, with its value behind it or joined to it', () => {
  for (const argv of [['-p', '7001'], ['-p7001'], ['-p=7001'], ['--port', '7001']]) {
    const result = read(...argv);
    assert.equal(result.kind === 'config' && result.config.port, 7001, argv.join(' '));
  }
  assert.deepEqual(problemsOf('-p'), ['--port: expected a whole number from 0 to 65535, got no value']);
  assert.deepEqual(problemsOf('-p', '1', '--port=2'), ['--port: expected once, got it 2 times']);
  assert.deepEqual(problemsOf('-port', '7001'), ['-port: unknown flag; did you mean --port?']);
});

test('--no-x turns off every setting that is true or false, and the port that can be off', () => {
  for (const row of SETTINGS) {
    const flag = `--no-${row.flag.slice(2)}`;
    if (row.kind === 'boolean') {
      const result = read(flag);
      assert.equal(result.kind === 'config' && result.config[row.field], false, flag);
    } else if (row.kind !== 'integer-or-off') {
      assert.match(problemsOf(flag)[0] as string, /: unknown flag; /);
    }
  }
  const result = read('--no-http10-port');
  assert.equal(result.kind === 'config' && result.config.http10Port, null);
});

test('--no-x takes no value, and not the same setting beside it', () => {
  assert.deepEqual(problemsOf('--no-dashboard=true'), ['--no-dashboard: expected no value, got "true"']);
  assert.deepEqual(problemsOf('--no-dashboard', 'true'), ['argument: expected flags only, got "true"']);
  assert.deepEqual(problemsOf('--dashboard=true', '--no-dashboard'), [
    '--dashboard: expected once, got it 2 times',
  ]);
});

test('--check finds nothing wrong, or what a start would find', () => {
  assert.deepEqual(read('--check'), { kind: 'check', notes: [] });
  assert.deepEqual(problemsOf('--check', '--port', 'x'), [
    '--port: expected a whole number from 0 to 65535, got "x"',
  ]);
  assert.deepEqual(problemsOf('--check=1'), ['--check: expected no value, got "1"']);
});

test('a word that is not a flag is a problem, after -- as well', () => {
  assert.deepEqual(problemsOf('start', '', '--port', '7001', '8000', '--', '--host'), [
    'argument: expected flags only, got "start"',
    'argument: expected flags only, got ""',
    'argument: expected flags only, got "8000"',
    'argument: expected flags only, got "--host"',
  ]);
});

test('a flag does not take the next flag for its value', () => {
  assert.deepEqual(problemsOf('--port', '--host', '::', '--log-level', '--should-retry'), [
    '--port: expected a whole number from 0 to 65535, got no value',
    '--should-retry: expected true or false, got no value',
    '--log-level: expected silent, error, warn, info or debug, got no value',
  ]);
});

test('a value may start with one dash, and joined by = with two', () => {
  for (const [argv, text] of [
    [['--response-text', '-v'], '-v'],
    [['--response-text=--help'], '--help'],
    [['--response-text=a=b'], 'a=b'],
  ] as const) {
    const result = read(...argv);
    assert.deepEqual(result.kind === 'config' && result.config.content, {
      kind: 'fixed',
      text,
      isDefault: false,
    });
  }
});

test('the same flag twice is a problem, even with the same value', () => {
  assert.deepEqual(problemsOf('--port', '1', '--port=1', '--host=a', '--port', '2'), [
    '--port: expected once, got it 3 times',
  ]);
});

test('what is echoed stays on one line and is cut at 60 characters', () => {
  const long = 'x'.repeat(61);
  assert.deepEqual(problemsOf(long, `--${'y'.repeat(60)}`, '--a\n\u001bb', '\u009b31m'), [
    `argument: expected flags only, got "${'x'.repeat(60)}"…`,
    `--${'y'.repeat(58)}…: unknown flag; see --help`,
    '--a\\n\\u001bb: unknown flag; see --help',
  ]);
  assert.deepEqual(problemsOf('\u009b31m"'), ['argument: expected flags only, got "\\u009b31m\\""']);
});
