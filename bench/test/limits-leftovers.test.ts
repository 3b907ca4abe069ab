// Owns: the rules of what happens to what a run left that could not clean up. Must never: touch what other runs have.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Kernel, processesIn, removeGroup, removeLeftovers } from '../limits/group.js';
import { endLeftoverProcesses, mark } from '../limits/leftover-processes.js';
import { NAME_PREFIX, nextName, thisRun } from '../limits/run-name.js';

const skip = process.platform === 'linux' ? false : 'there is no /proc';

/** Removes whole folders, as the kernel does with groups. */
const FOLDERS: Kernel = {
  make: () => assert.fail('nothing is to be made'),
  write: () => assert.fail('nothing is to be written'),
  remove: (folder) => rmSync(folder, { recursive: true }),
};

/** A run of this machine whose process has ended: no process id is that high. */
function deadRun(): string {
  return `${thisRun().split('-')[0]}-${2 ** 22 + 1}-1`;
}

function parentFolder(context: TestContext): string {
  const parent = mkdtempSync(join(tmpdir(), 'groups-'));
  context.after(() => rmSync(parent, { recursive: true }));
  return parent;
}

function group(parent: string, name: string, pids: readonly number[]): string {
  const folder = join(parent, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'cgroup.procs'), pids.map((pid) => `${pid}\n`).join(''));
  return folder;
}

function sleeper(
  context: TestContext,
  environment: Record<string, string> = {},
): ChildProcess & { pid: number } {
  const child = spawn('sleep', ['1000'], { stdio: 'ignore', env: { ...process.env, ...environment } });
  context.after(() => child.kill('SIGKILL'));
  assert.ok(child.pid !== undefined);
  return child as ChildProcess & { pid: number };
}

test('groups of runs that have ended are removed with what is in them, all others stay', {
  skip,
}, async (context) => {
  const parent = parentFolder(context);
  const ofDead = sleeper(context);
  const ofOthers = sleeper(context);
  const dead = group(parent, `${NAME_PREFIX}-${deadRun()}-1`, [ofDead.pid]);
  const others = [nextName(), `${NAME_PREFIX}-1-7-1-1`, 'docker', `${NAME_PREFIX}-others`].map((name) =>
    group(parent, name, [ofOthers.pid]),
  );
  const lines: string[] = [];
  const ended = once(ofDead, 'exit');
  await removeLeftovers([parent, parent], FOLDERS, (line) => lines.push(line));
  assert.deepEqual(await ended, [null, 'SIGKILL']);
  assert.equal(existsSync(dead), false);
  for (const folder of others) assert.equal(existsSync(folder), true, folder);
  assert.equal(ofOthers.exitCode ?? ofOthers.signalCode, null);
  assert.deepEqual(lines, [`removed ${dead}, which a run that was ended left behind`]);
});

test('one that cannot be removed is told of', { skip }, async (context) => {
  const parent = parentFolder(context);
  const dead = group(parent, `${NAME_PREFIX}-${deadRun()}-1`, []);
  const lines: string[] = [];
  const remove = () => {
    throw Object.assign(new Error('read-only'), { code: 'EROFS' });
  };
  await removeLeftovers([parent], { ...FOLDERS, remove }, (line) => lines.push(line));
  assert.deepEqual(lines, [`could not remove ${dead}, which a run that was ended left behind: EROFS`]);
});

test('a group that is still busy is tried again, one that is gone is fine', async (context) => {
  const parent = parentFolder(context);
  const folder = group(parent, 'busy', []);
  let triesLeft = 3;
  const remove = (path: string) => {
    triesLeft -= 1;
    if (triesLeft > 0) throw Object.assign(new Error('busy'), { code: 'EBUSY' });
    FOLDERS.remove(path);
  };
  await removeGroup([folder], { ...FOLDERS, remove });
  assert.equal(existsSync(folder), false);
  await removeGroup([folder], FOLDERS);
});

test('processes that another namespace hides are not taken for this group of processes', (context) => {
  // The kernel writes them as 0, and kill(0) ends the caller's own.
  const folder = group(parentFolder(context), 'hidden', [0, 0, 12]);
  assert.deepEqual(processesIn(folder), [12]);
});

test('processes without a group are found by their environment, if their run has ended', {
  skip,
}, async (context) => {
  const [variable] = Object.keys(mark());
  assert.ok(variable !== undefined);
  const ofDead = sleeper(context, { [variable]: deadRun() });
  const ofThis = sleeper(context, mark());
  const lines: string[] = [];
  const ended = once(ofDead, 'exit');
  // Until the child has become the program, it has the environment of this process.
  for (const untilMs = performance.now() + 5000; lines.length === 0 && performance.now() < untilMs; ) {
    endLeftoverProcesses((line) => lines.push(line));
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.deepEqual(await ended, [null, 'SIGKILL']);
  assert.deepEqual(lines, [`ended process ${ofDead.pid}, which a run that was ended left behind`]);
  assert.equal(ofThis.exitCode ?? ofThis.signalCode, null);
});
