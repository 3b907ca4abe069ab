import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { findAcceptQueues, tuneListenSocket } from '../../../../dist/main/listeners/listen-socket.js';
import { startTestServer } from '../../../support/in-process.js';
import { until } from '../../../support/until.js';

/** Why these tests cannot run here, or false. */
function findObstacle(): string | false {
  if (process.platform !== 'linux') return 'Linux only';
  try {
    createRequire(import.meta.url)('koffi').load('libc.so.6');
    return false;
  } catch (error) {
    return `no koffi or no glibc here: ${(error as Error).message.split('\n')[0]}`;
  }
}

const SS = 'ss';
const skip = findObstacle();
const skipWithoutSs = skip || (spawnSync(SS, ['-V']).error === undefined ? false : 'no ss here');
const TCP_ESTABLISHED = '01';
const KEEP_ALIVE_TIMER = '02';

/** The timer of the server's end of this connection: its kind, and the seconds that it has to run. */
function timerOfPeer(socket: Socket): { kind: string | undefined; seconds: number } {
  const hex = (port: number) => port.toString(16).toUpperCase().padStart(4, '0');
  const [local, remote] = [hex(socket.remotePort as number), hex(socket.localPort as number)];
  const fields = readFileSync('/proc/self/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .find(
      ([, from, to, state]) =>
        from?.endsWith(`:${local}`) && to?.endsWith(`:${remote}`) && state === TCP_ESTABLISHED,
    );
  const [kind, ticks = ''] = fields?.[5]?.split(':') ?? [];
  // proc(5) counts in clock ticks, a hundred to the second on every Linux that Node.js runs on.
  return { kind, seconds: Number.parseInt(ticks, 16) / 100 };
}

async function connectTo(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  after(() => socket.destroy());
  await once(socket, 'connect');
  // An answer proves that the server has accepted the connection.
  socket.write('GET /ready HTTP/1.1\r\nhost: x\r\n\r\n');
  await once(socket, 'data');
  return socket;
}

test('a connection that the server accepted is probed after 60 s of silence', { skip }, async () => {
  const { port, warnings } = await startTestServer();
  assert.deepEqual(warnings, []);
  const { kind, seconds } = timerOfPeer(await connectTo(port));
  assert.equal(kind, KEEP_ALIVE_TIMER);
  // The kernel counts down from 60 as soon as it has accepted.
  assert.equal(seconds > 50 && seconds <= 60, true, `${seconds} s`);
});

test('ss shows the keep-alive timer on an accepted connection', { skip: skipWithoutSs }, async () => {
  const { port } = await startTestServer();
  await connectTo(port);
  const shown = execFileSync(SS, ['-tnoH', 'state', 'established', `sport = :${port}`], {
    encoding: 'utf8',
  });
  assert.match(shown, /timer:\(keepalive,(1min|5\dsec),0\)/);
});

test('ss shows an accept queue of 4096, or as many as the kernel allows', {
  skip: skipWithoutSs,
}, async () => {
  const { port } = await startTestServer();
  const somaxconn = Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8'));
  const shown = execFileSync(SS, ['-ltnH', `sport = :${port}`], { encoding: 'utf8' });
  assert.equal(Number(shown.trim().split(/\s+/)[2]), Math.min(4096, somaxconn), shown);
});

test('the HTTP/1.0 listener has the same accept queue', { skip: skipWithoutSs }, async () => {
  const port = await findFreePort();
  const { http10Port } = await startTestServer({ HTTP10_PORT: String(port) });
  const somaxconn = Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8'));
  const shown = execFileSync(SS, ['-ltnH', `sport = :${http10Port}`], { encoding: 'utf8' });
  assert.equal(Number(shown.trim().split(/\s+/)[2]), Math.min(4096, somaxconn), shown);
});

test('while it defers, the kernel hands over a connection when its client has said something', {
  skip,
}, async () => {
  const server = createServer().listen(0, '127.0.0.1');
  after(() => server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const [queue = assert.fail('no queue')] = findAcceptQueues(port);
  const accepted: (number | undefined)[] = [];
  server.on('connection', (socket) => {
    after(() => socket.destroy());
    accepted.push(socket.remotePort);
  });
  const connectHere = async () => {
    const socket = connect(port, '127.0.0.1');
    after(() => socket.destroy());
    await once(socket, 'connect');
    return socket;
  };
  queue.defer(true);
  const silent = await connectHere();
  const speaking = await connectHere();
  speaking.write('x');
  await until(() => accepted.length === 1, 'the one that speaks is accepted');
  assert.deepEqual(accepted, [speaking.localPort]);
  silent.write('x');
  await until(() => accepted.length === 2, 'the other one has spoken');
  queue.defer(false);
  const next = await connectHere();
  await until(() => accepted.length === 3, 'without data it is accepted again');
  assert.equal(accepted[2], next.localPort);
});

test('the length of the accept queue is that of the kernel', { skip }, async () => {
  const server = createServer().listen(0, '127.0.0.1');
  after(() => server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const [queue = assert.fail('no queue')] = findAcceptQueues(port);
  assert.equal(queue.length(), 0);
  const code = `let left = 3; for (let i = 0; i < 3; i++)
    require('net').connect(${port}, '127.0.0.1', () => { if (--left === 0) process.exit() })`;
  // This process accepts nothing meanwhile; and whoever has left stays in the queue.
  execFileSync(process.execPath, ['--eval', code]);
  assert.equal(queue.length(), 3);
  let accepted = 0;
  server.on('connection', (socket) => {
    accepted++;
    socket.on('error', () => {}).destroy();
  });
  await until(() => accepted === 3, 'all are accepted');
  assert.equal(queue.length(), 0);
});

test('a port that nobody listens on has no queue', { skip }, async () => {
  assert.deepEqual(findAcceptQueues(await findFreePort()), []);
});

test('a port that nobody listens on is a reason, not an error', { skip }, async () => {
  const port = await findFreePort();
  assert.equal(tuneListenSocket(port), `no listening descriptor for port ${port} in /proc/self`);
});

test('a port of another process is none of ours', { skip }, async () => {
  const code =
    "require('net').createServer().listen(0, '127.0.0.1', function () { console.log(this.address().port) })";
  const other = spawn(process.execPath, ['--eval', code], { stdio: ['ignore', 'pipe', 'ignore'] });
  after(() => other.kill('SIGKILL'));
  const [line] = (await once(other.stdout, 'data')) as [Buffer];
  const port = Number(line.toString());
  assert.equal(tuneListenSocket(port), `no listening descriptor for port ${port} in /proc/self`);
});

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
