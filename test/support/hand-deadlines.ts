// Owns: deadlines of workers' tasks that pass when a test says so, and never by themselves. Runs on: the test process.

export class HandDeadlines {
  /** The milliseconds that were asked for, in order. */
  readonly asked: number[] = [];
  readonly #running = new Set<AbortController>();

  /** For the pools, in place of AbortSignal.timeout. */
  readonly start = (ms: number): AbortSignal => {
    this.asked.push(ms);
    const controller = new AbortController();
    this.#running.add(controller);
    return controller.signal;
  };

  /** All deadlines that were asked for so far pass. */
  pass(): void {
    for (const controller of this.#running) controller.abort();
    this.#running.clear();
  }
}
