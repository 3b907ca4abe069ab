/**
 * The folder that is published to npm (deploy/npm/stage-package.ts): how large it is, and that it runs from a folder of packages.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { temporaryDirectory } from '../support/readme.js';
import { watchServer } from '../support/server-output.js';

const NAME = '@somebody/llm-mock-server';
/** As npm unpacks it; the two packages inside it have 287 MB as the registry has them. */
const UNPACKED_BYTES_MAX = 70_000_000;

test('the package for npm has the binaries and the vocabulary that are used, and runs', async (t) => {
  const packages = join(temporaryDirectory(), 'node_modules');
  const folder = join(packages, NAME);
  const stage = ['deploy/dist/npm/stage-package.js', folder, NAME, 'git+https://example.com/repository.git'];
  execFileSync(process.execPath, stage);
  const listing = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const [packed] = JSON.parse(listing) as [
    { name: string; unpackedSize: number; files: { path: string }[]; bundled: string[] },
  ];
  assert.equal(packed.name, NAME);
  assert.deepEqual(packed.bundled.sort(), ['gpt-tokenizer', 'uWebSockets.js']);
  const paths = packed.files.map(({ path }) => path);
  const binaries = paths.filter((path) => path.endsWith('.node')).map((path) => path.replace(/^.*uws_/, ''));
  const wanted = ['darwin_arm64', 'linux_arm64', 'linux_x64'].flatMap((platform) =>
    [115, 127, 137].map((abi) => `${platform}_${abi}.node`),
  );
  assert.deepEqual(binaries.sort(), wanted);
  assert.equal(paths.filter((path) => /bpeRanks\/.*\.js$/.test(path)).length, 1);
  t.diagnostic(`${(packed.unpackedSize / 1e6).toFixed(1)} MB`);
  assert.ok(packed.unpackedSize <= UNPACKED_BYTES_MAX, `${packed.unpackedSize} bytes`);

  // The other dependencies, as an install would lay them beside it.
  for (const name of readdirSync('node_modules')) {
    if (name.startsWith('.') || packed.bundled.includes(name)) continue;
    symlinkSync(join(process.cwd(), 'node_modules', name), join(packages, name));
  }
  const settings = { HOST: '127.0.0.1', PORT: '0', HTTP10_PORT: 'off', USAGE: 'exact', RESPONSE_DELAY: '5s' };
  const child = spawn(process.execPath, [join(folder, 'dist/main/cli.js')], {
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  after(() => child.exitCode === null && child.kill('SIGKILL'));
  const { url } = await watchServer(child).ready;
  const body = JSON.stringify({ messages: [{ role: 'user', content: 'hello '.repeat(200) }] });
  const reply = await fetch(`${url}/v1/chat/completions`, { method: 'POST', body });
  const { usage } = (await reply.json()) as { usage: { prompt_tokens: number } };
  // Counted while the answer waits. A word of the vocabulary each; by the estimate it would be half as many again.
  assert.equal(reply.status, 200);
  assert.ok(usage.prompt_tokens >= 200 && usage.prompt_tokens < 220, `${usage.prompt_tokens} tokens`);
});
