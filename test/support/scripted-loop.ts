// Owns: an event loop that does what a test says: polls, sleeps, works, is stopped, waits for a core. Its clock moves with it.
// Runs on: the test process. Must never: move by itself.

import type { EventLoop } from '../../dist/main/replying/timing/event-loop.js';

export class ScriptedLoop implements EventLoop {
  readonly keepsTime = true;
  nowMs = 1_000_000;
  #polls = 7;
  #idleMs = 100;
  #heldOffMs = 50;

  readonly now = (): number => this.nowMs;

  polls(): number {
    return this.#polls;
  }

  idleMs(): number {
    return this.#idleMs;
  }

  heldOffMs(): number {
    return this.#heldOffMs;
  }

  /** Polls, and finds something ready. */
  poll(): void {
    this.#polls++;
  }

  /** Polls, finds nothing, and sleeps; at its end it waited for a core for `heldOffMs` of the time. */
  sleep(ms: number, heldOffMs = 0): void {
    this.#polls++;
    this.nowMs += ms;
    this.#idleMs += ms;
    this.#heldOffMs += heldOffMs;
  }

  /** Does something. */
  work(ms: number): void {
    this.nowMs += ms;
  }
}
