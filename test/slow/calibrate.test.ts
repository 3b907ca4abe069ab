/**
 * What `calibrate` measures of our own server is what our server was told to be: within 5 % at p50, p90 and p99. Its requests are drawn
 * from a seed, so that chance is the same each time; the bound is by the clock, of a machine with nothing else to do.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { quantileOf } from '../../dist/behavior/distributions/describe.js';
import { type ParseResult, parseCount, parseDuration } from '../../dist/behavior/grammar/grammar.js';
import { CLI, spawnServer } from '../support/child-process.js';
import { readModelsFile } from '../support/models-file.js';

const TOLD: Readonly<Record<string, string>> = {
  TIME_TO_FIRST_TOKEN: 'uniform(700ms,900ms)',
  INTER_TOKEN_LATENCY: 'percentiles(p0=120ms,p50=200ms,p90=320ms,p99=600ms)',
  OUTPUT_TOKENS: 'uniform(18,22)',
};

for (const api of ['openai', 'anthropic', 'google']) {
  test(`${api}: first token, time between tokens and lengths come back within 5 %`, async () => {
    const server = await spawnServer({ ...TOLD, SEED: '1' });
    const argv = [
      'calibrate',
      '--url',
      server.url,
      '--api',
      api,
      '--model',
      'm',
      '-n',
      '160',
      '--concurrency',
      '32',
    ];
    const child = spawn(process.execPath, [CLI, ...argv], { env: { PATH: process.env.PATH } });
    const [[code], stdout, stderr] = await Promise.all([
      once(child, 'close'),
      text(child.stdout),
      text(child.stderr),
    ]);
    assert.equal(code, 0, stderr);
    const read = readModelsFile(stdout);
    assert.ok(read.ok, stdout);
    const { timeToFirstToken, interTokenLatency, outputTokens } = read.table.find('m');
    for (const [name, measured, parse] of [
      ['TIME_TO_FIRST_TOKEN', timeToFirstToken, parseDuration],
      ['INTER_TOKEN_LATENCY', interTokenLatency, parseDuration],
      ['OUTPUT_TOKENS', outputTokens, parseCount],
    ] as const) {
      const told: ParseResult = parse(TOLD[name] as string);
      assert.ok(told.ok && measured !== null, name);
      for (const rank of [0.5, 0.9, 0.99]) {
        const [expected, got] = [quantileOf(told.distribution, rank), quantileOf(measured, rank)];
        const words = `${name} p${rank * 100}: told ${expected}, measured ${got}\n${stderr}`;
        assert.ok(Math.abs(got / expected - 1) <= 0.05, words);
      }
    }
  });
}
