// Owns: calls of Docker's command line. Must never: go through a shell.

import { spawn } from 'node:child_process';

/** An engine that does not answer for this long will not. */
const ANSWER_MAX_MS = 60_000;
/** Of what a failed command said. */
const REASON_MAX_CHARACTERS = 2000;

export interface Call {
  /** How long the engine may take; null for as long as it wants. */
  readonly timeoutMs: number | null;
  /** The folder that the command runs in. */
  readonly folder?: string;
  /** Ctrl-C at the terminal ends the command too. Else it does not: the bench cleans up by such commands. */
  readonly interruptible?: boolean;
}

/** What was written to standard output, without the last line break. Rejects with the end of what went wrong. */
export async function docker(
  args: readonly string[],
  call: Call = { timeoutMs: ANSWER_MAX_MS },
): Promise<string> {
  return (await outputsOf(args, call)).stdout.trim();
}

/** The last lines of both outputs of a container. Rejects if there is no such container. */
export async function dockerLogs(container: string, lines: number): Promise<string> {
  const args = ['logs', '--tail', String(lines), container];
  const { stdout, stderr } = await outputsOf(args, { timeoutMs: ANSWER_MAX_MS });
  return `${stdout}${stderr}`;
}

function outputsOf(
  args: readonly string[],
  { timeoutMs, folder, interruptible = false }: Call,
): Promise<{ stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('docker', args, {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: !interruptible,
      ...(timeoutMs === null ? {} : { timeout: timeoutMs }),
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.once('error', (error) => {
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      const reason = missing ? 'the command docker is not installed' : error.message;
      reject(new Error(reason, { cause: error }));
    });
    child.once('close', (code, signal) => {
      const outputs = { stdout: textOf(stdout), stderr: textOf(stderr) };
      if (code === 0) return resolve(outputs);
      const said = (outputs.stderr || outputs.stdout).trim().slice(-REASON_MAX_CHARACTERS);
      reject(new Error(`docker ${args[0]}: ${said || `ended with ${code ?? signal}`}`));
    });
  });
}

function textOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString('utf8');
}
