// Owns: the proof that Docker limits a server, here, for real. Must never: pass silently where there is no engine or no
// image: it is skipped with the reason then. It does not build the image, which takes minutes.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { docker } from '../limits/docker-cli.js';
import { startContainer } from '../limits/docker-container.js';
import {
  IMAGE,
  nodeVersionIn,
  RUN_LABEL,
  removeLeftoverContainers,
  usableEngine,
} from '../limits/docker-engine.js';
import type { LimitedProcess, Profile } from '../limits/limits.js';
import { processorsFor } from '../limits/processors.js';
import { NAME_PREFIX, thisRun } from '../limits/run-name.js';

const SMALL: Profile = { name: '1c1g', cores: 1, memoryBytes: 64 * 2 ** 20 };
const { serverCpus } = processorsFor(SMALL.cores);
const skip = await reasonToSkip();
const notRoot = process.getuid?.() === 0 ? false : 'only root may end the process of a container';

async function reasonToSkip(): Promise<string | false> {
  try {
    await usableEngine();
    await docker(['image', 'inspect', IMAGE]);
    return false;
  } catch (error) {
    return (error as Error).message;
  }
}

function startScript(script: string, environment: Record<string, string> = {}): Promise<LimitedProcess> {
  const command = ['node', '--eval', script];
  return startContainer({
    image: IMAGE,
    profile: SMALL,
    cpus: serverCpus,
    command,
    environment,
    openFiles: 20_000,
  });
}

function containersOfThisRun(): Promise<string> {
  return docker(['ps', '--all', '--quiet', '--filter', `label=${RUN_LABEL}=${thisRun()}`]);
}

test('the pid is that of the server itself, on its processors, with its memory counted', {
  skip,
}, async (context) => {
  const server = await startScript('setInterval(() => {}, 1000);');
  context.after(() => server.stop());
  assert.match(readFileSync(`/proc/${server.pid}/cmdline`, 'latin1'), /^node\0--eval\0/);
  const status = readFileSync(`/proc/${server.pid}/status`, 'latin1');
  assert.equal(/^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1], serverCpus);
  const limits = readFileSync(`/proc/${server.pid}/limits`, 'latin1');
  assert.match(limits, /^Max open files\s+20000\s+20000/m);
  const bytes = server.memoryBytes();
  assert.ok(bytes !== null && bytes > 0 && bytes <= SMALL.memoryBytes, `${bytes} bytes`);
});

test('when it is stopped, its container is gone', { skip }, async () => {
  const server = await startScript('setInterval(() => {}, 1000);');
  assert.notEqual(await containersOfThisRun(), '');
  await server.stop();
  assert.deepEqual(await server.ended, { code: null, signal: 'SIGKILL', outOfMemory: false, output: '' });
  assert.equal(await containersOfThisRun(), '');
  assert.equal(existsSync(`/proc/${server.pid}/exe`), false);
  assert.equal(server.memoryBytes(), null);
});

test('its end is told with its exit code and what it wrote', { skip }, async (context) => {
  const server = await startScript(
    'setTimeout(() => { process.stdout.write(process.env.BENCH_CAP); process.exitCode = 3; }, 500);',
    { BENCH_CAP: '$(id) "7"' },
  );
  context.after(() => server.stop());
  const { output, ...ending } = await server.ended;
  assert.deepEqual(ending, { code: 3, signal: null, outOfMemory: false });
  assert.equal(output, '$(id) "7"');
});

test('a server that wants more memory than it may have is ended as out of memory', {
  skip,
}, async (context) => {
  const server = await startScript(
    'const all = []; setInterval(() => all.push(Buffer.alloc(2 ** 20, 1)), 10);',
  );
  context.after(() => server.stop());
  const { signal, outOfMemory } = await server.ended;
  assert.deepEqual({ signal, outOfMemory }, { signal: 'SIGKILL', outOfMemory: true });
});

test('a program that is not in the image is an error with the reason, and leaves no container', {
  skip,
}, async () => {
  const command = ['no-such-program'];
  await assert.rejects(
    startContainer({
      image: IMAGE,
      profile: SMALL,
      cpus: serverCpus,
      command,
      environment: {},
      openFiles: 20_000,
    }),
    /^Error: no-such-program: not started in a container: docker run: .*no-such-program/s,
  );
  assert.equal(await containersOfThisRun(), '');
});

test('containers of runs that have ended are removed, those of others stay', { skip }, async (context) => {
  const server = await startScript('setInterval(() => {}, 1000);');
  context.after(() => server.stop());
  const deadRun = `${thisRun().split('-')[0]}-${2 ** 22 + 1}-1`;
  const label = `${RUN_LABEL}=${deadRun}`;
  const name = `${NAME_PREFIX}-${deadRun}-1`;
  const args = ['--detach', '--network', 'none', '--name', name, '--label', label, '--entrypoint', 'sleep'];
  const id = await docker(['run', ...args, IMAGE, '1000']);
  const lines: string[] = [];
  await removeLeftoverContainers((line) => lines.push(line));
  assert.equal(await docker(['ps', '--all', '--quiet', '--filter', `label=${label}`]), '');
  assert.equal(lines.length, 1);
  assert.ok(id.startsWith(/container (\w+),/.exec(lines[0] ?? '')?.[1] ?? '-'));
  assert.notEqual(await containersOfThisRun(), '');
});

test('when the engine has gone, the server is ended all the same, and the error says what is left', {
  skip: skip || notRoot,
}, async (context) => {
  const server = await startScript('setInterval(() => {}, 1000);');
  const host = process.env.DOCKER_HOST;
  const comeBack = () => {
    if (host === undefined) delete process.env.DOCKER_HOST;
    else process.env.DOCKER_HOST = host;
  };
  context.after(async () => {
    comeBack();
    await docker(['rm', '--force', await containersOfThisRun()]);
  });
  process.env.DOCKER_HOST = 'unix:///nowhere/docker.sock';
  await assert.rejects(server.stop(), /docker kill: .*docker/s);
  await server.ended;
  assert.equal(existsSync(`/proc/${server.pid}/exe`), false);
});

test('the version of Node.js is that of the image', { skip }, async () => {
  assert.match(await nodeVersionIn(IMAGE), /^v\d+\.\d+\.\d+$/);
});
