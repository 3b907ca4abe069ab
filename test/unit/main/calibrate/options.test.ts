import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOptions, renderHelp } from '../../../../dist/main/calibrate/options.js';
import { UsageError } from '../../../../dist/main/ctl/commands.js';

const URL_WORDS = ['--url', 'https://x.example/'];

function keyOf(words: readonly string[], env: Record<string, string>): string | null {
  const options = readOptions([...URL_WORDS, ...words], env);
  assert.ok(options !== 'help');
  return options.key;
}

test('what is not said is small and cheap', () => {
  assert.deepEqual(readOptions(URL_WORDS, {}), {
    url: 'https://x.example',
    key: null,
    model: null,
    api: 'openai',
    requests: 50,
    concurrency: 4,
    tokensMax: 512,
    timeMaxMs: 600_000,
    promptsFile: null,
    out: null,
  });
});

test('the key comes from the flag, else from CALIBRATE_KEY, else from the variable of the API', () => {
  const env = { CALIBRATE_KEY: 'b', OPENAI_API_KEY: 'c', ANTHROPIC_API_KEY: 'd' };
  assert.equal(keyOf(['--key', 'a'], env), 'a');
  assert.equal(keyOf([], env), 'b');
  assert.equal(keyOf([], { OPENAI_API_KEY: 'c', ANTHROPIC_API_KEY: 'd' }), 'c');
  assert.equal(keyOf(['--api', 'anthropic'], { OPENAI_API_KEY: 'c', ANTHROPIC_API_KEY: 'd' }), 'd');
});

for (const [words, message] of [
  [[], /--url: expected where the endpoint is/],
  [['--url', 'x.example'], /--url: expected an address/],
  [['--url', 'ftp://x.example'], /--url: expected an address/],
  [['--url', 'https://me:hidden@x.example'], /--url: expected no user/],
  [['--url', 'https://x.example?key=hidden'], /--url: expected no user/],
  [[...URL_WORDS, '--api', 'azure'], /--api: expected openai, anthropic or google, got "azure"/],
  [[...URL_WORDS, '-n', '1001'], /--requests: expected a whole number from 1 to 1000, got "1001"/],
  [[...URL_WORDS, '--concurrency', '0'], /--concurrency: expected/],
  [[...URL_WORDS, '--max-tokens', '1e9'], /--max-tokens: expected/],
  [[...URL_WORDS, '--max-seconds', '9999'], /--max-seconds: expected/],
  [[...URL_WORDS, '--nonsense'], /--nonsense/],
  [[...URL_WORDS, '--key', 'a', 'hidden'], /a word by itself \(not shown\)/],
] as const) {
  test(`refused, and without a secret in the words: ${words.join(' ')}`, () => {
    assert.throws(
      () => readOptions(words, {}),
      (error: Error) => {
        assert.ok(error instanceof UsageError);
        assert.match(error.message, message);
        assert.doesNotMatch(error.message, /hidden/);
        return true;
      },
    );
  });
}

test('the help names every option that is read', () => {
  assert.equal(readOptions(['--help'], {}), 'help');
  const help = renderHelp();
  for (const name of [
    'url',
    'key',
    'model',
    'api',
    'requests',
    'concurrency',
    'max-tokens',
    'max-seconds',
    'prompts',
    'out',
  ]) {
    assert.ok(help.includes(`--${name}`), name);
  }
});
