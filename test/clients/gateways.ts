// Owns: gateways that stand between a client and the mock: each started as its own page says, on a port of its own, and stopped when
// the test ends. Must never: leave one behind.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';
import { freePort } from '../support/free-port.js';
import { until } from '../support/until.js';
import { recipeFile } from './page/recipe-files.js';

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

/** LiteLLM's proxy: with the file that docs/load-tests.md prints. `python` is that of its environment. */
export async function startLiteLlm(python: string, mock: string): Promise<Gateway> {
  const folder = mkdtempSync(join(tmpdir(), 'llm-mock-gateway-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const config = join(folder, 'config.yaml');
  writeFileSync(config, recipeFile('litellm.yaml').replace('http://127.0.0.1:8080', mock));
  const port = await freePort();
  const flags = ['--config', config, '--host', '127.0.0.1', '--port', String(port)];
  const env = { HOME: folder, LITELLM_LOCAL_MODEL_COST_MAP: 'True', LITELLM_MASTER_KEY: MASTER_KEY };
  await start(join(dirname(python), 'litellm'), flags, env, `http://127.0.0.1:${port}/health/liveliness`);
  return { url: `http://127.0.0.1:${port}`, headers: {} };
}

/** Portkey's gateway: a request says where it is to go. `folder` is where it is installed. */
export async function startPortkey(folder: string, mock: string): Promise<Gateway> {
  const port = await freePort();
  const entry = join(folder, 'node_modules', '@portkey-ai', 'gateway', 'build', 'start-server.js');
  const url = `http://127.0.0.1:${port}`;
  await start(process.execPath, [entry, '--headless', `--port=${port}`], {}, url);
  return { url, headers: { 'x-portkey-provider': 'openai', 'x-portkey-custom-host': `${mock}/v1` } };
}

async function start(
  command: string,
  flags: readonly string[],
  more: Readonly<Record<string, string>>,
  asked: string,
): Promise<void> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, NO_PROXY: '*', ...more };
  const child = spawn(command, flags, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4_000);
    });
  }
  const exited = once(child, 'exit');
  after(async () => {
    child.kill('SIGKILL');
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
