/** `llm-mock-server ctl` against a running server: what it does, what it says, and its exit codes. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CLI } from '../support/child-process.js';
import { ADMIN_KEY } from '../support/control-client.js';
import { freePort } from '../support/free-port.js';
import { startTestServer } from '../support/in-process.js';
import { runPlainCli } from '../support/plain-cli.js';
import { shellBlocks, temporaryDirectory } from '../support/readme.js';
import { readProjectFile } from '../support/source-tree.js';

const KEY = { LLM_MOCK_ADMIN_KEY: ADMIN_KEY };

test('ctl changes what is in force, shows it, and takes it back', async () => {
  const { url, steering } = await startTestServer({ ADMIN_KEY });
  const ctl = (...words: string[]) => runPlainCli(['ctl', ...words, '--url', `${url}/`], KEY);
  const set = await ctl('set', 'SEED=5', 'response_delay=uniform(1s,2s)');
  assert.equal(set.code, 0, set.stderr);
  assert.equal(JSON.parse(set.stdout).settings.SEED.value, '5');
  assert.equal((await ctl('set', '--model', 'gpt-4*', 'OUTPUT_TOKENS=7')).code, 0);
  assert.deepEqual(steering.inForce.models, { 'gpt-4*': { output_tokens: '7' } });
  assert.equal((await ctl('unset', 'SEED')).code, 0);
  assert.equal((await ctl('unset', '--model', 'gpt-4*')).code, 0);
  const shown = JSON.parse((await ctl('config')).stdout);
  assert.deepEqual([shown.revision, shown.settings.SEED, shown.models], [4, undefined, {}]);
  assert.equal(shown.settings.RESPONSE_DELAY.value, 'uniform(1s,2s)');
});

test('ctl drains and reads, and every command that reads gives JSON', async () => {
  const { url } = await startTestServer({ ADMIN_KEY });
  const ctl = (...words: string[]) => runPlainCli(['ctl', ...words, '--url', url, '--admin-key', ADMIN_KEY]);
  assert.deepEqual(JSON.parse((await ctl('drain')).stdout), { draining: true, in_flight: 0 });
  assert.deepEqual(JSON.parse((await ctl('ready')).stdout), { draining: false, in_flight: 0 });
  for (const words of [
    ['stats'],
    ['journal', '--limit', '5', '--status', '200'],
    ['faults'],
    ['scenario'],
    ['reset'],
    ['openapi'],
  ]) {
    const { code, stdout, stderr } = await ctl(...words);
    assert.equal(code, 0, stderr);
    assert.equal(typeof JSON.parse(stdout), 'object');
  }
});

test('the commands of docs/control.md do what they say', async () => {
  const { url, port, steering } = await startTestServer({ ADMIN_KEY: 'change-me' });
  const blocks = shellBlocks(readProjectFile('docs/control.md')).filter(
    (block) => !block.includes('npm start'),
  );
  assert.equal(blocks.length, 2);
  for (const block of blocks) {
    const script = block
      .replaceAll('npx llm-mock-server ctl', `"${process.execPath}" "${CLI}" ctl --url ${url}`)
      .replaceAll('127.0.0.1:8080', `127.0.0.1:${port}`);
    const child = spawn('sh', ['-e', '-c', script], { env: { PATH: process.env.PATH } });
    const [[code], said] = await Promise.all([once(child, 'close'), text(child.stderr), text(child.stdout)]);
    assert.equal(code, 0, said);
  }
  assert.deepEqual(steering.inForce.models, { 'gpt-4*': { output_tokens: 100 } });
  assert.equal(steering.config.seed, 7);
  assert.equal(steering.inForce.revision, 5);
});

test('the commands of docs/scenarios.md show, start and stop a scenario, and play another', async () => {
  const server = await startTestServer({
    ADMIN_KEY: 'change-me',
    SCENARIO_FILE: fileURLToPath(new URL('../../docs/scenarios/provider-outage.yaml', import.meta.url)),
    SCENARIO_START: 'command',
  });
  const block = shellBlocks(readProjectFile('docs/scenarios.md')).find((one) => one.includes('ctl scenario'));
  const script = (block ?? 'exit 1')
    .replaceAll('npx llm-mock-server ctl', `"${process.execPath}" "${CLI}" ctl --url ${server.url}`)
    .replaceAll('127.0.0.1:8080', `127.0.0.1:${server.port}`);
  const env = { PATH: process.env.PATH, LLM_MOCK_ADMIN_KEY: 'change-me' };
  const child = spawn('sh', ['-e', '-c', script], { env });
  const [[code], said, stdout] = await Promise.all([
    once(child, 'close'),
    text(child.stderr),
    text(child.stdout),
  ]);
  assert.equal(code, 0, said);
  const states = [...stdout.matchAll(/"state": ?"(\w+)"/g)].map(([, state]) => state);
  assert.deepEqual(states, ['waiting', 'running', 'stopped', 'running', 'running']);
  assert.equal(server.state.scenarioStep, 1);
});

test('ctl starts the scenario of a file, and what is wrong with it has its line in that file', async () => {
  const { url, steering } = await startTestServer({ ADMIN_KEY });
  const folder = temporaryDirectory();
  const ctl = (...words: string[]) => runPlainCli(['ctl', ...words, '--url', url], KEY);
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const good = write(
    'good.yaml',
    'name: slow\nsteps:\n  - at: 0s\n    for: 1h\n    set: { MAX_CONCURRENT: 7 }\n',
  );
  const started = await ctl('scenario', 'start', good);
  assert.equal(started.code, 0, started.stderr);
  assert.deepEqual([JSON.parse(started.stdout).name, steering.config.slotsMax], ['slow', 7]);
  const wrong = await ctl(
    'scenario',
    'start',
    write('wrong.yaml', 'steps:\n  - at: 0s\n    set: { NOPE: 1 }\n'),
  );
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /^3:12: .*NOPE/m);
  const none = await ctl('scenario', 'start', join(folder, 'none.yaml'));
  assert.deepEqual([none.code, none.stderr.includes(`cannot read ${folder}/none.yaml: ENOENT`)], [2, true]);
  const large = await ctl('scenario', 'start', write('large.yaml', '#'.repeat(65_537)));
  assert.deepEqual([large.code, large.stderr.includes('expected at most 65536 bytes')], [2, true]);
  assert.equal((await ctl('scenario', 'stop', good)).code, 2);
  assert.equal((await ctl('scenario', 'stop')).code, 0);
});

test('what the server refuses, or a server that is not there, is exit code 1, with every problem', async () => {
  const { url } = await startTestServer({ ADMIN_KEY });
  const refused = await runPlainCli(['ctl', 'set', 'SEED=-1', 'PORT=1', '--url', url], KEY);
  assert.deepEqual([refused.code, refused.stdout], [1, '']);
  assert.match(refused.stderr, /^llm-mock-server ctl: 400: There are 2 problems.*\nPORT: .*\nSEED: /);
  const wrongKey = await runPlainCli(['ctl', 'config', '--url', url], { LLM_MOCK_ADMIN_KEY: 'hush-hush' });
  assert.equal(wrongKey.code, 1);
  assert.match(wrongKey.stderr, /401/);
  assert.doesNotMatch(wrongKey.stderr, /hush/);
  const nobody = await runPlainCli(['ctl', 'config', '--url', `http://127.0.0.1:${await freePort()}`], KEY);
  assert.equal(nobody.code, 1);
  assert.match(nobody.stderr, /cannot reach http:\/\/127\.0\.0\.1:\d+: .*ECONNREFUSED/);
});

test('words that mean nothing are exit code 2, and --help is 0', async () => {
  for (const [words, said] of [
    [['confg'], /did you mean config\?/],
    [['set'], /expected at least one NAME=VALUE/],
    [['set', 'SEED'], /expected NAME=VALUE, got "SEED"/],
    [['scenario', 'go'], /expected start, stop or nothing, got "go"/],
    [['config', 'more'], /expected no more words, got "more"/],
    [['stats', '--limit', '5'], /--limit: means nothing to stats/],
    [['stats', '--nope'], /--nope/],
    [['fail', '429', '--count', '0'], /--count: expected a whole number/],
  ] as const) {
    const { code, stderr } = await runPlainCli(['ctl', ...words], KEY);
    assert.equal(code, 2, words.join(' '));
    assert.match(stderr, said);
  }
  assert.match((await runPlainCli(['ctl', 'config'])).stderr, /no key: set LLM_MOCK_ADMIN_KEY/);
  const help = await runPlainCli(['ctl', '--help']);
  assert.equal(help.code, 0);
  assert.match(help.stdout, /ctl COMMAND/);
});
