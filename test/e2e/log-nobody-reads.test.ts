/**
 * The log where its reader does not read, or has gone: the server goes on, and says how many lines were lost.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { constants, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { CLI } from '../support/child-process.js';
import { freePort } from '../support/free-port.js';
import {
  breakableModelsFile,
  Fifo,
  type OutputProcess,
  PROBLEMS,
  spawnInto,
  watchOutputProcess,
} from '../support/output-process.js';
import { until } from '../support/until.js';

const STOPPED = { code: 0, signal: null };

/** Logs until lines are lost: the pipe is full then, and so is the server's own buffer. */
async function overfill(server: OutputProcess): Promise<void> {
  await until(async () => {
    for (let times = 0; times < 5; times++) server.child.kill('SIGHUP');
    return (await server.lostLines()) > 0;
  }, 'lines are lost');
}

test('a pipe that nobody reads holds up neither the requests nor the end', async () => {
  const fifo = new Fifo();
  const models = breakableModelsFile();
  const server = await spawnInto(fifo.writeFd, { MODELS_FILE: models.path });
  models.break();
  await overfill(server);
  assert.match(await server.page('/health'), /"status":"healthy"/);
  const reply = await fetch(`${server.url}/v1/chat/completions`, {
    method: 'POST',
    body: '{"messages":[{"role":"user","content":"hello"}]}',
  });
  assert.equal(reply.status, 200);
  assert.deepEqual(await server.stop(), STOPPED);
});

test('a socket that nobody reads holds up neither the requests nor the end', async () => {
  const models = breakableModelsFile();
  const port = await freePort();
  // Node.js gives a child a pair of sockets for a pipe; a stream that nobody listens to is not read.
  const child = spawn(process.execPath, [CLI], {
    env: {
      PATH: process.env.PATH,
      HOST: '127.0.0.1',
      HTTP10_PORT: 'off',
      PORT: String(port),
      MODELS_FILE: models.path,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const server = await watchOutputProcess(child, port);
  models.break();
  await overfill(server);
  assert.match(await server.page('/health'), /"status":"healthy"/);
  assert.deepEqual(await server.stop(), STOPPED);
});

test('a reader that comes back gets whole lines again, and one that says how many were lost', async () => {
  const fifo = new Fifo();
  const models = breakableModelsFile();
  const server = await spawnInto(fifo.writeFd, { MODELS_FILE: models.path });
  models.break();
  await overfill(server);
  let text = '';
  await until(() => {
    text += fifo.read();
    return text.includes('lines of this log were lost');
  }, 'the server says that lines were lost');
  const lost = await server.lostLines();
  const before = text.length;
  server.child.kill('SIGHUP');
  await until(() => {
    text += fifo.read();
    return text.slice(before).includes('models file not used');
  }, 'the log goes on');
  const lines = text.trimEnd().split('\n');
  const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const told = entries.filter(({ msg }) => msg === 'lines of this log were lost');
  assert.equal(
    told.reduce((sum, entry) => sum + Number(entry.lines), 0),
    lost,
  );
  assert.equal(entries.filter(({ msg }) => String(msg).startsWith(models.path)).length >= PROBLEMS, true);
  assert.deepEqual(await server.stop(), STOPPED);
  assert.match(fifo.read(), /"exit_code":0,"msg":"stopped"}\n$/);
});

test('the pipe keeps its flags for whoever else writes to it', async () => {
  const fifo = new Fifo();
  const server = await spawnInto(fifo.writeFd);
  await until(() => fifo.read().includes('"ready"'), 'the ready line');
  const flags = /^flags:\s+([0-7]+)$/m.exec(readFileSync(`/proc/${server.child.pid}/fdinfo/1`, 'utf8'))?.[1];
  assert.equal(Number.parseInt(flags as string, 8) & constants.O_NONBLOCK, 0);
  assert.deepEqual(await server.stop(), STOPPED);
});

test('a reader that has gone costs lines and nothing else; a new one gets those that come then', async () => {
  const fifo = new Fifo();
  const server = await spawnInto(fifo.writeFd, { MODELS_FILE: breakableModelsFile().path });
  await until(() => fifo.read().includes('"ready"'), 'the ready line');
  fifo.closeReader();
  server.child.kill('SIGHUP');
  await until(async () => (await server.lostLines()) >= 1, 'the line is lost');
  fifo.reopenReader();
  assert.deepEqual(await server.stop(), STOPPED);
  const text = fifo.read();
  assert.match(text, /"msg":"lines of this log were lost"}\n/);
  assert.match(text, /"msg":"stopped"}\n$/);
});
