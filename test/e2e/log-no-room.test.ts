/**
 * The log where nothing can be written: the server starts, serves, reads files again and stops in order all the same.
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { CLI } from '../support/child-process.js';
import { freePort } from '../support/free-port.js';
import {
  breakableModelsFile,
  PROBLEMS,
  spawnInto,
  temporaryFolder,
  watchOutputProcess,
} from '../support/output-process.js';
import { until } from '../support/until.js';

const STOPPED = { code: 0, signal: null };
const MOUNT = 'mount';
const UMOUNT = 'umount';

test('a standard output without room ends nothing, and every line that is lost is counted', async () => {
  const full = openSync('/dev/full', 'w');
  after(() => closeSync(full));
  const models = breakableModelsFile();
  const server = await spawnInto(full, { MODELS_FILE: models.path });
  const lostAtStart = await server.lostLines();
  // On a busy machine a worker may be late, which is a line of its own.
  assert.ok(lostAtStart >= 1, 'the ready line');
  models.break();
  server.child.kill('SIGHUP');
  await until(
    async () => (await server.lostLines()) >= lostAtStart + PROBLEMS + 1,
    'the problems of the file are lost',
  );
  assert.deepEqual(await server.stop(), STOPPED);
});

const mounted = mkdtempSync(join(tmpdir(), 'llm-mock-disk-'));
const mount = spawnSync(MOUNT, ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', mounted], { encoding: 'utf8' });
const skip =
  mount.status === 0 ? false : `no file system can be mounted here: ${mount.stderr || mount.error}`;
after(() => {
  if (skip === false) spawnSync(UMOUNT, ['--lazy', mounted]);
  rmSync(mounted, { recursive: true });
});

test('a disk that is full costs lines, and when it has room again the log goes on with a whole line', {
  skip,
}, async () => {
  const log = join(mounted, 'log');
  const ballast = join(mounted, 'ballast');
  const fd = openSync(log, 'a');
  after(() => closeSync(fd));
  const server = await spawnInto(fd, { MODELS_FILE: breakableModelsFile().path });
  await until(() => readFileSync(log, 'utf8').includes('"ready"'), 'the ready line');
  // Pages are 4 KiB: what is left of the log's own is written to before the disk is full.
  spawnSync('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=1k', 'count=64'], { stdio: 'ignore' });
  await until(async () => {
    server.child.kill('SIGHUP');
    return (await server.lostLines()) > 0;
  }, 'lines are lost');
  rmSync(ballast);
  server.child.kill('SIGHUP');
  await until(() => readFileSync(log, 'utf8').includes('lines of this log were lost'), 'the log goes on');
  assert.deepEqual(await server.stop(), STOPPED);
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  const whole = lines.filter((line) => /^{.*}$/.test(line));
  // The one that the end of the disk cut off.
  assert.equal(
    lines.length - whole.length <= 1,
    true,
    lines.filter((line) => !whole.includes(line)).join('\n'),
  );
  assert.match(lines.at(-1) as string, /"msg":"stopped"}$/);
});

/** The command under a shell that redirects its output. */
async function spawnUnder(redirection: string) {
  const port = await freePort();
  const command = `echo $$ >&2; exec '${process.execPath}' '${CLI}' ${redirection}`;
  const child = spawn('/bin/sh', ['-c', command], {
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', HTTP10_PORT: 'off', PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return watchOutputProcess(child, port);
}

for (const redirection of ['>&-', '>&- 2>&-']) {
  test(`a server that is started with ${redirection} runs and stops in order`, async () => {
    const server = await spawnUnder(redirection);
    assert.match(await server.page('/health'), /"status":"healthy"/);
    assert.deepEqual(await server.stop(), STOPPED);
  });
}

test('a server whose lines go to `head -1` outlives it', async () => {
  const port = await freePort();
  const child = spawn(process.execPath, [CLI], {
    env: {
      PATH: process.env.PATH,
      HOST: '127.0.0.1',
      HTTP10_PORT: 'off',
      PORT: String(port),
      MODELS_FILE: breakableModelsFile().path,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const server = await watchOutputProcess(child, port);
  const [first] = (await once(child.stdout, 'data')) as [Buffer];
  assert.match(first.toString(), /"ready"/);
  child.stdout.destroy();
  await until(async () => {
    child.kill('SIGHUP');
    return (await server.lostLines()) > 0;
  }, 'lines are lost');
  assert.deepEqual(await server.stop(), STOPPED);
});

for (const [what, argv, file, code] of [
  ['--help', ['--help'], '/dev/full', 0],
  ['--version', ['--version'], '/dev/full', 0],
  ['the sentence about a wrong setting', ['--port', 'x'], '/dev/full', 2],
] as const) {
  test(`${what} into ${file} ends without a stack trace, with exit code ${code}`, () => {
    const fd = openSync(file, 'w');
    const stream = code === 0 ? 1 : 2;
    const stdio: ('pipe' | 'ignore' | number)[] = ['ignore', 'pipe', 'pipe'];
    stdio[stream] = fd;
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...argv], {
      stdio,
      encoding: 'utf8',
    });
    closeSync(fd);
    assert.deepEqual([status, `${stdout ?? ''}${stderr ?? ''}`], [code, '']);
  });
}

test('--help into a pipe that is closed ends quietly', () => {
  const command = `'${process.execPath}' '${CLI}' --help | true; exit`;
  const { status, stderr } = spawnSync('/bin/sh', ['-c', command], { encoding: 'utf8' });
  assert.deepEqual([status, stderr], [0, '']);
});

test('what a start that fails says reaches a file whole', () => {
  const path = join(temporaryFolder(), 'stderr');
  writeFileSync(path, 'before\n');
  const fd = openSync(path, 'a');
  const { status } = spawnSync(process.execPath, [CLI, '--port', 'x'], { stdio: ['ignore', 'ignore', fd] });
  closeSync(fd);
  assert.equal(status, 2);
  assert.match(
    readFileSync(path, 'utf8'),
    /^before\nllm-mock-server: --port: expected .+\n\(see --help\)\n$/,
  );
});
