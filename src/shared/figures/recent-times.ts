/**
 * How long things took of late by row of the models file, planned and actual: what the live page shows. Main thread, in memory of
 * its own; hot path. The histograms of /metrics would be too coarse for it: a duration that was planned and one that came
 * a millisecond later may lie in two of their buckets, and look twice as long.
 */
import { type Percentiles, Quantiles, type QuantilesDump } from './quantiles.js';

/** What is told apart within the time that is looked back over. */
const SLICES = 4;
/** How often to turn: all slices together are a minute. */
export const TURN_EVERY_MS = 15_000;

/** Durations of the last minute, or a quarter less: slices of time of which the oldest is emptied and used again. */
export class RecentDurations {
  /** Made when the first duration comes: four kilobytes each. */
  readonly #slices = new Array<Quantiles | null>(SLICES).fill(null);
  #current = 0;

  add(ms: number): void {
    this.#slices[this.#current] ??= new Quantiles();
    this.#slices[this.#current]?.add(ms);
  }

  /** TURN_EVERY_MS have passed. */
  turn(): void {
    this.#current = (this.#current + 1) % SLICES;
    this.#slices[this.#current]?.clear();
  }

  /** What other threads have seen, to be read with it until it is said anew. */
  others: readonly QuantilesDump[] = [];

  /** All of it, for another thread; null where there is nothing. `scratch` is used to add up. */
  dump(scratch: Quantiles): QuantilesDump | null {
    if (this.#slices.every((slice) => slice === null)) return null;
    scratch.clear();
    for (const slice of this.#slices) if (slice !== null) scratch.addAll(slice);
    return scratch.dump();
  }

  /** `scratch` is used to add up. */
  read(scratch: Quantiles): Percentiles {
    scratch.clear();
    for (const slice of this.#slices) if (slice !== null) scratch.addAll(slice);
    for (const other of this.others) scratch.addDump(other);
    return scratch.read();
  }
}

/** What one thread has seen of a row: each duration, planned and actual. */
export type RecentDump = readonly (QuantilesDump | null)[];

/** One duration, as it was planned and as it came. */
class RecentPair {
  readonly planned = new RecentDurations();
  readonly actual = new RecentDurations();

  add(plannedMs: number, actualMs: number): void {
    this.planned.add(plannedMs);
    this.actual.add(actualMs);
  }
}

export class RecentTimes {
  readonly firstToken = new RecentPair();
  readonly answer = new RecentPair();
  readonly tokenTime = new RecentPair();

  turn(): void {
    for (const durations of this.#all()) durations.turn();
  }

  /** As plain data, always in the same order; null where nothing was seen. */
  dump(scratch: Quantiles): RecentDump {
    return this.#all().map((durations) => durations.dump(scratch));
  }

  /** What other threads have seen, one dump each. */
  lookAt(others: readonly RecentDump[]): void {
    for (const [at, durations] of this.#all().entries()) {
      durations.others = others.flatMap((dump) => dump[at] ?? []);
    }
  }

  #all(): readonly RecentDurations[] {
    return [this.firstToken, this.answer, this.tokenTime].flatMap(({ planned, actual }) => [planned, actual]);
  }
}
