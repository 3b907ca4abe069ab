import assert from 'node:assert/strict';
import { test } from 'node:test';
import { docker, IMAGE, startContainer } from '../support/docker.js';
import { until } from '../support/until.js';

/** The flags of the image, before the server's file. */
async function flagsOfImage(): Promise<readonly string[]> {
  const entry = JSON.parse(
    await docker('inspect', '--format', '{{json .Config.Entrypoint}}', IMAGE),
  ) as string[];
  return entry.slice(1, -1);
}

/** What a script says, as the image would run it in so much memory. Rejects when the kernel ends it. */
async function inMemory(mib: number, script: string): Promise<unknown> {
  const limits = ['--memory', `${mib}m`, '--memory-swap', `${mib}m`];
  const node = ['--entrypoint', 'node', IMAGE, ...(await flagsOfImage()), '--eval', script];
  return JSON.parse(await docker('run', '--rm', ...limits, ...node));
}

test('V8’s heap may grow to a quarter of the container’s limit', async () => {
  const script = "console.log(require('node:v8').getHeapStatistics().heap_size_limit / 1048576)";
  // Three for the young generation.
  for (const mib of [512, 1_024, 2_048]) {
    assert.equal(Math.round((await inMemory(mib, script)) as number), mib / 4 + 3, `${mib} MiB`);
  }
});

/** Bytes outside of the heap as the bound allows them, and a heap of which a part is replaced all the time. */
const CHURN = `
  const MIB = 1048576;
  const outside = Array.from({ length: 512 }, () => Buffer.alloc(MIB, 1));
  // Each is 16 KB.
  const alive = new Array(100 * 64);
  let peakBytes = 0;
  for (let i = 0; i < 200_000; i++) {
    alive[(i * 7919) % alive.length] = new Array(2_000).fill(i);
    if (i % 1000 === 0) peakBytes = Math.max(peakBytes, process.memoryUsage().heapTotal);
  }
  console.log(JSON.stringify({ peakMib: peakBytes / MIB, outside: outside.length, alive: alive.length }));
`;

test('half of 1 GiB outside of the heap, and a heap with 100 MiB alive beside it, fit', async (t) => {
  const { peakMib, alive } = (await inMemory(1_024, CHURN)) as { peakMib: number; alive: number };
  t.diagnostic(`${peakMib.toFixed(0)} MiB`);
  assert.equal(alive, 6_400);
  assert.ok(peakMib > 90 && peakMib <= 259, `${peakMib} MiB`);
});

test('a cap that does not fit into 1 GiB is told with the number that does, the default is not', async () => {
  const warned = async (...options: string[]): Promise<boolean> => {
    const { id } = await startContainer('--memory', '1g', '--memory-swap', '1g', ...options);
    await until(async () => (await docker('logs', id)).includes('"ready"'), 'the log says that it is ready');
    const log = await docker('logs', id);
    return log.includes('the kernel would end the process; raise the limit or set MAX_CONCURRENT=167608');
  };
  assert.deepEqual([await warned('--env', 'MAX_CONCURRENT=1000000'), await warned()], [true, false]);
});
