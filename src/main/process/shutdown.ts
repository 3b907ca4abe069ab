/**
 * The graceful shutdown: a time in which balancers find out (SHUTDOWN_DELAY), then no new connections, requests in flight get
 * their replies, then the process ends. Main thread.
 */
import type { Logger } from 'pino';
import { EXIT, type ExitCode } from '../../shared/errors.js';
import { FLUSH_MS, type LineOutput } from './output/line-output.js';
import type { RunningServer } from './running-server.js';
import { type SignalInbox, STOP_SIGNALS } from './signals.js';

/** What a shutdown waits by; Node's own unless a test moves the time. */
export interface DrainClock {
  now(): number;
  wait(ms: number): Promise<void>;
}

const NODE_CLOCK: DrainClock = {
  now: () => performance.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

const POLL_MS = 20;
const PROGRESS_MS = 1_000;
/** One that is held up for longer is not waited for. */
const THREADS_MS_MAX = 2_000;

/**
 * Tells all that the server is about to go, and serves on for `delayMs`: balancers that ask for /ready send elsewhere by then, so
 * that nobody meets a closed port.
 */
export async function announceShutdown(
  server: Pick<RunningServer, 'announceShutdown' | 'state'>,
  delayMs: number,
  log: Pick<Logger, 'info'>,
  { wait }: Pick<DrainClock, 'wait'> = NODE_CLOCK,
): Promise<void> {
  if (delayMs === 0) return;
  server.announceShutdown();
  log.info(
    { in_flight: server.state.active, delay_seconds: delayMs / 1000 },
    'not ready any more, serving on',
  );
  await wait(delayMs);
}

/**
 * Drains the server: resolves with the exit code once nothing is in flight and nobody is about to ask (0), or when
 * `graceMs` have passed (1). Progress is logged once a second.
 */
export async function drain(
  server: Pick<RunningServer, 'startDraining' | 'isSettled' | 'state'>,
  graceMs: number,
  log: Pick<Logger, 'info' | 'error'>,
  { now, wait }: DrainClock = NODE_CLOCK,
): Promise<ExitCode> {
  const startedAt = now();
  await server.startDraining();
  log.info({ in_flight: server.state.active, grace_seconds: graceMs / 1000 }, 'shutting down');
  let nextProgressMs = PROGRESS_MS;
  for (;;) {
    const elapsedMs = now() - startedAt;
    if (server.state.active === 0 && (elapsedMs >= graceMs || server.isSettled())) return EXIT.ok;
    if (elapsedMs >= graceMs) {
      log.error(
        { in_flight: server.state.active },
        'SHUTDOWN_GRACE_SECONDS have passed: requests are cut off',
      );
      return EXIT.aborted;
    }
    if (elapsedMs >= nextProgressMs) {
      log.info({ in_flight: server.state.active }, 'waiting for replies');
      nextProgressMs += PROGRESS_MS;
    }
    await wait(POLL_MS);
  }
}

export interface StopOptions {
  readonly signals: SignalInbox;
  readonly log: Logger;
  /** Where the log goes; its last lines go out before the process ends. */
  readonly output: LineOutput;
  /** Stops in order and gives back the exit code; must not reject. */
  readonly stop: (signal: string) => Promise<ExitCode>;
  /** Ends the threads that serve beside the main one, whatever goes on in them; nothing where there are none. */
  readonly endThreads?: () => Promise<void>;
}

/** Stops on the first SIGTERM or SIGINT, then ends the process; a second signal ends it at once with exit code 1. */
export function onStop({ signals, log, output, stop, endThreads }: StopOptions): {
  readonly isStopping: boolean;
} {
  let isStopping = false;
  const end = async (code: ExitCode): Promise<never> => {
    await output.flush(FLUSH_MS);
    // Node.js aborts where it has to end one itself (serving/entry.ts).
    if (endThreads !== undefined) await Promise.race([endThreads(), NODE_CLOCK.wait(THREADS_MS_MAX)]);
    process.exit(code);
  };
  signals.deliver(STOP_SIGNALS, (signal) => {
    if (isStopping) {
      log.error({ signal }, 'second signal: ending at once');
      void end(EXIT.aborted);
      return;
    }
    isStopping = true;
    void stop(signal).then(end);
  });
  return {
    get isStopping() {
      return isStopping;
    },
  };
}
