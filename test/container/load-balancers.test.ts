/**
 * The examples of load balancers in docs/operations.md, as printed but for the ports, before two servers on this machine.
 */
import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { request } from 'undici';
import { type ServerProcess, spawnServer } from '../support/child-process.js';
import { docker } from '../support/docker.js';
import { pieceEvents, streamChat } from '../support/event-stream.js';
import { freePort } from '../support/free-port.js';
import { temporaryDirectory } from '../support/readme.js';
import { readProjectFile } from '../support/source-tree.js';
import { until } from '../support/until.js';

const CAP = 20;

interface Balancer {
  readonly image: string;
  /** Its block on the page. */
  readonly example: RegExp;
  /** The example with what the page leaves to the reader. */
  configure(example: string, port: number): string;
  command(file: string): readonly string[];
}

const HAPROXY: Balancer = {
  image: 'haproxy:lts',
  example: /^```text\n(backend .*?)^```/ms,
  configure: (example, port) => `
defaults
  mode http
  timeout client 60s
frontend clients
  bind 127.0.0.1:${port}
  default_backend llm_mock
${example}`,
  command: (file) => ['haproxy', '-f', file],
};

/** Where every slot is to be used, as the page says. */
const HAPROXY_BY_READY: Balancer = {
  ...HAPROXY,
  configure: (example, port) => HAPROXY.configure(example.replace('/health', '/ready'), port),
};

const NGINX: Balancer = {
  image: 'nginx:stable',
  example: /^```nginx\n(.*?)^```/ms,
  configure: (example, port) => `
events { worker_connections 1024; }
http {
${example.replace('listen 8000', `listen 127.0.0.1:${port}`)}
}
`,
  command: (file) => ['nginx', '-c', file, '-g', 'daemon off;'],
};

type Servers = readonly [ServerProcess, ServerProcess];

async function startServers(): Promise<Servers> {
  const settings = { MAX_CONCURRENT: String(CAP), RESPONSE_DELAY: '1500ms' };
  return [await spawnServer(settings), await spawnServer(settings)];
}

/** Starts the balancer with its example before the two servers; gives back its URL. */
async function startBalancer(balancer: Balancer, servers: Servers): Promise<string> {
  const example = balancer.example.exec(readProjectFile('docs/operations.md'))?.[1] as string;
  const aimed = example.replace(':8080', `:${servers[0].port}`).replace(':8090', `:${servers[1].port}`);
  const port = await freePort();
  const directory = temporaryDirectory();
  // The balancer's user is not the one of the tests.
  chmodSync(directory, 0o755);
  writeFileSync(join(directory, 'balancer.conf'), balancer.configure(aimed, port));
  const id = await docker(
    ...['run', '--detach', '--network', 'host', '--volume', `${directory}:/balancer:ro`, '--entrypoint', ''],
    ...[balancer.image, ...balancer.command('/balancer/balancer.conf')],
  );
  after(() => docker('rm', '--force', id));
  const url = `http://127.0.0.1:${port}`;
  await until(async () => (await statuses(url, 1, 'm;delay=0s'))[200] === 1, 'the balancer is there');
  return url;
}

/** How many of `count` requests at once got each status; 0 stands for no reply. */
async function statuses(url: string, count: number, model = 'm'): Promise<Record<number, number>> {
  const body = JSON.stringify({ model, messages: [{ role: 'user', content: 'hello' }] });
  const ask = async (): Promise<number> => {
    const reply = await request(`${url}/v1/chat/completions`, { method: 'POST', body }).catch(() => null);
    await reply?.body.dump();
    return reply?.statusCode ?? 0;
  };
  const tally: Record<number, number> = {};
  for (const status of await Promise.all(Array.from({ length: count }, ask))) {
    tally[status] = (tally[status] ?? 0) + 1;
  }
  return tally;
}

/** How many chats a server has answered. */
async function answered(server: ServerProcess): Promise<number> {
  const page = await (await request(`${server.url}/metrics`)).body.text();
  return Number(/^llm_mock_requests_total\{[^}]*chat[^}]*200[^}]*\} (\d+)$/m.exec(page)?.[1] ?? 0);
}

for (const [name, balancer] of [
  ['HAProxy that asks for /ready', HAPROXY_BY_READY],
  ['nginx', NGINX],
] as const) {
  test(`behind ${name} the caps of two servers add up, and one that is gone is not missed`, async () => {
    const servers = await startServers();
    const url = await startBalancer(balancer, servers);
    assert.deepEqual(await statuses(url, 3 * CAP), { 200: 2 * CAP, 503: CAP });
    // Full is not down: the next are served at once.
    assert.deepEqual(await statuses(url, 2 * CAP), { 200: 2 * CAP });
    servers[0].child.kill('SIGKILL');
    await servers[0].exited;
    assert.deepEqual(await statuses(url, CAP), { 200: CAP });
  });
}

test('HAProxy leaves out a server that others have filled, and takes it back', async () => {
  const servers = await startServers();
  const url = await startBalancer(HAPROXY, servers);
  // HAProxy counts its own requests alone: to it that server is idle. Only /health tells.
  const others = statuses(servers[0].url, CAP, 'm;delay=6s');
  await until(async () => (await statuses(url, 10, 'm;delay=50ms'))[200] === 10, 'the first is left out');
  assert.deepEqual(await Promise.race([others, 'still full']), 'still full');
  assert.deepEqual(await others, { 200: CAP });
  const answeredBefore = await answered(servers[0]);
  await until(async () => {
    await statuses(url, 2, 'm;delay=50ms');
    return (await answered(servers[0])) > answeredBefore;
  }, 'it is back');
});

for (const [name, balancer] of Object.entries({ HAProxy: HAPROXY, nginx: NGINX })) {
  test(`through ${name} a stream arrives token by token`, async () => {
    const url = await startBalancer(balancer, await startServers());
    const stream = await streamChat(url, { model: 'm;ttft=200ms;itl=300ms;tokens=4' });
    const arrivals = pieceEvents(stream).map(({ atMs }) => atMs);
    assert.equal(arrivals.length, 4);
    for (const [index, ms] of [200, 500, 800, 1100].entries()) {
      const at = arrivals[index] as number;
      assert.ok(at >= ms && at < ms + 150, `piece ${index} after ${at} ms, planned for ${ms}`);
    }
  });
}
