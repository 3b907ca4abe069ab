/**
 * Shares the loop out among large replies. Each writes as much as its client takes, and to thousands of clients that read at once
 * the loop would do nothing else for seconds; so they take turns, and between two turns whatever else is due gets in. Main
 * thread.
 */

/** Of a loop turn, for all large replies together; what has been begun may take a millisecond more. */
const TURN_MS = 3;

/** A large reply, while it is sent. */
export interface LargeSender {
  /** Its turn has come: it writes some slices, and asks again if there is more. Does nothing when the reply is over. */
  goOn(): void;
}

export class SharedTurns {
  /** In the order in which they asked; those ahead of `#first` have had their turn. */
  #waiting: LargeSender[] = [];
  #first = 0;
  /** When the turn that has begun is over; null when none has. */
  #endsAtMs: number | null = null;

  /**
   * One for all listeners: there is one loop.
   *
   * @param now a clock in milliseconds
   * @param inNextTurn calls once, when all that is ready has been served
   */
  constructor(
    private readonly now: () => number,
    private readonly inNextTurn: (call: () => void) => void = (call) => void setImmediate(call),
  ) {}

  /** Whether `sender` may write now. If not, its turn comes: it must not ask again before. */
  ask(sender: LargeSender): boolean {
    const nowMs = this.now();
    if (this.#endsAtMs === null) {
      this.#endsAtMs = nowMs + TURN_MS;
      this.inNextTurn(this.#onNextTurn);
      return true;
    }
    if (this.#first === this.#waiting.length && nowMs < this.#endsAtMs) return true;
    this.wait(sender);
    return false;
  }

  /** `sender` has written for now, and has more. */
  wait(sender: LargeSender): void {
    this.#waiting.push(sender);
    if (this.#endsAtMs !== null) return;
    this.#endsAtMs = this.now();
    this.inNextTurn(this.#onNextTurn);
  }

  readonly #onNextTurn = (): void => {
    const endsAtMs = this.now() + TURN_MS;
    this.#endsAtMs = endsAtMs;
    try {
      this.#serve(endsAtMs);
    } finally {
      // Also when one has thrown: the others still wait.
      if (this.#waiting.length > this.#first) this.inNextTurn(this.#onNextTurn);
      else this.#endsAtMs = null;
      this.#dropServed();
    }
  };

  #serve(endsAtMs: number): void {
    // Who asks again now comes behind all others, and in another turn.
    const end = this.#waiting.length;
    while (this.#first < end && this.now() < endsAtMs) {
      const sender = this.#waiting[this.#first] as LargeSender;
      this.#first++;
      sender.goOn();
    }
  }

  /** Once half of the list is behind, so that each is moved once on the average. */
  #dropServed(): void {
    if (this.#first * 2 < this.#waiting.length) return;
    this.#waiting = this.#waiting.slice(this.#first);
    this.#first = 0;
  }
}
