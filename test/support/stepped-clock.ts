// Owns: a clock for a server inside the test's process. It stands still until a test moves it, from one timer to the
// next, so that when something is sent is an exact number on any machine, and a delay of hours takes no time.
// Runs on: the test process. Must never: move by itself.

import type { Timers } from '../../dist/main/replying/timing/delay-wheel.js';

interface Timer {
  readonly atMs: number;
  readonly call: () => void;
}

/** A whole millisecond: the ticks of the wheel are whole, too, and nothing is rounded up. */
const START_MS = 1_000_000;

export class SteppedClock implements Timers {
  #nowMs = START_MS;
  readonly #timers = new Set<Timer>();

  /** Since the clock was made. */
  get elapsedMs(): number {
    return this.#nowMs - START_MS;
  }

  /** Whether anything waits for the time to go by. */
  get isArmed(): boolean {
    return this.#timers.size > 0;
  }

  now(): number {
    return this.#nowMs;
  }

  setTimeout(call: () => void, ms: number): Timer {
    const timer = { atMs: this.#nowMs + ms, call };
    this.#timers.add(timer);
    return timer;
  }

  clearTimeout(timer: unknown): void {
    this.#timers.delete(timer as Timer);
  }

  /** Moves to the next timer, and fires it. */
  step(): void {
    const next = this.#next();
    if (next === undefined) throw new Error('nothing waits');
    this.#fire(next);
  }

  /** Lets so much time go by; each timer fires in its moment. */
  advance(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (let next = this.#next(); next !== undefined && next.atMs <= endMs; next = this.#next()) {
      this.#fire(next);
    }
    this.#nowMs = endMs;
  }

  #next(): Timer | undefined {
    return [...this.#timers].sort((a, b) => a.atMs - b.atMs)[0];
  }

  #fire(timer: Timer): void {
    this.#timers.delete(timer);
    this.#nowMs = timer.atMs;
    timer.call();
  }
}
