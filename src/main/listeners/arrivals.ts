/**
 * Who came lately, so that a shutdown takes nothing away from clients that have come already. Main thread.
 *
 * A listening socket that is closed resets the connections in its accept queue, which clients take for accepted and have
 * sent their requests on. So a shutdown first accepts all of them. Whether there are any more shows in turns of the event
 * loop that bring no new one. Those that came last get a moment for their request: with TLS it comes two round trips later.
 */

import { ENDPOINTS, STATUSES } from '../../shared/labels.js';
import type { SharedState } from '../../shared/state.js';

/** Turns of the event loop without a new connection, after which the queue is taken for empty. */
const QUIET_TURNS = 5;
/** As many as the queue can hold (BACKLOG_CONNECTIONS): what comes behind them was not there when it began. */
const ACCEPTED_MAX = 4_096;
const ACCEPTING_MS_MAX = 5_000;

/** A connection that came so long ago, and has said nothing, is not about to ask. */
const RECENT_MS = 250;
/**
 * Looks in a row that find nothing new, after which nobody is about to ask. Looks and not milliseconds: between two of them
 * the loop reads its sockets, however late it is itself.
 */
const QUIET_LOOKS = 12;
const SETTLING_MS_MAX = 10_000;

export class Arrivals {
  #connections = 0;
  /** Of RECENT_MS that began at `#spanFromMs`, and of the span before. */
  #inSpan = 0;
  #inSpanBefore = 0;
  #spanFromMs = Number.NEGATIVE_INFINITY;
  /** Connections that may not have asked yet, once it drains. */
  #awaited = 0;
  #requests = 0;
  #quietLooks = 0;
  #settledAtMs = Number.POSITIVE_INFINITY;

  /** `now` is a clock in milliseconds, `turn` resolves in the next turn of the event loop. */
  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly turn: () => Promise<unknown> = () => new Promise((resolve) => setImmediate(resolve)),
  ) {}

  /** A listener has accepted a connection. */
  countConnection(): void {
    this.#connections++;
    this.#roll();
    this.#inSpan++;
  }

  #roll(): void {
    const nowMs = this.now();
    const ageMs = nowMs - this.#spanFromMs;
    if (ageMs < RECENT_MS) return;
    this.#inSpanBefore = ageMs < 2 * RECENT_MS ? this.#inSpan : 0;
    this.#inSpan = 0;
    this.#spanFromMs = nowMs;
  }

  /**
   * Resolves when the accept queues are empty, or after ACCEPTING_MS_MAX. The listeners must be open. `requests` is how many
   * were ever let in or answered.
   */
  async untilQueuesAreEmpty(requests: number): Promise<void> {
    this.#roll();
    const recent = this.#inSpan + this.#inSpanBefore;
    const before = this.#connections;
    const untilMs = this.now() + ACCEPTING_MS_MAX;
    let quietTurns = 0;
    while (quietTurns < QUIET_TURNS && this.#connections - before < ACCEPTED_MAX && this.now() < untilMs) {
      const seen = this.#connections;
      await this.turn();
      quietTurns = this.#connections === seen ? quietTurns + 1 : 0;
    }
    this.#awaited = recent + this.#connections - before;
    this.#requests = requests;
    this.#settledAtMs = this.now() + SETTLING_MS_MAX;
  }

  /**
   * Whether nobody is about to ask: looked at again and again after `untilQueuesAreEmpty`, with the number of requests that
   * were ever let in or answered.
   */
  isSettled(requests: number): boolean {
    this.#awaited -= requests - this.#requests;
    this.#quietLooks = requests === this.#requests ? this.#quietLooks + 1 : 0;
    this.#requests = requests;
    return this.#awaited <= 0 || this.#quietLooks >= QUIET_LOOKS || this.now() >= this.#settledAtMs;
  }
}

/** All requests that were ever let in or answered, on both ports. */
export function countRequests(state: SharedState): number {
  let requests = state.ownActive + state.queue.ownLength + state.disconnects + state.queueDisconnects;
  for (let endpoint = 0; endpoint < ENDPOINTS.length; endpoint++) {
    for (const status of STATUSES) requests += state.repliesOf(endpoint, status);
  }
  return requests;
}
