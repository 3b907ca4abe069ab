// Owns: tests of the command itself, as a user runs it: a small run to its end, and runs that are broken off.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { results } from '../report/results.js';

const CLI = fileURLToPath(new URL('../cli.js', import.meta.url));
const DEADLINE_MS = 60_000;

const folder = mkdtempSync(join(tmpdir(), 'llm-mock-bench-test-'));
after(() => rmSync(folder, { recursive: true }));

interface Bench {
  readonly child: ChildProcess;
  readonly output: string;
  readonly printed: () => string;
  readonly ended: Promise<number | null>;
}

let runs = 0;

/** Pinning and autocannon are what every machine has. */
function startBench(...args: string[]): Bench {
  runs += 1;
  return startBenchInto(join(folder, String(runs)), ...args);
}

function startBenchInto(output: string, ...args: string[]): Bench {
  return command(
    output,
    ...['--limits', 'pinning', '--load', 'autocannon', '--rounds', '1', '--output', output, ...args],
  );
}

function command(output: string, ...args: string[]): Bench {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
  }
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, output, printed: () => text, ended };
}

async function until(condition: () => boolean, what: string): Promise<void> {
  for (const startedMs = performance.now(); !condition(); await sleep(20)) {
    if (performance.now() - startedMs > DEADLINE_MS) assert.fail(`no ${what} within ${DEADLINE_MS} ms`);
  }
}

/** Processes whose command line has the words, as the kernel lists them. */
function processesWith(...words: string[]): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      const line = commandLineOf(name);
      return words.every((word) => line.includes(word));
    })
    .map(Number);
}

/** Empty for a process that has ended: it may do so between any two steps. */
function commandLineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

const server = (name: string): number[] => processesWith(`servers/${name}.js`);

test('a run leaves a report that keeps to its schema, a table, and no process', async () => {
  const bench = startBench('--servers', 'ours,node-http', '--scenario', 'cap,startup');
  assert.equal(await bench.ended, 0, bench.printed());
  const report = results.parse(JSON.parse(readFileSync(join(bench.output, 'results.json'), 'utf8')));
  assert.deepEqual(
    report.measurements.map(({ scenario, server, outcome }) => `${scenario} ${server} ${outcome}`),
    ['cap ours measured', 'cap node-http measured', 'startup ours measured', 'startup node-http measured'],
  );
  for (const { scenario, figures } of report.measurements) {
    if (scenario === 'cap') {
      assert.deepEqual([figures.answered_count, figures.refused_count], [1_000, 500]);
    } else {
      assert.equal((figures.ready_ms ?? 0) > 10 && (figures.ready_ms ?? 0) < 10_000, true);
    }
  }
  assert.match(report.warnings.join('\n'), /not limited/);
  for (const file of ['report.md', 'report.html']) assert.equal(existsSync(join(bench.output, file)), true);
  assert.match(bench.printed(), /round 1\/1 · cap · ours · 1\/4/);
  assert.deepEqual(server('node-http'), []);
});

test('a run is measured bit by bit, and its report is written again without measuring', async () => {
  const output = join(folder, 'pieces');
  const file = join(output, 'results.json');
  const roundsAfter = async (adding: string): Promise<(number | string)[]> => {
    const bench = startBenchInto(output, '--servers', 'ours', '--scenario', 'startup', adding);
    assert.equal(await bench.ended, 0, bench.printed());
    const { measurements, pieces = [] } = results.parse(JSON.parse(readFileSync(file, 'utf8')));
    return [...measurements.map(({ round }) => round), `${pieces.length} pieces`];
  };
  assert.deepEqual(await roundsAfter('--append'), [1, '1 pieces']);
  assert.deepEqual(await roundsAfter('--append'), [1, 2, '2 pieces']);
  assert.deepEqual(await roundsAfter('--replace'), [1, '1 pieces']);
  const again = command(join(folder, 'again'), '--from', file, '--output', join(folder, 'again'));
  assert.equal(await again.ended, 0, again.printed());
  for (const name of ['results.json', 'report.md', 'report.html', 'report.zh-CN.html']) {
    assert.equal(readFileSync(join(folder, 'again', name), 'utf8'), readFileSync(join(output, name), 'utf8'));
  }
});

test('a server that is killed makes its measurement an error, with how it ended; the rest is measured', async () => {
  const bench = startBench('--servers', 'koa', '--scenario', 'cap,startup');
  await until(() => bench.printed().includes('cap · koa'), 'measurement of koa');
  await until(() => server('koa').length > 0, 'process of koa');
  for (const pid of server('koa')) process.kill(pid, 'SIGKILL');
  assert.equal(await bench.ended, 1, bench.printed());
  assert.match(
    bench.printed(),
    /error: cap · cap-1000-and-500 · koa · round 1: koa ended by itself: SIGKILL/,
  );
  const report = results.parse(JSON.parse(readFileSync(join(bench.output, 'results.json'), 'utf8')));
  assert.deepEqual(
    report.measurements.map(({ outcome }) => outcome),
    ['error', 'measured'],
  );
});

test('a load generator that is killed makes the measurement an error', async () => {
  const bench = startBench('--servers', 'hono', '--scenario', 'cap');
  const generators = (): number[] => processesWith('autocannon-process.js', '"connections":1500');
  await until(() => generators().length > 0, 'load generator');
  for (const pid of generators()) process.kill(pid, 'SIGKILL');
  assert.equal(await bench.ended, 1, bench.printed());
  assert.match(bench.printed(), /error: cap .* hono .*autocannon ended with SIGKILL/);
  assert.deepEqual(server('hono'), []);
});

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  test(`${signal} ends servers and load generators, says so, and gives exit code ${code}`, async () => {
    const bench = startBench('--servers', 'express', '--scenario', 'cap');
    await until(() => processesWith('autocannon-process.js').length > 0, 'load generator');
    bench.child.kill(signal);
    assert.equal(await bench.ended, code, bench.printed());
    assert.match(bench.printed(), new RegExp(`${signal}: cleaning up[\\s\\S]*ended by ${signal}`));
    assert.deepEqual([server('express'), processesWith('autocannon-process.js')], [[], []]);
  });
}

test('wrong arguments are named, and give exit code 2', async () => {
  const bench = startBench('--servers', 'apache');
  assert.equal(await bench.ended, 2);
  assert.match(bench.printed(), /no server apache; there are ours, bare-uws, hyper, node-http/);
});
