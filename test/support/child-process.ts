// Owns: the shipped command, started as its own process, as an operator would start it.
// Runs on: the test process. Must never: leave a process behind, or pass on the environment of whoever runs the tests.

import { type ChildProcess, spawn } from 'node:child_process';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { atOnce, type Settings, threadSettings } from './in-process.js';
import { type Exit, type LogLine, watchServer } from './server-output.js';

/** The file that `npm start`, `npx llm-mock-server` and the image start. */
export const CLI = fileURLToPath(new URL('../../dist/main/cli.js', import.meta.url));

const DEFAULTS: Settings = { HOST: '127.0.0.1', PORT: '0', HTTP10_PORT: 'off', WARM_UP: 'false' };

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
  return { child, exited: watchServer(child).exited };
}

/** As `spawnServer`, with so many descriptors, soft and hard alike: Node raises a soft limit to the hard one. */
export function spawnWithDescriptors(max: number, settings: Settings = {}): Promise<ServerProcess> {
  // How many there are depends on the threads.
  return spawnServer({ SOCKET_THREADS: '1', ...settings }, [], max);
}

/** Starts a server and waits until it says that it is ready; rejects with its output when it ends instead. */
export async function spawnServer(
  settings: Settings = {},
  argv: readonly string[] = [],
  descriptorsMax: number | null = null,
): Promise<ServerProcess> {
  const child = start(argv, { ...DEFAULTS, ...threadSettings(atOnce(settings)) }, descriptorsMax);
  const output = watchServer(child);
  const ready = await output.ready;
  const url = String(ready.url);
  const http10Port = ready.http10_port as number | null;
  return {
    child,
    url,
    port: Number(new URL(url).port),
    http10Port,
    ready,
    log: output.log,
    exited: output.exited,
  };
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
