// Owns: requests in flight, from their head to the end of their response: the slot that each holds, its one timer, and
// its place in the metrics. Must never: let a slot be freed twice, or anything happen before it is due.

import type { ServerResponse } from 'node:http';
import type { ServerMetrics } from './server-metrics.js';

export class Visits {
  #inFlight = 0;

  constructor(private readonly cap: number) {}

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Null where all slots are taken. */
  begin(response: ServerResponse, metrics: ServerMetrics): Visit | null {
    if (this.#inFlight >= this.cap) {
      metrics.answered('503', 0);
      return null;
    }
    this.#inFlight++;
    const visit = new Visit();
    // Emitted once for every response: when it is through, or when the client has left before.
    response.on('close', () => {
      this.#inFlight--;
      visit.end();
      const status = response.writableFinished ? String(response.statusCode) : '499';
      metrics.answered(status, (performance.now() - visit.arrivedMs) / 1_000);
    });
    return visit;
  }
}

export class Visit {
  /** On the clock of performance.now(). Whatever is due counts from here. */
  readonly arrivedMs = performance.now();
  #timer: NodeJS.Timeout | undefined;
  #over = false;

  /** Calls `then` `afterMs` after the arrival: at once where they have passed, never where the client has left. */
  after(afterMs: number, then: () => void): void {
    if (this.#over) return;
    const leftMs = this.arrivedMs + afterMs - performance.now();
    if (leftMs <= 0) then();
    // Node's timers count from the start of the loop's turn and may come early: so the clock is looked at again.
    else this.#timer = setTimeout(() => this.after(afterMs, then), Math.ceil(leftMs));
  }

  /** The same for those who await. Never settles where the client left: nobody is left to answer. */
  passed(afterMs: number): Promise<void> {
    return new Promise((resolve) => this.after(afterMs, resolve));
  }

  end(): void {
    this.#over = true;
    clearTimeout(this.#timer);
  }
}
