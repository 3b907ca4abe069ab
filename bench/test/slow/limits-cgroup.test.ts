// Owns: the proof that the kernel's groups limit a server, here, for real. Must never: pass silently where they cannot
// be made: it is skipped with the reason then.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { viewOf } from '../../limits/cgroup-places.js';
import { type CgroupKind, cgroupLimits } from '../../limits/cgroups.js';
import { memoryFolderOf } from '../../limits/group-memory.js';
import type { Limits, Profile } from '../../limits/limits.js';
import { allowedIn, formatCpuList, processorsFor } from '../../limits/processors.js';
import { PROJECT_FOLDER } from '../../project-folder.js';
import { processorMs, residentBytes } from '../../run/process-figures.js';

const SMALL: Profile = { name: '1c1g', cores: 1, memoryBytes: 64 * 2 ** 20 };

const processors = processorsFor(SMALL.cores);
const reasons: string[] = [];
const limits = (await tryKind('cgroup-v2')) ?? (await tryKind('cgroup-v1'));
const skip = limits === null ? reasons.join('; ') : false;
after(() => limits?.close());

function ready(kind: CgroupKind, serverCpus: string): Promise<Limits> {
  return cgroupLimits(kind, SMALL, { ...processors, serverCpus }, PROJECT_FOLDER, (line) =>
    reasons.push(line),
  );
}

async function tryKind(kind: CgroupKind): Promise<Limits | null> {
  try {
    return await ready(kind, processors.serverCpus);
  } catch (error) {
    reasons.push((error as Error).message);
    return null;
  }
}

function startScript(script: string, environment: Record<string, string> = {}) {
  assert.ok(limits !== null);
  return limits.start(['node', '--eval', script], environment);
}

function groupFolderOf(pid: number): string {
  const folder = memoryFolderOf(viewOf(pid))?.folder;
  assert.ok(folder !== undefined);
  return folder;
}

test('two busy threads on two processors use one core', { skip }, async (context) => {
  assert.ok(limits !== null);
  const all = formatCpuList(allowedIn(readFileSync('/proc/self/status', 'latin1')));
  const unpinned = await ready(limits.kind as CgroupKind, all);
  context.after(() => unpinned.close());
  const busy = 'const end = Date.now() + 1e4; while (Date.now() < end);';
  const script = `new (require('node:worker_threads').Worker)(${JSON.stringify(busy)}, { eval: true }); setTimeout(() => {${busy}}, 100);`;
  const server = await unpinned.start(['node', '--eval', script], {});
  await sleep(300);
  const before = processorMs(server.pid);
  const startedMs = performance.now();
  await sleep(1000);
  const cores = (processorMs(server.pid) - before) / (performance.now() - startedMs);
  assert.ok(cores > 0.5 && cores <= 1.15, `it used ${cores} cores`);
});

test('a server runs on the processors of servers only', { skip }, async (context) => {
  const server = await startScript('setInterval(() => {}, 1000);');
  context.after(() => server.stop());
  const status = readFileSync(`/proc/${server.pid}/status`, 'latin1');
  assert.equal(/^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1], processors.serverCpus);
});

test('what lies unread in sockets is counted', { skip }, async (context) => {
  const server = await startScript(`
    const net = require('node:net');
    const chunk = Buffer.alloc(2 ** 18);
    const server = net.createServer({ pauseOnConnect: true }, () => {});
    setTimeout(() => server.listen(0, '127.0.0.1', () => {
      for (let i = 0; i < 32; i += 1) {
        const client = net.connect(server.address().port, '127.0.0.1');
        for (let j = 0; j < 8; j += 1) client.write(chunk);
      }
    }), 500);
  `);
  context.after(() => server.stop());
  await sleep(300);
  const outsideBytes = () => (server.memoryBytes() ?? Number.NaN) - residentBytes(server.pid);
  const before = outsideBytes();
  const untilMs = performance.now() + 5000;
  while (outsideBytes() - before < 2 ** 21 && performance.now() < untilMs) await sleep(20);
  assert.ok(outsideBytes() - before >= 2 ** 21, `${outsideBytes() - before} bytes more`);
});

test('a server that wants more memory than it may have is ended as out of memory', {
  skip,
}, async (context) => {
  const server = await startScript(
    "const all = []; setInterval(() => all.push(Buffer.alloc(8 * 2 ** 20, 1)), 5); process.stdout.write('I begin\\n');",
  );
  context.after(() => server.stop());
  const ending = await server.ended;
  assert.deepEqual(ending, { code: null, signal: 'SIGKILL', outOfMemory: true, output: 'I begin' });
});

test('a server is told nothing but its own environment, and its end is told with what it wrote', {
  skip,
}, async (context) => {
  const server = await startScript(
    'process.stdout.write(JSON.stringify(process.env)); process.stderr.write("!"); process.exitCode = 3;',
    { BENCH_CAP: '$(id) "7"' },
  );
  context.after(() => server.stop());
  const { output, ...ending } = await server.ended;
  assert.deepEqual(ending, { code: 3, signal: null, outOfMemory: false });
  const { PATH, PWD, OLDPWD, ...environment } = JSON.parse(output.replace('!', '')) as Record<string, string>;
  assert.deepEqual(environment, { NODE_ENV: 'production', BENCH_CAP: '$(id) "7"' });
});

test('its memory is counted while it runs, and its group is gone when it is stopped', { skip }, async () => {
  const server = await startScript('setInterval(() => {}, 1000);');
  const folder = groupFolderOf(server.pid);
  assert.match(folder, /\/llm-mock-server-bench-\d+-\d+-\d+-\d+$/);
  const bytes = server.memoryBytes();
  assert.ok(bytes !== null && bytes > 0 && bytes <= SMALL.memoryBytes, `${bytes} bytes`);
  await Promise.all([server.stop(), server.stop()]);
  assert.equal((await server.ended).signal, 'SIGKILL');
  assert.equal(existsSync(folder), false);
  assert.equal(server.memoryBytes(), null);
});

test('the pid is that of the server itself, and what it started ends with it', { skip }, async () => {
  const server = await startScript(
    "require('node:child_process').spawn('sleep', ['1000'], { detached: true }); setInterval(() => {}, 1000);",
  );
  assert.match(readFileSync(`/proc/${server.pid}/cmdline`, 'latin1'), /sh|node/);
  const folder = groupFolderOf(server.pid);
  let pids: string[] = [];
  for (const untilMs = performance.now() + 5000; pids.length < 2 && performance.now() < untilMs; ) {
    await sleep(10);
    pids = readFileSync(`${folder}/cgroup.procs`, 'latin1').trim().split('\n');
  }
  assert.equal(pids.length, 2);
  assert.ok(pids.includes(String(server.pid)));
  assert.match(readFileSync(`/proc/${server.pid}/cmdline`, 'latin1'), /^[^\0]*node\0--eval\0/);
  await server.stop();
  for (const pid of pids) assert.equal(existsSync(`/proc/${pid}/exe`), false);
});
