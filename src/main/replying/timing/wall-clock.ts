/**
 * Tells the second of the day's clock that a time on the wheel's clock lies in: replies say when they were made. Main thread, hot
 * path: the clock is read once a second, not once a reply.
 */
const SECOND_MS = 1_000;

export class WallClock {
  #seconds = 0;
  /** From here, for a second, `#seconds` holds; on the wheel's clock. */
  #sinceMs = Number.NEGATIVE_INFINITY;

  /** `now` is the wheel's clock, `wall` is as `Date.now`. */
  constructor(
    private readonly now: () => number,
    private readonly wall: () => number = () => Date.now(),
  ) {}

  /** Whole seconds since 1970, UTC, at `atMs`; where that is not the current second, those of the current one. */
  secondsAt(atMs: number): number {
    const ageMs = atMs - this.#sinceMs;
    return ageMs >= 0 && ageMs < SECOND_MS ? this.#seconds : this.#read();
  }

  #read(): number {
    const wallMs = this.wall();
    this.#seconds = Math.floor(wallMs / SECOND_MS);
    this.#sinceMs = this.now() - (wallMs - this.#seconds * SECOND_MS);
    return this.#seconds;
  }
}
