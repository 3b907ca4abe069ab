// Owns: the shipped command, started as its own process, as an operator would start it.
// Runs on: the test process. Must never: leave a process behind, or pass on the environment of whoever runs the tests.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { atOnce, type Settings } from './in-process.js';

/** The file that `npm start`, `npx llm-mock-server` and the image start. */
export const CLI = fileURLToPath(new URL('../../dist/main/cli.js', import.meta.url));

const DEFAULTS: Settings = { HOST: '127.0.0.1', PORT: '0', HTTP10_PORT: '0' };

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** One JSON line of the log. */
export type LogLine = Readonly<Record<string, unknown>>;

export interface ServerProcess {
  readonly child: ChildProcess;
  /** Without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly http10Port: number | null;
  /** The log line that said so. */
  readonly ready: LogLine;
  /** Every log line so far. */
  readonly log: readonly LogLine[];
  /** Resolves when the process has ended. */
  readonly exited: Promise<Exit>;
}

/** Runs the command to its end; for what does not start a server. */
export async function runCli(
  argv: readonly string[],
  settings: Settings = {},
  descriptorsMax: number | null = null,
): Promise<Exit> {
  return startCli(argv, settings, descriptorsMax).exited;
}

/** Starts the command with these settings alone, and waits for nothing. */
export function startCli(
  argv: readonly string[],
  settings: Settings,
  descriptorsMax: number | null = null,
): Pick<ServerProcess, 'child' | 'exited'> {
  const child = start(argv, settings, descriptorsMax);
  return { child, exited: watch(child).exited };
}

/** As `spawnServer`, with so many descriptors, soft and hard alike: Node raises a soft limit to the hard one. */
export function spawnWithDescriptors(max: number, settings: Settings = {}): Promise<ServerProcess> {
  return spawnServer(settings, [], max);
}

/** Starts a server and waits until it says that it is ready; rejects with its output when it ends instead. */
export async function spawnServer(
  settings: Settings = {},
  argv: readonly string[] = [],
  descriptorsMax: number | null = null,
): Promise<ServerProcess> {
  const child = start(argv, { ...DEFAULTS, ...atOnce(settings) }, descriptorsMax);
  const { log, exited, line } = watch(child);
  const ready = await Promise.race([
    line((entry) => entry.msg === 'ready'),
    exited.then((exit) => {
      throw new Error(`the server ended with ${exit.code}: ${exit.stdout}${exit.stderr}`);
    }),
  ]);
  const url = String(ready.url);
  const http10Port = ready.http10_port as number | null;
  return { child, url, port: Number(new URL(url).port), http10Port, ready, log, exited };
}

function start(
  argv: readonly string[],
  settings: Settings,
  descriptorsMax: number | null = null,
): ChildProcess {
  const limited = ['-c', `ulimit -n ${descriptorsMax} && exec "$@"`, 'sh', process.execPath, CLI, ...argv];
  const [file, args] = descriptorsMax === null ? [process.execPath, [CLI, ...argv]] : ['sh', limited];
  const child = spawn(file, args, {
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  after(() => child.exitCode === null && child.kill('SIGKILL'));
  return child;
}

function watch(child: ChildProcess) {
  const log: LogLine[] = [];
  const waiting: { matches: (entry: LogLine) => boolean; resolve: (entry: LogLine) => void }[] = [];
  let stdout = '';
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (text) => {
    stdout += `${text}\n`;
    if (!text.startsWith('{')) return;
    const entry = JSON.parse(text) as LogLine;
    log.push(entry);
    for (const { matches, resolve } of waiting) if (matches(entry)) resolve(entry);
  });
  const exited = once(child, 'close').then(([code, signal]): Exit => ({ code, signal, stdout, stderr }));
  const line = (matches: (entry: LogLine) => boolean): Promise<LogLine> =>
    new Promise((resolve) => {
      waiting.push({ matches, resolve });
    });
  return { log, exited, line };
}
