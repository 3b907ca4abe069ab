/**
 * Counts the connections of both listeners and decides which may stay, so that descriptors never run out. Main thread; asked
 * once a connection, never once a request.
 *
 *   0 ───── deferAbove ─── connectionsMax ── silentMax ── servedMax ──────────────────── acceptedMax ──────────
 *   everything is served                     no silent    pages are served,              ended at once
 *                                            ones         requests get 503 (Admission)
 *
 * Connections that say nothing could fill all of it, and nobody would get at /health until they are closed for being idle.
 * So from `deferAbove` on the kernel keeps a connection to itself until its client has sent something (TCP_DEFER_ACCEPT).
 * Those that wait in an accept queue at that moment may be silent ones: of them, whatever is above `silentMax` is ended.
 * (libuv accepts one connection a turn, so a queue may take thousands of turns to empty.)
 */
import type { SharedState } from '../../shared/state.js';
import type { ConnectionBounds } from './connection-bounds.js';

/** What the kernel keeps for a listener. */
export interface AcceptQueue {
  /** While it defers, a connection comes into the queue only when its client has sent something. */
  defer(on: boolean): void;
  /** Connections that wait to be accepted. */
  length(): number;
}

/** The two listeners by their places in lists. */
export const MAIN_LISTENER = 0;
export const HTTP10_LISTENER = 1;
const NO_QUEUES: readonly AcceptQueue[] = [];

export class ConnectionLimit {
  readonly #deferAbove: number;
  readonly #acceptUpTo: number;
  readonly #silentMax: number;
  #queues = NO_QUEUES;
  #isDeferring = false;
  /** By listener: how many of those that are accepted next came into its queue before the kernel waited for data. */
  readonly #queuedBefore = [0, 0];

  constructor(
    private readonly state: SharedState,
    private readonly bounds: ConnectionBounds,
  ) {
    const { acceptedMax, connectionsMax } = bounds;
    const reserve = acceptedMax - connectionsMax;
    // Apart, so that one client that comes and goes does not turn it on and off.
    this.#deferAbove = connectionsMax - Math.ceil(reserve / 2);
    this.#acceptUpTo = connectionsMax - reserve;
    // Beside a connection for each slot there are those of scrapers and viewers.
    this.#silentMax = connectionsMax + Math.ceil(reserve / 4);
  }

  /** From now on the kernel may be told to wait; where it cannot be, silent connections may fill the reserve for a while. */
  deferWith(queues: readonly AcceptQueue[]): void {
    this.#queues = queues;
  }

  /** The listeners go: the kernel is told nothing any more, for their descriptors may soon be others. */
  stopDeferring(): void {
    this.#queues = NO_QUEUES;
  }

  /** A connection was accepted. Whether it may stay: if not, the caller ends it now. It tells `close` in either case. */
  open(listener: number): boolean {
    const { state, bounds } = this;
    state.countConnection(1);
    const { connections } = state;
    // Or the kernel does not wait, and nobody knows.
    const hasSpoken = this.#queuedBefore[listener] === 0;
    if (!hasSpoken) (this.#queuedBefore[listener] as number)--;
    if (connections > this.#deferAbove && !this.#isDeferring) this.#defer();
    if (connections <= (hasSpoken ? bounds.acceptedMax : this.#silentMax)) return true;
    state.refusedConnections++;
    return false;
  }

  /** A connection has ended, or speaks no HTTP any more and its end is told by somebody else. */
  close(): void {
    this.state.countConnection(-1);
    if (!this.#isDeferring || this.state.connections > this.#acceptUpTo) return;
    this.#isDeferring = false;
    for (const queue of this.#queues) queue.defer(false);
  }

  #defer(): void {
    this.#isDeferring = true;
    for (const [listener, queue] of this.#queues.entries()) {
      queue.defer(true);
      // After that, so that nobody comes in between.
      this.#queuedBefore[listener] = queue.length();
    }
  }
}
