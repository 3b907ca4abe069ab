// Owns: the rules of the choice among limits, of pinning, and of servers that outlive their limits. Must never: need
// root or Docker.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { hierarchyV2, viewOf } from '../limits/cgroup-places.js';
import { chooseLimits } from '../limits/choose-limits.js';
import { type LimitedProcess, PROFILES } from '../limits/limits.js';
import { startLocally } from '../limits/local-process.js';
import { pinningLimits } from '../limits/pinning.js';
import { RunningServers } from '../limits/running-servers.js';
import { PROJECT_FOLDER } from '../project-folder.js';

const PROFILE = PROFILES['1c1g'];
const FOREVER = ['node', '--eval', 'setInterval(() => {}, 1000);'];
const onLinux = process.platform === 'linux';

function hasV2(): boolean {
  const top = onLinux ? hierarchyV2(viewOf('self'))?.top : undefined;
  return top !== undefined && readFileSync(`${top}/cgroup.controllers`, 'latin1').includes('memory');
}

function ignore(): void {}

test('pinning never passes for a limit: the first warning says what is not limited, and why', async () => {
  const asked = await chooseLimits(PROFILE, 'pinning', ignore);
  assert.equal(asked.kind, 'pinning');
  assert.match(asked.warnings[0] ?? '', /^memory and CPU time are not limited: only pinning was asked for$/);
  const processors = { serverCpus: '0', loadGeneratorCpus: '0', warnings: ['shared'] };
  const last = pinningLimits(PROFILE, processors, PROJECT_FOLDER, ['no engine', 'no groups'], ignore);
  assert.equal(last.warnings[0], 'memory and CPU time are not limited: no engine; no groups');
  assert.ok(last.warnings.includes('shared'));
});

test('a pinned server runs on the processors of servers, and its memory is not counted', {
  skip: !onLinux,
}, async () => {
  const limits = await chooseLimits(PROFILE, 'pinning', ignore);
  const server = await limits.start(
    ['node', '--eval', 'process.stdout.write(String(process.pid)); setTimeout(() => {}, 300);'],
    {},
  );
  let allowed: string | undefined;
  for (
    const untilMs = performance.now() + 200;
    allowed !== limits.serverCpus && performance.now() < untilMs;
  ) {
    // The shell becomes taskset, and taskset the server.
    const status = readFileSync(`/proc/${server.pid}/status`, 'latin1');
    allowed = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1];
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(allowed, limits.serverCpus);
  assert.equal(server.memoryBytes(), null);
  assert.deepEqual(await server.ended, {
    code: 0,
    signal: null,
    outOfMemory: false,
    output: String(server.pid),
  });
  await limits.close();
});

test('limits that were asked for and do not work are an error with the reason', {
  skip: hasV2(),
}, async () => {
  await assert.rejects(
    chooseLimits(PROFILE, 'cgroup-v2', ignore),
    /^Error: limits by cgroup-v2 do not work here: (?:cgroup v2|ENOENT)/,
  );
});

test('a process that cannot enter its groups is not started, and the reason says what it could not do', async () => {
  const start = startLocally({
    command: FOREVER,
    environment: {},
    folder: PROJECT_FOLDER,
    openFilesMax: 1024,
    procsFiles: ['/nowhere/cgroup.procs'],
  });
  await assert.rejects(start, /not started within its limits: .*\/nowhere\/cgroup\.procs/s);
});

test('closed limits have ended all their servers, and start no more', { skip: !onLinux }, async () => {
  const limits = await chooseLimits(PROFILE, 'pinning', ignore);
  const servers = await Promise.all([limits.start(FOREVER, {}), limits.start(FOREVER, {})]);
  await Promise.all([limits.close(), limits.close()]);
  for (const server of servers) {
    assert.equal((await server.ended).signal, 'SIGKILL');
    assert.equal(existsSync(`/proc/${server.pid}/exe`), false);
  }
  await assert.rejects(limits.start(FOREVER, {}), /the limits are closed/);
});

test('a server that is being started while the limits are closed is stopped, and its start is an error', async () => {
  const servers = new RunningServers();
  let resolve: (server: LimitedProcess) => void = ignore;
  let stops = 0;
  const starting = servers.start(
    () =>
      new Promise((begun) => {
        resolve = begun;
      }),
  );
  const closing = servers.close();
  const never = new Promise<never>(ignore);
  resolve({
    pid: 1,
    ended: never,
    memoryBytes: () => null,
    stop: async () => {
      stops += 1;
    },
  });
  await assert.rejects(starting, /closed while a server was being started/);
  await closing;
  assert.equal(stops, 1);
});
