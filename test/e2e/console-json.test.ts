import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { test } from 'node:test';
import { Pool } from 'undici';
import { runCli, spawnServer, startCli } from '../support/child-process.js';
import { freePort } from '../support/free-port.js';
import { activeRequests } from '../support/in-flight.js';
import { CHAT_BODY } from '../support/steady-traffic.js';
import { until } from '../support/until.js';

const PINO_INFO = 30;
const PINO_WARN = 40;

const QUICK = { HOST: '127.0.0.1', HTTP10_PORT: 'off', RESPONSE_DELAY_SECONDS: '0' };

interface Reachable {
  readonly url: string;
}

function answers(server: Reachable): Promise<boolean> {
  return activeRequests(server).then(
    () => true,
    () => false,
  );
}

async function sendRequests({ url }: Reachable, count: number): Promise<number[]> {
  const pool = new Pool(url, { connections: 10 });
  const statuses = await Promise.all(
    Array.from({ length: count }, async () => {
      const path = '/v1/chat/completions';
      const { statusCode, body } = await pool.request({ path, method: 'POST', body: CHAT_BODY });
      await body.dump();
      return statusCode;
    }),
  );
  await pool.close();
  return statuses;
}

test('not on a terminal, one JSON line says what is running', async () => {
  const http10Port = await freePort();
  const server = await spawnServer({
    MAX_CONCURRENT: '20',
    WORKER_THREADS: '1',
    RESPONSE_DELAY_SECONDS: '0.05',
    HTTP10_PORT: String(http10Port),
  });
  const { ready } = server;
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const { memory_total_mb, memory_source, cpu_available_cores, cpu_source, startup_ms, time, ...exact } =
    ready;
  assert.deepEqual(exact, {
    level: PINO_INFO,
    msg: 'ready',
    version,
    url: `http://127.0.0.1:${server.port}`,
    http10_port: http10Port,
    live_page: `http://127.0.0.1:${server.port}/`,
    max_concurrent: 20,
    connections_fit: Number(ready.connections_fit),
    max_body_bytes: 16_384,
    worker_threads: 1,
    latency: 'whole answer 50ms',
    cpu_total_cores: cpus().length,
  });
  assert.ok(ready.connections_fit === null || Number(ready.connections_fit) >= 20);
  assert.match(String(time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.ok(['cgroup_v1', 'cgroup_v2', 'system_fallback'].includes(String(memory_source)));
  assert.ok(Number(memory_total_mb) > 0 && Number(memory_total_mb) <= Math.round(totalmem() / 1_048_576));
  assert.ok(Number(cpu_available_cores) >= 1 && Number(cpu_available_cores) <= cpus().length);
  assert.equal(typeof cpu_source, 'string');
  assert.ok(Number.isInteger(startup_ms));
});

test('under load nothing is logged: not a reply, not a refusal', async () => {
  const server = await spawnServer({ MAX_CONCURRENT: '5', RESPONSE_DELAY_SECONDS: '0.02' });
  const before = server.log.length;
  const statuses = await sendRequests(server, 200);
  assert.equal(statuses.length, 200);
  assert.deepEqual([...new Set(statuses)].sort(), [200, 503]);
  assert.equal(await activeRequests(server), 0);
  // What was written before it reaches us before the end of the process does.
  server.child.kill('SIGTERM');
  const { stdout, stderr } = await server.exited;
  const lines = stdout.trimEnd().split('\n');
  assert.equal(lines.length, before + 3);
  assert.deepEqual(
    server.log.slice(before).map(({ msg }) => msg),
    ['signal received', 'shutting down', 'stopped'],
  );
  assert.equal(server.log.filter(({ msg }) => msg === 'ready').length, 1);
  // A machine may give cause for a warning; a request may not.
  assert.ok(server.log.slice(1, before).every(({ level }) => level === PINO_WARN));
  assert.equal(stderr, '');
});

for (const level of ['silent', 'error']) {
  test(`LOG_LEVEL=${level} prints nothing when nothing is wrong`, async () => {
    const PORT = String(await freePort());
    const { child, exited } = startCli([], { ...QUICK, PORT, LOG_LEVEL: level });
    // Without a ready line, an answer is all there is to wait for.
    const server = { url: `http://127.0.0.1:${PORT}` };
    await until(() => answers(server), 'the server answers');
    assert.deepEqual(await sendRequests(server, 10), Array(10).fill(200));
    child.kill('SIGTERM');
    assert.deepEqual(await exited, { code: 0, signal: null, stdout: '', stderr: '' });
  });
}

test('LOG_LEVEL=silent still says why a start failed', async () => {
  const { code, stderr } = await runCli([], { LOG_LEVEL: 'silent', PORT: 'x' });
  assert.equal(code, 2);
  assert.match(stderr, /^llm-mock-server: PORT: expected /);
});

test('more slots than descriptors is a warning with the number that fits', async (t) => {
  const limits = existsSync('/proc/self/limits') ? readFileSync('/proc/self/limits', 'utf8') : '';
  const hard = Number(/^Max open files +\d+ +(\d+)/m.exec(limits)?.[1]);
  if (!(hard < 999_000)) return t.skip('the descriptor limit of this machine is above every cap');
  // Each thread has descriptors of its own.
  const server = await spawnServer({ MAX_CONCURRENT: '1000000', SOCKET_THREADS: '1' });
  const warning = () =>
    server.log.find(({ msg }) => String(msg).startsWith('MAX_CONCURRENT=1000000 needs more'));
  await until(() => warning() !== undefined, 'the warning');
  assert.equal(warning()?.level, PINO_WARN);
  assert.ok(String(warning()?.msg).endsWith(`(ulimit -n) or set MAX_CONCURRENT=${hard - 128}`));
  assert.equal(server.ready.max_concurrent, hard - 128);
});
