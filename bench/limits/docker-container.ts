// Owns: one server in one container, from `docker run` until it is removed. Must never: lie about a server whose engine
// has gone: it ends the server by its process id then.

import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { viewOf } from './cgroup-places.js';
import { docker, dockerLogs } from './docker-cli.js';
import { RUN_LABEL } from './docker-engine.js';
import { countSockets, groupMemoryBytes, type MemoryFolder, memoryFolderOf } from './group-memory.js';
import type { Ending, LimitedProcess, Profile } from './limits.js';
import { OutputTail } from './output-tail.js';
import { nextName, startedAtTicks, thisRun } from './run-name.js';

export interface ContainerStart {
  readonly image: string;
  readonly profile: Profile;
  readonly cpus: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly openFiles: number;
}

const LOG_LINES_MAX = 200;
/** `128 + n` is the exit code of a process that signal n ended. */
const SIGNAL_BASE = 128;

/** Starts a container. Rejects with the reason if it does not start, or if its process cannot be seen from here. */
export async function startContainer(start: ContainerStart): Promise<LimitedProcess> {
  const name = nextName();
  try {
    const id = await docker(runArguments(name, start));
    const pid = Number(await docker(['inspect', '--format', '{{.State.Pid}}', id]));
    if (pid === 0) throw new Error(`it ended at once: ${await dockerLogs(id, LOG_LINES_MAX)}`);
    return running(name, id, pid, start.profile.memoryBytes);
  } catch (error) {
    const reason = (error as Error).message;
    await removeContainer(name);
    throw new Error(`${start.command.join(' ')}: not started in a container: ${reason}`, { cause: error });
  }
}

/** As docker-compose.yml runs the product. No `--init`: the process that is measured is the server itself. */
function runArguments(
  name: string,
  { image, profile, cpus, command, environment, openFiles }: ContainerStart,
): string[] {
  const [program, ...rest] = command;
  if (program === undefined) throw new Error('no command');
  return [
    ...['run', '--detach', '--name', name, '--label', `${RUN_LABEL}=${thisRun()}`],
    // Loopback as it is: no proxy and no bridge between the load generator and the server.
    ...['--network', 'host'],
    ...['--cpus', String(profile.cores), '--cpuset-cpus', cpus],
    // Memory and swap together: no swap, then.
    ...['--memory', String(profile.memoryBytes), '--memory-swap', String(profile.memoryBytes)],
    ...['--ulimit', `nofile=${openFiles}:${openFiles}`, '--read-only', '--tmpfs', '/tmp'],
    ...['--user', '1000:1000', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
    ...[
      '--no-healthcheck',
      '--log-driver',
      'json-file',
      '--log-opt',
      'max-size=1m',
      '--log-opt',
      'max-file=1',
    ],
    ...Object.entries(environment).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
    ...['--entrypoint', program, image, ...rest],
  ];
}

function running(name: string, id: string, pid: number, memoryBytes: number): LimitedProcess {
  const startedTicks = startedAtTicks(pid);
  const memory = memoryOf(id, pid, memoryBytes);
  const ended = endingOf(id);
  return {
    pid,
    ended,
    memoryBytes: () => (memory === null ? null : groupMemoryBytes(memory)),
    async stop() {
      try {
        await killContainer(name);
        await ended;
        await removeContainer(name);
      } catch (error) {
        // The engine has gone or hangs. The server must not stay; its container is removed by the next run.
        if (startedAtTicks(pid) === startedTicks) process.kill(pid, 'SIGKILL');
        throw error;
      }
    },
  };
}

/** Throws if the process id does not lead to the container: it is another machine's, or hidden by a namespace. */
function memoryOf(id: string, pid: number, limitBytes: number): MemoryFolder | null {
  if (!readFileSync(`/proc/${pid}/cgroup`, 'latin1').includes(id)) {
    throw new Error(`process ${pid} is not the container's when seen from here`);
  }
  const memory = memoryFolderOf(viewOf(pid));
  if (memory !== null && process.getuid?.() === 0) countSockets(memory, limitBytes);
  return memory;
}

/** Never rejects: where the engine cannot tell any more, the output says so. */
async function endingOf(id: string): Promise<Ending> {
  const output = new OutputTail();
  try {
    const exitCode = Number(await docker(['wait', id], { timeoutMs: null }));
    output.append(Buffer.from(await dockerLogs(id, LOG_LINES_MAX)));
    const outOfMemory = (await docker(['inspect', '--format', '{{.State.OOMKilled}}', id])) === 'true';
    const signal = signalOf(exitCode);
    return { code: signal === null ? exitCode : null, signal, outOfMemory, output: output.text() };
  } catch (error) {
    output.append(Buffer.from((error as Error).message));
    return { code: null, signal: null, outOfMemory: false, output: output.text() };
  }
}

function signalOf(exitCode: number): string | null {
  const entry = Object.entries(constants.signals).find(([, number]) => number === exitCode - SIGNAL_BASE);
  return entry?.[0] ?? null;
}

/** One that has ended by itself is fine. */
async function killContainer(name: string): Promise<void> {
  try {
    await docker(['kill', name]);
  } catch (error) {
    if (!/is not running|No such container/.test((error as Error).message)) throw error;
  }
}

/** One that is not there is fine: it could not be made, or someone else has removed it. */
async function removeContainer(name: string): Promise<void> {
  try {
    await docker(['rm', '--force', '--volumes', name]);
  } catch (error) {
    if (!(error as Error).message.includes('No such container')) throw error;
  }
}
