/**
 * The last net: what nobody caught is counted, logged and survived. Main thread.
 *
 * Ending the process is the usual advice, for after an exception nobody knows what state is left. Here it would be wrong:
 * this process holds thousands of requests for clients that measure something else, and a request shares nothing with
 * another but counters and its slot, which are changed in single steps. What can be left wrong is the request that threw.
 * docs/decisions/21-one-net-under-everything.md has both sides.
 */
import type { Logger } from 'pino';

/** The same defect is logged once in so long; it is counted every time. */
const AGAIN_AFTER_MS = 60_000;
/** Different ones that are remembered; what is new beyond them is not logged until one of them is old. */
const REMEMBERED_MAX = 100;
const MESSAGE_CHARACTERS_MAX = 500;
const STACK_CHARACTERS_MAX = 4_000;

interface Logged {
  readonly atMs: number;
  /** Times that it came again and was not logged. */
  repeated: number;
}

export class Defects {
  readonly #logged = new Map<string, Logged>();

  /** `count` is told of each; `now` is a clock in milliseconds. */
  constructor(
    private readonly log: Logger,
    private readonly count: () => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Counts and, unless the same was logged lately, logs whatever was thrown. Never throws itself. */
  report(thrown: unknown, where: string): void {
    this.count();
    const reason = describe(thrown);
    const nowMs = this.now();
    const before = this.#logged.get(reason);
    if (before !== undefined && nowMs - before.atMs < AGAIN_AFTER_MS) {
      before.repeated++;
      return;
    }
    if (before === undefined && !this.#makeRoom(nowMs)) return;
    this.#logged.set(reason, { atMs: nowMs, repeated: 0 });
    const fields = { reason, where, repeated: before?.repeated ?? 0, stack: stackOf(thrown) };
    this.log.error(fields, 'a defect was caught; the server goes on');
  }

  #makeRoom(nowMs: number): boolean {
    if (this.#logged.size < REMEMBERED_MAX) return true;
    for (const [reason, { atMs }] of this.#logged) {
      if (nowMs - atMs >= AGAIN_AFTER_MS) this.#logged.delete(reason);
    }
    return this.#logged.size < REMEMBERED_MAX;
  }
}

/** Anything can be thrown: null, a symbol, an object whose properties throw. */
function describe(thrown: unknown): string {
  try {
    return String(thrown).slice(0, MESSAGE_CHARACTERS_MAX);
  } catch {
    return 'something that cannot be described';
  }
}

function stackOf(thrown: unknown): string | undefined {
  try {
    return thrown instanceof Error ? thrown.stack?.slice(0, STACK_CHARACTERS_MAX) : undefined;
  } catch {
    // A getter of its own that throws, too.
    return undefined;
  }
}

/** Takes what is thrown and what is rejected without a catch. Only for a server that is ready: until then it may end. */
export function catchDefects(defects: Defects): void {
  process.on('uncaughtException', (error) => defects.report(error, 'uncaught exception'));
  process.on('unhandledRejection', (reason) => defects.report(reason, 'unhandled rejection'));
}
