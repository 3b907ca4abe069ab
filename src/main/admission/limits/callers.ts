/**
 * Who asks: requests with the same API key are of one caller, and those without any are of one, too. Main thread.
 *
 * A caller is looked up only where something asks for it. Keys are kept as digests, and of what people may read there are the last
 * characters alone. Bounded: whoever has not asked for the longest is forgotten.
 */
import { createHash } from 'node:crypto';
import type { SharedState } from '../../../shared/state.js';
import type { Meters } from './meters.js';
import { RecentMap } from './recent-map.js';

const CALLERS_MAX = 10_000;
const SHOWN_CHARACTERS = 4;
const NO_KEY = 'no key';
/** So many refusals in a row, each of a request that came before the time it had been told, are a storm. */
const STORM_REFUSALS = 10;

/** How a caller has behaved. */
export interface CallerReport {
  /** The last characters of its key, or that there is none. */
  readonly name: string;
  readonly active: number;
  /** The most requests that it ever had in flight, or waiting, at once. */
  readonly peak: number;
  readonly refusals: number;
  /** Requests that came before the time that the last refusal had named. */
  readonly earlyRetries: number;
  readonly storms: number;
}

export class Caller implements CallerReport {
  active = 0;
  peak = 0;
  refusals = 0;
  earlyRetries = 0;
  storms = 0;
  /** What is left of the limits that hold for it; null before any was looked at. The RateLimiter's. */
  meters: Meters | null = null;
  #notBeforeMs = Number.NEGATIVE_INFINITY;
  #isEarly = false;
  #refusedInARow = 0;

  constructor(
    readonly name: string,
    private readonly state: SharedState,
  ) {}

  /** A request of it has come. */
  arrive(nowMs: number): void {
    this.#isEarly = nowMs < this.#notBeforeMs;
    if (!this.#isEarly) return;
    this.earlyRetries++;
    this.state.earlyRetries++;
  }

  /** A request of it was let in, or may wait. */
  enter(): void {
    this.active++;
    if (this.active > this.peak) this.peak = this.active;
    if (this.active > this.state.callerPeak) this.state.callerPeak = this.active;
  }

  /** A request that was let in is over. */
  leave(): void {
    this.active--;
  }

  /** A request of it was refused, and told to come again after `retryAfterMs`. */
  refuse(nowMs: number, retryAfterMs: number): void {
    this.refusals++;
    this.#notBeforeMs = nowMs + retryAfterMs;
    this.#refusedInARow = this.#isEarly ? this.#refusedInARow + 1 : 1;
    if (this.#refusedInARow !== STORM_REFUSALS) return;
    this.storms++;
    this.state.retryStorms++;
  }
}

export class Callers {
  readonly #callers = new RecentMap<Caller>(CALLERS_MAX);

  constructor(private readonly state: SharedState) {}

  /** Whose key it is; the empty text is no key. */
  of(key: string): Caller {
    const digest = key === '' ? key : createHash('sha256').update(key).digest('base64');
    return this.#callers.use(digest, () => new Caller(nameOf(key), this.state));
  }

  /** Of all callers that are remembered, whoever asked last at the end. Names what people may read, and no key. */
  report(): readonly CallerReport[] {
    return Array.from(this.#callers.values(), (caller) => {
      const { name, active, peak, refusals, earlyRetries, storms } = caller;
      return { name, active, peak, refusals, earlyRetries, storms };
    });
  }
}

/** The last characters of a key, of a short one less than half of it. */
function nameOf(key: string): string {
  return key === ''
    ? NO_KEY
    : `…${key.slice(-Math.min(SHOWN_CHARACTERS, Math.floor((key.length - 1) / 2)) || key.length)}`;
}
