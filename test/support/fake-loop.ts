// Owns: an event loop and a clock that only move when a test moves them, for code that takes its clock as a parameter
// but arms Node's own setTimeout and setImmediate.
// Runs on: the test process, for synchronous test bodies only.
// Must never: outlive its body, or fire a timer that was cleared.

interface Timer {
  readonly atMs: number;
  readonly call: () => void;
}

/**
 * Where every clock starts. The half millisecond keeps it off whole ticks: timers wait whole milliseconds, so it stays
 * there, and the tick in which something falls due is the same for a test as for the code.
 */
const START_MS = 1_000_000.5;

export class FakeLoop {
  nowMs = START_MS;
  /** Turns that ran an immediate. */
  turns = 0;
  /** Timers that fired. */
  fired = 0;
  #timers: Timer[] = [];
  #immediates: (() => void)[] = [];

  readonly now = (): number => this.nowMs;

  get armedTimers(): number {
    return this.#timers.length;
  }

  get pendingImmediates(): number {
    return this.#immediates.length;
  }

  setTimeout(call: () => void, ms: number): Timer {
    // As Node: whole milliseconds, at least one.
    const timer = { atMs: this.nowMs + Math.max(1, Math.trunc(ms)), call };
    this.#timers.push(timer);
    return timer;
  }

  clearTimeout(timer: Timer): void {
    this.#timers = this.#timers.filter((other) => other !== timer);
  }

  setImmediate<Arguments extends unknown[]>(
    call: (...args: Arguments) => void,
    ...args: Arguments
  ): () => void {
    const own = (): void => call(...args);
    this.#immediates.push(own);
    return own;
  }

  clearImmediate(call: () => void): void {
    this.#immediates = this.#immediates.filter((other) => other !== call);
  }

  /** Time goes by and the loop is idle: every timer fires in its moment, with all immediates that follow. */
  advance(ms: number): void {
    const endMs = this.nowMs + ms;
    for (;;) {
      while (this.#immediates.length > 0) this.turn();
      const next = this.#earliest();
      if (next === undefined || next.atMs > endMs) break;
      this.nowMs = Math.max(this.nowMs, next.atMs);
      this.#fire(next);
    }
    this.nowMs = endMs;
  }

  /** Time goes by while the loop is held up: nothing fires. */
  stall(ms: number): void {
    this.nowMs += ms;
  }

  /** Fires the timers that have fallen due, and no immediates. */
  fireDueTimers(): void {
    for (
      let next = this.#earliest();
      next !== undefined && next.atMs <= this.nowMs;
      next = this.#earliest()
    ) {
      this.#fire(next);
    }
  }

  /** Fires the next timer before its time: Node's timers follow a coarser clock than performance.now. */
  fireTooEarly(): void {
    const next = this.#earliest();
    if (next !== undefined) this.#fire(next);
  }

  /** Runs the immediates that wait now; what they add runs in a later turn. */
  turn(): void {
    const batch = this.#immediates;
    this.#immediates = [];
    this.turns++;
    for (const call of batch) call();
  }

  #earliest(): Timer | undefined {
    let earliest: Timer | undefined;
    for (const timer of this.#timers)
      if (earliest === undefined || timer.atMs < earliest.atMs) earliest = timer;
    return earliest;
  }

  #fire(timer: Timer): void {
    this.clearTimeout(timer);
    this.fired++;
    timer.call();
  }
}

/** Runs `body` with the four global timer functions led to a fresh loop, and puts Node's own back. */
export function withFakeLoop<Result>(body: (loop: FakeLoop) => Result): Result {
  const loop = new FakeLoop();
  const { setTimeout, clearTimeout, setImmediate, clearImmediate } = globalThis;
  Object.assign(globalThis, {
    setTimeout: loop.setTimeout.bind(loop),
    clearTimeout: loop.clearTimeout.bind(loop),
    setImmediate: loop.setImmediate.bind(loop),
    clearImmediate: loop.clearImmediate.bind(loop),
  });
  try {
    return body(loop);
  } finally {
    Object.assign(globalThis, { setTimeout, clearTimeout, setImmediate, clearImmediate });
  }
}
