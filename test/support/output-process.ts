// Owns: the shipped command with a standard output that the test opened, which may be full, unread or gone.
// Runs on: the test process. Must never: wait for a line of the log, for none may come; it asks over HTTP.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { CLI } from './child-process.js';
import { freePort } from './free-port.js';
import { atOnce, type Settings } from './in-process.js';
import { until } from './until.js';

const ANSWER_WITHIN_MS = 5_000;
const MKFIFO = 'mkfifo';

export interface OutputProcess {
  readonly child: ChildProcess;
  readonly url: string;
  /** The text of a page; rejects when it does not come within some seconds: a server that hangs does not answer. */
  page(path: string): Promise<string>;
  /** The lines that it has counted as lost. */
  lostLines(): Promise<number>;
  /** Sends SIGTERM and gives back how the process ended, or `null` where it does not end within some seconds. */
  stop(): Promise<{ code: number | null; signal: NodeJS.Signals | null } | null>;
}

/** Starts a server whose standard output is the descriptor `stdout`; resolves when it answers. */
export async function spawnInto(stdout: number, settings: Settings = {}): Promise<OutputProcess> {
  const port = await freePort();
  const child = spawn(process.execPath, [CLI], {
    env: {
      PATH: process.env.PATH,
      HOST: '127.0.0.1',
      HTTP10_PORT: 'off',
      PORT: `${port}`,
      ...atOnce(settings),
    },
    stdio: ['ignore', stdout, 'inherit'],
  });
  return watchOutputProcess(child, port);
}

/** As above, for a process that was started in some other way. */
export async function watchOutputProcess(child: ChildProcess, port: number): Promise<OutputProcess> {
  after(() => child.exitCode === null && child.kill('SIGKILL'));
  const exited = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
  const url = `http://127.0.0.1:${port}`;
  const page = async (path: string): Promise<string> => {
    const reply = await fetch(url + path, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    return reply.text();
  };
  const answers = () =>
    page('/health').then(
      () => true,
      () => false,
    );
  await until(async () => child.exitCode !== null || (await answers()), 'the server answers');
  return {
    child,
    url,
    page,
    async lostLines() {
      return Number(/^llm_mock_log_lines_lost_total (\d+)$/m.exec(await page('/metrics'))?.[1] ?? Number.NaN);
    },
    stop() {
      child.kill('SIGTERM');
      return Promise.race([
        exited,
        new Promise<null>((resolve) => setTimeout(resolve, ANSWER_WITHIN_MS, null).unref()),
      ]);
    },
  };
}

/** A folder that is gone when the test has ended. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'llm-mock-output-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A models file that can be broken, so that SIGHUP makes the server log `PROBLEMS` lines and one more. */
export function breakableModelsFile(): { readonly path: string; break(): void } {
  const path = join(temporaryFolder(), 'models.yaml');
  writeFileSync(path, 'models:\n  a: { response_delay: 1s }\n');
  const bad = Array.from({ length: PROBLEMS }, (_, model) => `  m${model}: { profile: huge }\n`);
  return { path, break: () => writeFileSync(path, `models:\n${bad.join('')}`) };
}

export const PROBLEMS = 50;

/** A pipe with a name, both ends open in this process; what its write end is given to keeps a flag-free description. */
export class Fifo {
  readonly path = join(temporaryFolder(), 'fifo');
  #readFd: number;
  readonly writeFd: number;

  /** Opens what `closeReader` closed. */
  reopenReader(): void {
    this.#readFd = openSync(this.path, constants.O_RDONLY | constants.O_NONBLOCK);
  }

  constructor() {
    execFileSync(MKFIFO, [this.path]);
    this.#readFd = openSync(this.path, constants.O_RDONLY | constants.O_NONBLOCK);
    this.writeFd = openSync(this.path, constants.O_WRONLY);
  }

  /** What lies in the pipe now. */
  read(): string {
    const piece = Buffer.alloc(65_536);
    let text = '';
    for (;;) {
      try {
        const bytes = readSync(this.#readFd, piece);
        if (bytes === 0) return text;
        text += piece.toString('utf8', 0, bytes);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return text;
        throw error;
      }
    }
  }

  closeReader(): void {
    closeSync(this.#readFd);
  }
}
