// Owns: how a server is started on this machine, within what its caller made for it. Must never: put what it is given
// into the text of a script.

import { type ChildProcess, spawn } from 'node:child_process';
import { OutputTail } from './output-tail.js';

export interface LocalStart {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly openFilesMax: number;
  /** The process writes its id to each of these before it becomes the server. */
  readonly procsFiles: readonly string[];
}

interface LocalEnding {
  readonly code: number | null;
  readonly signal: string | null;
  readonly output: string;
}

export interface LocalProcess {
  readonly pid: number;
  readonly ended: Promise<LocalEnding>;
  /** Ends it and all that it started, at once, if they still run. */
  kill(): void;
}

/**
 * The limits must hold from the server's first instruction, so the process enters its groups before it becomes the
 * server. Arguments: most open files, files to write the process id to, `--`, the command.
 */
const ENTER_AND_BECOME = `
ulimit -n "$1" || exit 125
shift
while [ "$1" != -- ]; do
  echo $$ > "$1" || exit 125
  shift
done
shift
echo entered >&3
exec "$@" 3>&-
`;

/** Of pipes that children of the server still hold when it has ended. */
const LAST_OUTPUT_MS = 500;

/** Rejects with what the shell said if the process could not enter its groups. */
export async function startLocally(start: LocalStart): Promise<LocalProcess> {
  const [program, ...rest] = start.command;
  // The same Node.js as this one, whatever PATH leads to.
  const command = program === 'node' ? [process.execPath, ...rest] : start.command;
  const args = [String(start.openFilesMax), ...start.procsFiles, '--', ...command];
  const child = spawn('/bin/sh', ['-c', ENTER_AND_BECOME, 'sh', ...args], {
    cwd: start.folder,
    // As in a container: nothing of the bench's own environment but where programs are.
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', NODE_ENV: 'production', ...start.environment },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C goes to the bench, which ends its servers when it has said so.
    detached: true,
  });
  const output = new OutputTail();
  child.stdout?.on('data', (chunk: Buffer) => output.append(chunk));
  child.stderr?.on('data', (chunk: Buffer) => output.append(chunk));
  const ended = endingOf(child, output);
  if (!(await hasEntered(child))) {
    const ending = await ended;
    throw new Error(`${command.join(' ')}: not started within its limits: ${ending.output || ending.code}`);
  }
  const pid = child.pid as number;
  return { pid, ended, kill: () => killGroup(pid) };
}

/** True once the shell has done all and becomes the server; false if it ended before. */
function hasEntered(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    const said = child.stdio[3];
    said?.once('data', () => resolve(true));
    said?.once('close', () => resolve(false));
    child.once('error', () => resolve(false));
  });
}

function endingOf(child: ChildProcess, output: OutputTail): Promise<LocalEnding> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, output: error.message }));
    child.once('exit', (code, signal) => {
      const finish = () => resolve({ code, signal, output: output.text() });
      const waited = setTimeout(finish, LAST_OUTPUT_MS);
      child.once('close', () => {
        clearTimeout(waited);
        finish();
      });
    });
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // Nothing of it runs any more.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
