// Owns: HAProxy and nginx as Debian packages them, with the files of deploy/load-balancer/, before three servers of a test.
// Runs on: the test process. Must never: change more of a file than addresses and ports; outlive the test.

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { Agent, request } from 'undici';
import type { StatsAnswer } from '../../dist/shared/answers/control-answers.js';
import { type ServerProcess, spawnServer } from './child-process.js';
import { ADMIN_KEY } from './control-client.js';
import { freePort } from './free-port.js';
import type { Settings } from './in-process.js';
import { nginxConfiguration } from './nginx-configuration.js';
import { readProjectFile } from './source-tree.js';
import { until } from './until.js';

const SERVERS = 3;
/** Ports of the three in the files: of the servers, and of their agents. */
const PORTS = ['8080', '8090', '8100'];
const AGENT_PORTS = ['8082', '8092', '8102'];

export interface Balancer {
  readonly name: string;
  /** For `test(…, { skip }, …)`: the reason, or false where there is one. */
  readonly missing: string | false;
  readonly file: string;
  /** The file as it is started, from its text with the ports in place. */
  configure(text: string, directory: string): string;
  command(file: string, directory: string): readonly [string, ...string[]];
}

function find(name: string): string | undefined {
  return [name, `/usr/sbin/${name}`].find((path) => spawnSync(path, ['-v']).error === undefined);
}

const haproxy = find('haproxy');
const nginx = find('nginx');

export const HAPROXY: Balancer = {
  name: 'HAProxy',
  missing: haproxy === undefined ? 'no haproxy here' : false,
  file: 'deploy/load-balancer/haproxy.cfg',
  configure: (text) => text,
  command: (file) => [haproxy as string, '-db', '-f', file],
};

/** With the lines that stand in the file as comments in place of the others. */
export const HAPROXY_BY_WEIGHT: Balancer = {
  ...HAPROXY,
  configure: (text) =>
    text.replace(/^ +(?:default-server|server) .*\n/gm, '').replace(/^( +)#(?=default-|server )/gm, '$1'),
};

export const NGINX: Balancer = {
  name: 'nginx',
  missing: nginx === undefined ? 'no nginx here' : false,
  file: 'deploy/load-balancer/nginx.conf',
  configure: (text, directory) => nginxConfiguration(directory, text),
  command: (file, directory) => [nginx as string, '-c', file, '-p', directory],
};

export const BALANCERS = [HAPROXY, NGINX] as const;

/** Three servers behind a balancer; `servers` are those that run now. */
export interface Cluster {
  readonly url: string;
  readonly servers: ServerProcess[];
  /** Starts the server at this place again, on the ports that it had; it must have ended. */
  restart(index: number): Promise<void>;
}

/** Starts all of it with these settings, and waits until each of the servers has been reached through the balancer. */
export async function startCluster(balancer: Balancer, settings: Settings = {}): Promise<Cluster> {
  const ports = await Promise.all(Array.from({ length: 2 * SERVERS }, freePort));
  const start = (index: number): Promise<ServerProcess> => {
    const own = { PORT: String(ports[index]), AGENT_PORT: String(ports[SERVERS + index]) };
    // One worker each: three servers that start at once are to be ready soon on a slow machine as well.
    return spawnServer({ ADMIN_KEY, WORKER_THREADS: '1', ...settings, ...own });
  };
  const servers = await Promise.all(PORTS.map((_, index) => start(index)));
  // A balancer takes them for up at first: one that is not ready yet would be used, and then be down for a while.
  for (const server of servers) await until(() => isReady(server), 'every server is ready');
  const url = await startBalancer(balancer, ports.map(String));
  await until(async () => {
    await Promise.all(Array.from({ length: 2 * SERVERS }, () => statusOf(url, 'm;delay=0s')));
    const counts = await Promise.all(servers.map(chatsAnswered));
    return counts.every((count) => count > 0);
  }, 'every server is reached');
  return {
    url,
    servers,
    async restart(index) {
      servers[index] = await start(index);
    },
  };
}

async function startBalancer(balancer: Balancer, ports: readonly string[]): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'llm-mock-balancer-'));
  const port = await freePort();
  const aimed = [...PORTS, ...AGENT_PORTS].reduce(
    (text, old, index) => text.replace(new RegExp(`(?<=[: ])${old}\\b`, 'g'), ports[index] as string),
    readProjectFile(balancer.file),
  );
  const text = aimed
    .replace('bind :8000', `bind 127.0.0.1:${port}`)
    .replace('listen 8000', `listen 127.0.0.1:${port}`);
  const file = join(directory, 'balancer.conf');
  writeFileSync(file, balancer.configure(text, directory));
  const [command, ...args] = balancer.command(file, directory);
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  after(async () => {
    child.kill('SIGTERM');
    await until(() => child.exitCode !== null || child.signalCode !== null, `${balancer.name} ends`);
    rmSync(directory, { recursive: true });
  });
  return `http://127.0.0.1:${port}`;
}

/** The status of one chat; 0 stands for no answer, or half of one. */
export async function statusOf(url: string, model: string): Promise<number> {
  const body = JSON.stringify({ model, messages: [{ role: 'user', content: 'hello' }] });
  const reply = await request(`${url}/v1/chat/completions`, { method: 'POST', body }).catch(() => null);
  const whole = await reply?.body.text().catch(() => null);
  return typeof whole === 'string' ? (reply?.statusCode ?? 0) : 0;
}

/** How many of `count` chats at once got each status. */
export async function statuses(url: string, count: number, model = 'm'): Promise<Record<number, number>> {
  const tally: Record<number, number> = {};
  const all = await Promise.all(Array.from({ length: count }, () => statusOf(url, model)));
  for (const status of all) tally[status] = (tally[status] ?? 0) + 1;
  return tally;
}

/** A connection for each question: one that is kept would be of a server that has ended since. A machine may be slow. */
const anew = new Agent({ pipelining: 0, connect: { timeout: 60_000 } });

async function isReady(server: ServerProcess): Promise<boolean> {
  const { statusCode, body } = await request(`${server.url}/ready`, { dispatcher: anew });
  await body.dump();
  return statusCode === 200;
}

/** How many chats a server has answered since it started. Not by /metrics: a busy machine may have no time to render it. */
export async function chatsAnswered(server: ServerProcess): Promise<number> {
  const { body } = await request(`${server.url}/admin/v1/stats`, {
    headers: { authorization: `Bearer ${ADMIN_KEY}` },
    dispatcher: anew,
  });
  const { endpoints } = (await body.json()) as StatsAnswer;
  return endpoints['/v1/chat/completions']?.answered ?? 0;
}
