/**
 * What is left of one rate for one key, one model or all: a token bucket. Pure; the clock is an argument. Hot path while there
 * are limits.
 *
 * It is exact: the level is a whole number of parts, of which one unit (a request, a token) has as many as its period has
 * milliseconds, and `amount` parts flow in each millisecond. So nothing is rounded however often it is looked at, and over any
 * time no more than `burst + amount × periods` is let through, to one. The greatest number is AMOUNT_MAX × a day, which a float
 * holds exactly.
 */
import { PERIODS, type RateLimit } from './limit.js';

/** What is left lies in these numbers, so that several threads may share it: the level, and when it was that. */
export const BUCKET_CELLS = 2;
const LEVEL = 0;
const AT_MS = 1;

export class Bucket {
  readonly #unit: number;
  readonly #full: number;

  /**
   * It begins full, unless it `isKnown`. `nowMs` is whole, and of a clock that never goes back, as in every method. Its numbers lie in
   * `cells` from `at` on.
   */
  constructor(
    readonly limit: RateLimit,
    nowMs: number,
    private readonly cells: Float64Array = new Float64Array(BUCKET_CELLS),
    private readonly at = 0,
    isKnown = false,
  ) {
    this.#unit = PERIODS[limit.period];
    this.#full = limit.burst * this.#unit;
    if (isKnown) return;
    this.#setLevel(this.#full);
    cells[at + AT_MS] = nowMs;
  }

  get #level(): number {
    return this.cells[this.at + LEVEL] as number;
  }

  #setLevel(level: number): void {
    this.cells[this.at + LEVEL] = level;
  }

  #flow(nowMs: number): void {
    const missing = this.#full - this.#level;
    const passedMs = nowMs - (this.cells[this.at + AT_MS] as number);
    this.cells[this.at + AT_MS] = nowMs;
    const { amount } = this.limit;
    // Compared first: after a long time the product might be more than a float holds exactly.
    this.#setLevel(this.#level + (passedMs >= missing / amount ? missing : passedMs * amount));
  }

  /** Units that could be taken now. */
  remaining(nowMs: number): number {
    this.#flow(nowMs);
    return Math.floor(this.#level / this.#unit);
  }

  /** How long until it is full, in whole milliseconds, rounded up. */
  fullInMs(nowMs: number): number {
    this.#flow(nowMs);
    return Math.ceil((this.#full - this.#level) / this.limit.amount);
  }

  /** How long until `units` could be taken, in whole milliseconds, rounded up: 0 when they can be now, Infinity for never. */
  waitMs(units: number, nowMs: number): number {
    this.#flow(nowMs);
    const missing = units * this.#unit - this.#level;
    if (missing <= 0) return 0;
    return units > this.limit.burst ? Number.POSITIVE_INFINITY : Math.ceil(missing / this.limit.amount);
  }

  /** Takes units that `waitMs` has found to be there at the same moment. */
  take(units: number): void {
    this.#setLevel(this.#level - units * this.#unit);
  }
}
