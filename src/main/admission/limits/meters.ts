/**
 * What is left of each limit for one key, one model, or all. In each thread that serves.
 */
import { Bucket } from '../../../behavior/limits/bucket.js';
import type { ConcurrencyLimit, Limit } from '../../../behavior/limits/limit.js';

/** How many requests a limit on requests at once counts. */
export class Running {
  constructor(
    readonly limit: ConcurrencyLimit,
    private readonly cells: Float64Array = new Float64Array(1),
    private readonly at = 0,
    /** Whether it has not been forgotten since. */
    readonly isKept: () => boolean = () => true,
  ) {}

  get active(): number {
    return this.cells[this.at] as number;
  }

  set active(active: number) {
    this.cells[this.at] = active;
  }
}

export type Meter = Bucket | Running;

export class Meters {
  readonly #meters = new Map<Limit, Meter>();

  /** Of these limits; others that were in force before are not looked at. */
  constructor(readonly limits: readonly Limit[]) {}

  /** The meter of one of the limits, a fresh one when it is first looked at. */
  of(limit: Limit, nowMs: number): Meter {
    const known = this.#meters.get(limit);
    if (known !== undefined) return known;
    const made = limit.counts === 'concurrent' ? new Running(limit) : new Bucket(limit, nowMs);
    this.#meters.set(limit, made);
    return made;
  }
}
