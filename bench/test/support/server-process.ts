// Owns: one server of the bench, really running, for a test: on a free port, ready, and gone afterwards.
// Must never: leave a process behind.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { PROJECT_FOLDER } from '../../project-folder.js';
import { freePort } from '../../run/free-port.js';
import type { BenchServer } from '../../servers/server.js';
import type { Work } from '../../servers/work.js';

const READY_MS_MAX = 10_000;
const POLL_MS = 10;
/** What is asked of a server here is asked of one thread that serves. */
const CORES = 1;

export interface RunningServer {
  readonly work: Work;
  /** `http://127.0.0.1:port`. */
  readonly origin: string;
  /** Where it answers chat completions. */
  readonly url: string;
}

/** Starts `server`, calls `use` when it is ready, and ends it whatever comes of that. */
export async function withServer(
  server: BenchServer,
  work: Omit<Work, 'port'>,
  use: (running: RunningServer) => Promise<void>,
): Promise<void> {
  const whole: Work = { ...work, port: await freePort() };
  const origin = `http://127.0.0.1:${whole.port}`;
  const running = { work: whole, origin, url: origin + server.path };
  const [program = '', ...rest] = server.command;
  const child = spawn(program === 'node' ? process.execPath : program, rest, {
    cwd: PROJECT_FOLDER,
    env: { PATH: process.env.PATH, ...server.environment(whole, CORES) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    await ready(origin, child);
    await use(running);
  } finally {
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
  }
}

async function ready(origin: string, child: ChildProcess): Promise<void> {
  const deadlineMs = performance.now() + READY_MS_MAX;
  while (performance.now() < deadlineMs) {
    if (child.exitCode !== null) throw new Error(`the server ended with code ${child.exitCode}`);
    const response = await fetch(`${origin}/ready`).catch(() => null);
    // Not all of them have such a page, but whoever says so listens.
    if (response !== null) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`the server was not ready within ${READY_MS_MAX} ms`);
}
