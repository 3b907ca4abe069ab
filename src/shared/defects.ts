/**
 * The net under everything: what is thrown where nothing should be is counted, logged and survived. Main thread.
 *
 * Ending the process is the usual advice, for after an exception nobody knows what state is left. Here it would be wrong:
 * this process holds thousands of requests for clients that measure something else, and a request shares nothing with
 * another but counters and its slot, which are changed in single steps. What can be left wrong is the request that threw.
 * docs/decisions/21-one-net-under-everything.md has both sides.
 */
import type { SharedState } from './state.js';
import { asError } from './thrown.js';

/** The same defect is logged once in so long; it is counted every time. */
const AGAIN_AFTER_MS = 60_000;
/** Different ones that are remembered; what is new beyond them is not logged until one of them is old. */
const REMEMBERED_MAX = 100;

interface Logged {
  readonly atMs: number;
  /** Times that it came again and was not logged. */
  repeated: number;
}

export interface DefectsOptions {
  readonly state: SharedState;
  /** For the log: what was thrown, while what was done, and how often it came since it was told last. Must not throw. */
  readonly onDefect: (error: Error, where: string, repeated: number) => void;
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
}

export class Defects {
  readonly #logged = new Map<string, Logged>();

  constructor(private readonly options: DefectsOptions) {}

  /** Counts whatever was thrown and, unless the same was told lately, tells it to the log. */
  report(thrown: unknown, where: string): void {
    const { state, onDefect, now } = this.options;
    state.internalErrors++;
    const error = asError(thrown);
    const nowMs = now();
    const before = this.#logged.get(error.message);
    if (before !== undefined && nowMs - before.atMs < AGAIN_AFTER_MS) {
      before.repeated++;
      return;
    }
    if (before === undefined && !this.#makeRoom(nowMs)) return;
    this.#logged.set(error.message, { atMs: nowMs, repeated: 0 });
    onDefect(error, where, before?.repeated ?? 0);
  }

  /** Lets a promise go that nobody waits for. */
  catch(promise: Promise<unknown>, where: string): void {
    promise.catch((thrown: unknown) => this.report(thrown, where));
  }

  #makeRoom(nowMs: number): boolean {
    if (this.#logged.size < REMEMBERED_MAX) return true;
    for (const [message, { atMs }] of this.#logged) {
      if (nowMs - atMs >= AGAIN_AFTER_MS) this.#logged.delete(message);
    }
    return this.#logged.size < REMEMBERED_MAX;
  }
}

/** Takes what is thrown and what is rejected without a catch. Only for a server that is ready: until then it may end. */
export function catchDefects(defects: Defects): void {
  process.on('uncaughtException', (error) => defects.report(error, 'uncaught exception'));
  process.on('unhandledRejection', (reason) => defects.report(reason, 'unhandled rejection'));
}
