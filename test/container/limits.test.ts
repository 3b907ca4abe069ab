import assert from 'node:assert/strict';
import { test } from 'node:test';
import { request } from 'undici';
import { docker, startContainer } from '../support/docker.js';
import { until } from '../support/until.js';

interface Health {
  readonly status: string;
  readonly available_slots: number;
  readonly max_concurrent: number;
  readonly memory: {
    readonly total_mb: number;
    readonly usage_ratio: number;
    readonly near_limit: boolean;
    readonly source: string;
  };
  readonly cpu: { readonly available_cores: number; readonly source: string };
}

async function health(url: string): Promise<{ status: number; body: Health }> {
  const answer = await request(`${url}/health`);
  return { status: answer.statusCode, body: (await answer.body.json()) as Health };
}

for (const [cpus, gib, slots, threads] of [
  [1, 1, 1500, 2],
  [2, 2, 3000, 3],
] as const) {
  test(`${cpus} CPU and ${gib} GiB give ${slots} slots and ${threads} worker threads`, async () => {
    const { id, url } = await startContainer('--cpus', `${cpus}`, '--memory', `${gib}g`);
    const { body } = await health(url);
    assert.equal(body.max_concurrent, slots);
    assert.equal(body.available_slots, slots);
    assert.equal(body.memory.total_mb, gib * 1024);
    assert.match(body.memory.source, /^cgroup_v[12]$/);
    assert.equal(body.cpu.available_cores, cpus);
    assert.match(body.cpu.source, /^cgroup_v[12]$/);
    const ready = JSON.parse((await docker('logs', id)).split('\n')[0] as string);
    assert.equal(ready.worker_threads, threads);
  });
}

/** Takes memory until 96.5 % of the container's limit are in use, holds it for some seconds, and ends. */
const HOG = `
  const { existsSync, readFileSync } = require('node:fs');
  const v2 = existsSync('/sys/fs/cgroup/memory.current');
  const folder = v2 ? '/sys/fs/cgroup/' : '/sys/fs/cgroup/memory/';
  const [limitFile, usedFile, cache] = v2
    ? ['memory.max', 'memory.current', /^inactive_file (\\d+)/m]
    : ['memory.limit_in_bytes', 'memory.usage_in_bytes', /^total_inactive_file (\\d+)/m];
  const read = (name) => readFileSync(folder + name, 'utf8');
  const used = () => Number(read(usedFile)) - Number(cache.exec(read('memory.stat'))[1]);
  const held = [];
  setInterval(() => {
    for (let i = 0; i < 8 && used() < Number(read(limitFile)) * 0.965; i++) held.push(Buffer.alloc(2 << 20, 1));
  }, 15);
  setTimeout(() => process.exit(), 6_000);
`;

test('a container that runs out of memory is overloaded with 503, and healthy again when it has some', async () => {
  const { id, url } = await startContainer('--cpus', '1', '--memory', '1g', '--memory-swap', '1g');
  assert.equal((await health(url)).body.status, 'healthy');
  await docker('exec', '--detach', id, 'node', '--max-old-space-size=2048', '--eval', HOG);
  await until(async () => {
    const { status, body } = await health(url);
    assert.equal(status, body.status === 'overloaded' ? 503 : 200);
    assert.equal(body.status === 'overloaded', body.memory.usage_ratio > 0.95);
    assert.equal(body.memory.near_limit, body.memory.usage_ratio >= 0.85);
    return status === 503;
  }, 'overloaded');
  await until(async () => (await health(url)).status === 200, 'healthy again');
  const said = (await docker('logs', id))
    .split('\n')
    .filter((line) => line.includes('memory is near its limit'));
  assert.equal(said.length, 1);
});
