// Owns: gateways that stand between a client and the mock: each started as its own page says, on a port of its own, and stopped when
// the test ends. Must never: leave one behind.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after } from 'node:test';
import { freePort } from '../support/free-port.js';
import { findBlock, shellBlocks } from '../support/readme.js';
import { readProjectFile } from '../support/source-tree.js';
import { until } from '../support/until.js';

/** A gateway loads hundreds of modules before it listens, on a machine that may be busy. */
const READY_MS = 120_000;
/** LiteLLM's proxy does not start without one; the client's own key, so that no test has to know it. */
const MASTER_KEY = 'sk-of-a-client';

export interface Gateway {
  /** Without a slash at the end. */
  readonly url: string;
  /** What it wants to be told with each request. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Where the gateways of docs/load-tests.md listen. */
const PRINTED_PORT = '8090';

/** LiteLLM's proxy. `python` is that of its environment. */
export function startLiteLlm(python: string, mock: string): Promise<Gateway> {
  return startPrinted('litellm --config', python, mock, '/health/liveliness');
}

/** Envoy, of the package that brings its binary along. */
export function startEnvoy(python: string, mock: string): Promise<Gateway> {
  return startPrinted('envoy -c', python, mock, '/health');
}

/** nginx, which would leave the shell otherwise. */
export function startNginx(mock: string): Promise<Gateway> {
  return startPrinted('nginx -p', '', mock, '/health', (block) =>
    block.replace(/^nginx -p (.*)\n[\s\S]*$/m, "exec nginx -p $1 -g 'daemon off;'"),
  );
}

/** The block of docs/load-tests.md with `part` in it, run as printed but for the ports and keys. */
async function startPrinted(
  part: string,
  python: string,
  mock: string,
  path: string,
  change = (block: string): string => block,
): Promise<Gateway> {
  const folder = mkdtempSync(join(tmpdir(), 'llm-mock-gateway-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const port = String(await freePort());
  const block = change(findBlock(shellBlocks(readProjectFile('docs/load-tests.md')), part))
    .replaceAll(/\b80[89]0\b/g, (printed) => (printed === PRINTED_PORT ? port : new URL(mock).port))
    .replaceAll('sk-change-me', MASTER_KEY);
  const env = {
    PATH: `${resolve(dirname(python))}:${process.env.PATH}`,
    HOME: folder,
    LITELLM_LOCAL_MODEL_COST_MAP: 'True',
  };
  const url = `http://127.0.0.1:${port}`;
  await start('sh', ['-c', block], { cwd: folder, env }, `${url}${path}`);
  return { url, headers: {} };
}

/** Portkey's gateway: a request says where it is to go. `folder` is where it is installed. */
export async function startPortkey(folder: string, mock: string): Promise<Gateway> {
  const port = await freePort();
  const entry = join(folder, 'node_modules', '@portkey-ai', 'gateway', 'build', 'start-server.js');
  const url = `http://127.0.0.1:${port}`;
  await start(process.execPath, [entry, '--headless', `--port=${port}`], {}, url);
  return { url, headers: { 'x-portkey-provider': 'openai', 'x-portkey-custom-host': `${mock}/v1` } };
}

interface Place {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Resolves when `asked` is answered. What a shell has started ends with it. */
async function start(
  command: string,
  flags: readonly string[],
  { cwd, env: more = {} }: Place,
  asked: string,
): Promise<void> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, NO_PROXY: '*', ...more };
  const child = spawn(command, flags, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4_000);
    });
  }
  const exited = once(child, 'exit');
  after(async () => {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    await exited;
  });
  const isReady = async (): Promise<boolean> => {
    if (child.exitCode !== null) throw new Error(`${command} ended: ${said}`);
    const reply = await fetch(asked).catch(() => null);
    await reply?.arrayBuffer();
    return reply?.ok === true;
  };
  await until(isReady, `${command} listens: ${said}`, READY_MS);
}
