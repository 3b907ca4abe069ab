/**
 * The graceful shutdown: no new connections, requests in flight get their replies, then the process ends. Main thread.
 */
import type { Logger } from 'pino';
import { EXIT, type ExitCode } from '../errors.js';
import type { RunningServer } from './start-server.js';

const POLL_MS = 20;
const PROGRESS_MS = 1_000;

/**
 * Drains the server: resolves with the exit code once nothing is in flight (0) or when `graceMs` have passed (1).
 * Progress is logged once a second.
 */
export async function drain(server: RunningServer, graceMs: number, log: Logger): Promise<ExitCode> {
  const startedAt = performance.now();
  server.startDraining();
  log.info({ in_flight: server.state.active, grace_seconds: graceMs / 1000 }, 'shutting down');
  let nextProgressMs = PROGRESS_MS;
  while (server.state.active > 0) {
    const elapsedMs = performance.now() - startedAt;
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
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return EXIT.ok;
}

/** Runs `shutDown` on the first SIGTERM or SIGINT; a second signal ends the process at once with exit code 1. */
export function onSignal(log: Logger, shutDown: (signal: string) => void): void {
  let signalled = false;
  const handle = (signal: NodeJS.Signals): void => {
    if (signalled) {
      log.error({ signal }, 'second signal: ending at once');
      process.exit(EXIT.aborted);
    }
    signalled = true;
    shutDown(signal);
  };
  process.on('SIGTERM', handle);
  process.on('SIGINT', handle);
}
