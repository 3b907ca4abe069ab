/**
 * Who came lately, so that a shutdown takes nothing away from clients that have come already. Main thread.
 *
 * A listening socket that is closed resets the connections in its accept queue, which clients take for accepted and have
 * sent their requests on. So a shutdown first accepts all of them. Whether there are any more shows in turns of the event
 * loop that bring no new one. Those that came last get a moment for their request: with TLS it comes two round trips later.
 */

/** Turns of the event loop without a new connection, after which the queue is taken for empty. */
const QUIET_TURNS = 5;
/** As many as the queue can hold (BACKLOG_CONNECTIONS): what comes behind them was not there when it began. */
const ACCEPTED_MAX = 4_096;
const ACCEPTING_MS_MAX = 1_000;
/** A connection that is silent for so long after it came is not about to ask. */
const QUIET_MS = 250;
const SETTLING_MS_MAX = 2_000;

export class Arrivals {
  #connections = 0;
  #lastAtMs = Number.NEGATIVE_INFINITY;
  #endedAtMs = 0;
  #answers = 0;

  /** `now` is a clock in milliseconds, `turn` resolves in the next turn of the event loop. */
  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly turn: () => Promise<unknown> = () => new Promise((resolve) => setImmediate(resolve)),
  ) {}

  /** A listener has accepted a connection. */
  countConnection(): void {
    this.#connections++;
    this.#lastAtMs = this.now();
  }

  /** Resolves when the accept queues are empty, or after ACCEPTING_MS_MAX. The listeners must be open. */
  async untilQueuesAreEmpty(): Promise<void> {
    const before = this.#connections;
    const untilMs = this.now() + ACCEPTING_MS_MAX;
    let quietTurns = 0;
    while (quietTurns < QUIET_TURNS && this.#connections - before < ACCEPTED_MAX && this.now() < untilMs) {
      const seen = this.#connections;
      await this.turn();
      quietTurns = this.#connections === seen ? quietTurns + 1 : 0;
    }
    this.#endedAtMs = this.now();
  }

  /**
   * Whether nobody is about to ask: asked again and again after `untilQueuesAreEmpty`, with the number of all requests that
   * were ever let in or answered.
   */
  isSettled(requests: number): boolean {
    const nowMs = this.now();
    if (nowMs - this.#lastAtMs >= QUIET_MS || nowMs - this.#endedAtMs >= SETTLING_MS_MAX) return true;
    // Where one of the last to come has asked, others may be on their way.
    if (requests !== this.#answers) {
      this.#answers = requests;
      this.#lastAtMs = nowMs;
    }
    return false;
  }
}
