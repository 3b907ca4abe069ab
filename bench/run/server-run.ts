// Owns: one server from its start to its end: a port, a process within limits, and whether it is still there.
// Must never: let a measurement go on when its server has gone.

import { setTimeout as sleep } from 'node:timers/promises';
import type { LimitedProcess, Limits } from '../limits/limits.js';
import { OPEN_FILES_MAX } from '../limits/open-files.js';
import type { BenchServer } from '../servers/server.js';
import { WARM_UP_BODY, type Work } from '../servers/work.js';
import { freePort } from './free-port.js';
import { monotonicMs, residentBytes, startedAtMs } from './process-figures.js';

const POLL_EVERY_MS = 5;
const READY_WITHIN_MS = 30_000;
const ENDING_TOLD_WITHIN_MS = 500;
/** Of a server that are no connections. */
const DESCRIPTORS_BESIDE = 1_000;

/** A server that runs, and what measurements need of it. */
export interface ServerRun {
  readonly server: BenchServer;
  readonly work: Work;
  readonly pid: number;
  readonly process: LimitedProcess;
  /** Aborted when the server ends or the bench is told to; its reason says which. */
  readonly signal: AbortSignal;
  /** From the start of its process to its first answer. */
  readonly readyMs: number;
  readonly rssReadyBytes: number;
}

/** The limits could start nothing: not a matter of the server's, so that there is no point in going on. */
export class LimitsError extends Error {}

/**
 * Starts a server, waits for its first answer, hands it to `use`, and ends it whatever happens. Rejects with what
 * `use` rejects with, with the way the server ended if that came first, or with the reason of `signal`.
 */
export async function withServer<T>(
  limits: Limits,
  server: BenchServer,
  work: Omit<Work, 'port'>,
  signal: AbortSignal,
  use: (run: ServerRun) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const onPort: Work = { ...work, port: await freePort() };
  const gone = new AbortController();
  const either = AbortSignal.any([signal, gone.signal]);
  // From before the start: a server may be ready by the time that its container's process is known.
  const firstAnswer = firstAnswerAtMs(onPort.port, server.path, either);
  firstAnswer.catch(() => undefined);
  const limited = await limits
    .start(server.command, server.environment(onPort, limits.profile.cores), openFilesOf(work.cap))
    .catch((error: Error) => {
      const failure = new LimitsError(
        `${server.name} could not be started (${limits.kind}): ${error.message}`,
      );
      gone.abort(failure);
      throw failure;
    });
  void limited.ended.then(({ code, signal: by, outOfMemory, output }) => {
    const how = outOfMemory ? 'out of memory' : (by ?? `exit code ${code}`);
    gone.abort(new Error(`${server.name} ended by itself: ${how}${output === '' ? '' : `\n${output}`}`));
  });
  try {
    const readyMs = (await firstAnswer) - startedAtMs(limited.pid);
    const rssReadyBytes = residentBytes(limited.pid);
    return await use({
      server,
      work: onPort,
      pid: limited.pid,
      process: limited,
      signal: either,
      readyMs,
      rssReadyBytes,
    });
  } catch (error) {
    // What broke off because the server went away is explained by the way it went, which may be told a little later.
    await Promise.race([limited.ended, sleep(ENDING_TOLD_WITHIN_MS)]);
    either.throwIfAborted();
    throw error;
  } finally {
    await limited.stop();
  }
}

/** More than usual only where more are to be held. */
function openFilesOf(cap: number): number {
  return cap <= OPEN_FILES_MAX ? OPEN_FILES_MAX : cap + DESCRIPTORS_BESIDE;
}

async function firstAnswerAtMs(port: number, path: string, signal: AbortSignal): Promise<number> {
  const untilMs = monotonicMs() + READY_WITHIN_MS;
  let last = 'nothing';
  while (monotonicMs() < untilMs) {
    signal.throwIfAborted();
    try {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', connection: 'close' },
        body: WARM_UP_BODY,
        signal,
      });
      await response.arrayBuffer();
      if (response.status === 200) return monotonicMs();
      last = `status ${response.status}`;
    } catch (error) {
      last = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    }
    await sleep(POLL_EVERY_MS);
  }
  signal.throwIfAborted();
  throw new Error(`no answer within ${READY_WITHIN_MS / 1_000} s of the start; the last try gave ${last}`);
}
