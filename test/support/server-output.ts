// Owns: what a server process writes and how it ends. Runs on: the process that started it.
// Must never: register a hook of node:test; commands use it as well.

import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** One JSON line of the log. */
export type LogLine = Readonly<Record<string, unknown>>;

export interface ServerOutput {
  /** Every log line so far. */
  readonly log: readonly LogLine[];
  /** Resolves when the process has ended. */
  readonly exited: Promise<Exit>;
  /** Resolves with the line that says that the server is ready; rejects with all output when it ends instead. */
  readonly ready: Promise<LogLine>;
}

/** To be called before the process can have written anything. */
export function watchServer(child: ChildProcess): ServerOutput {
  const log: LogLine[] = [];
  let isReady: (entry: LogLine) => void;
  const saidReady = new Promise<LogLine>((resolve) => {
    isReady = resolve;
  });
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
    if (entry.msg === 'ready') isReady(entry);
  });
  const exited = once(child, 'close').then(([code, signal]): Exit => ({ code, signal, stdout, stderr }));
  const ready = Promise.race([
    saidReady,
    exited.then((exit): never => {
      throw new Error(`the server ended with ${exit.code}: ${exit.stdout}${exit.stderr}`);
    }),
  ]);
  // Not everyone waits for it.
  ready.catch(() => {});
  return { log, exited, ready };
}
