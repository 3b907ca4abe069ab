/** `llm-mock-server calibrate` against a running server: what it writes, what it says, what it keeps to itself, and its exit codes. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { CLI } from '../support/child-process.js';
import { startTestServer } from '../support/in-process.js';
import { readModelsFile } from '../support/models-file.js';
import { temporaryDirectory } from '../support/readme.js';

const KEY = 'sk-not-to-be-seen';

async function calibrate(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const argv = [CLI, 'calibrate', ...words];
  const child = spawn(process.execPath, argv, { env: { PATH: process.env.PATH, ...env } });
  const [[code], stdout, stderr] = await Promise.all([
    once(child, 'close'),
    text(child.stdout),
    text(child.stderr),
  ]);
  assert.equal(`${stdout}${stderr}`.includes(KEY), false, 'the key is in what it prints');
  return { code: code as number, stdout, stderr };
}

for (const api of ['openai', 'anthropic', 'google']) {
  test(`${api}: a models file comes out, which the server reads, with the lengths that were set`, async () => {
    const { url } = await startTestServer({ API_KEY: KEY, OUTPUT_TOKENS: '7', RESPONSE_DELAY_SECONDS: '0' });
    const { code, stdout, stderr } = await calibrate(
      ['--url', url, '--api', api, '--model', 'some-model', '-n', '6', '--concurrency', '3'],
      { CALIBRATE_KEY: KEY },
    );
    assert.equal(code, 0, stderr);
    const read = readModelsFile(stdout);
    assert.ok(read.ok, stdout);
    assert.deepEqual(read.table.names, ['some-model']);
    assert.deepEqual(read.table.find('some-model').outputTokens, { kind: 'constant', value: 7 });
    assert.match(stderr, /6 streams, 3 at once/);
    assert.match(stderr, /^tokens of an answer +7 +7 +7 +6$/m);
  });
}

test('thoughts that are shown are measured as such', async () => {
  const { url } = await startTestServer({
    OUTPUT_TOKENS: '5',
    REASONING_TOKENS: '9',
    RESPONSE_DELAY_SECONDS: '0',
  });
  const { code, stdout, stderr } = await calibrate(['--url', url, '--model', 'm', '-n', '2']);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^ {4}output_tokens: 5\n {4}reasoning_tokens: 9$/m);
});

test('the only model that is listed is taken, and the file is written where it is wanted', async () => {
  const { url } = await startTestServer({ DEFAULT_MODEL: 'only-one', RESPONSE_DELAY_SECONDS: '0' });
  const out = join(temporaryDirectory(), 'measured.yaml');
  const { code, stdout, stderr } = await calibrate(['--url', `${url}/v1`, '-n', '2', '--out', out]);
  assert.deepEqual([code, stdout], [0, ''], stderr);
  const read = readModelsFile(readFileSync(out, 'utf8'));
  assert.ok(read.ok);
  assert.deepEqual(read.table.names, ['only-one']);
});

test('a wrong key, a wrong address and wrong words end with a reason and an exit code', async () => {
  const { url } = await startTestServer({ API_KEY: 'another', RESPONSE_DELAY_SECONDS: '0' });
  const refused = await calibrate(['--url', url, '--model', 'm', '--key', KEY, '--concurrency', '1']);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /too few answers of "m" at \S+: 401 \w+ \(5 times\)/);
  const lost = await calibrate(['--url', 'http://127.0.0.1:1', '--model', 'm', '-n', '2']);
  assert.equal(lost.code, 1);
  assert.match(lost.stderr, /ECONNREFUSED/);
  assert.equal((await calibrate([])).code, 2);
  const help = await calibrate(['--help']);
  assert.deepEqual([help.code, help.stdout.startsWith('Usage: llm-mock-server calibrate')], [0, true]);
});
