// Owns: running one program to its end, with what it printed. Must never: put anything through a shell.

import { spawn } from 'node:child_process';

const OUTPUT_CHARACTERS_MAX = 1_000_000;

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly elapsedMs: number;
}

/**
 * Runs a command to its end, whatever its exit code is. Rejects when it cannot be started, and with the signal's reason
 * when that ends it.
 */
export function runProcess(
  command: readonly string[],
  options: { readonly signal?: AbortSignal; readonly cwd?: string } = {},
): Promise<Finished> {
  const [program = '', ...rest] = command;
  return new Promise((resolve, reject) => {
    options.signal?.throwIfAborted();
    const startedMs = performance.now();
    const child = spawn(program, rest, { cwd: options.cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const printed = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        printed[name] = (printed[name] + text).slice(-OUTPUT_CHARACTERS_MAX);
      });
    }
    const end = (): boolean => child.kill('SIGKILL');
    options.signal?.addEventListener('abort', end, { once: true });
    child.once('error', reject);
    child.once('close', (code, signal) => {
      options.signal?.removeEventListener('abort', end);
      if (options.signal?.aborted) reject(options.signal.reason);
      else resolve({ code, signal, ...printed, elapsedMs: performance.now() - startedMs });
    });
  });
}
