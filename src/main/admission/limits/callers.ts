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

export const CALLERS_MAX = 10_000;
const SHOWN_CHARACTERS = 4;
export const NO_KEY = 'no key';
/** So many refusals in a row, each of a request that came before the time it had been told, are a storm. */
export const STORM_REFUSALS = 10;

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

/** Whoever asks, to those who let requests in. Times are of the clock of all requests, in milliseconds. */
export interface Caller {
  /** As it is told from others. */
  readonly id: string;
  /** What is left of the limits that hold for it in a thread that serves alone; null before any was looked at. OwnMeters'. */
  meters: Meters | null;
  /** A request of it has come. */
  arrive(nowMs: number): void;
  /** A request of it was let in, or may wait. */
  enter(): void;
  /** A request that was let in is over. */
  leave(): void;
  /** A request of it was refused, and told to come again after `retryAfterMs`. */
  refuse(nowMs: number, retryAfterMs: number): void;
}

/** One of a thread that serves alone. */
class OwnCaller implements Caller, CallerReport {
  active = 0;
  peak = 0;
  refusals = 0;
  earlyRetries = 0;
  storms = 0;
  meters: Meters | null = null;
  #notBeforeMs = Number.NEGATIVE_INFINITY;
  #isEarly = false;
  #refusedInARow = 0;

  constructor(
    readonly id: string,
    readonly name: string,
    private readonly state: SharedState,
  ) {}

  arrive(nowMs: number): void {
    this.#isEarly = nowMs < this.#notBeforeMs;
    if (!this.#isEarly) return;
    this.earlyRetries++;
    this.state.earlyRetries++;
  }

  enter(): void {
    this.active++;
    if (this.active > this.peak) this.peak = this.active;
    if (this.active > this.state.callerPeak) this.state.callerPeak = this.active;
  }

  leave(): void {
    this.active--;
  }

  refuse(nowMs: number, retryAfterMs: number): void {
    this.refusals++;
    this.#notBeforeMs = nowMs + retryAfterMs;
    this.#refusedInARow = this.#isEarly ? this.#refusedInARow + 1 : 1;
    if (this.#refusedInARow !== STORM_REFUSALS) return;
    this.storms++;
    this.state.retryStorms++;
  }
}

/** Callers that several threads share. */
export interface SharedCallersTable {
  of(id: string, name: string): Caller;
  report(): readonly CallerReport[];
}

export class Callers {
  readonly #callers = new RecentMap<OwnCaller>(CALLERS_MAX);

  /** `shared` is null where one thread serves. */
  constructor(
    private readonly state: SharedState,
    private readonly shared: SharedCallersTable | null = null,
  ) {}

  /** Whose key it is; the empty text is no key. */
  of(key: string): Caller {
    const digest = key === '' ? key : createHash('sha256').update(key).digest('base64');
    if (this.shared !== null) return this.shared.of(digest, nameOf(key));
    return this.#callers.use(digest, () => new OwnCaller(digest, nameOf(key), this.state));
  }

  /** Of all callers that are remembered, whoever asked last at the end. Names what people may read, and no key. */
  report(): readonly CallerReport[] {
    if (this.shared !== null) return this.shared.report();
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
