/**
 * How long things took of late by row of the models file, planned and actual: what the live page shows. Main thread, in memory of
 * its own; hot path. The histograms of /metrics would be too coarse for it: a duration that was planned and one that came
 * a millisecond later may lie in two of their buckets, and look twice as long.
 */
import { type Percentiles, Quantiles } from './quantiles.js';

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

  /** `scratch` is used to add up. */
  read(scratch: Quantiles): Percentiles {
    scratch.clear();
    for (const slice of this.#slices) if (slice !== null) scratch.addAll(slice);
    return scratch.read();
  }
}

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
    for (const { planned, actual } of [this.firstToken, this.answer, this.tokenTime]) {
      planned.turn();
      actual.turn();
    }
  }
}
