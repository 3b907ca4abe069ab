/**
 * A histogram whose counts lie in shared memory: the main thread observes, a worker reads them for a scrape.
 * One writer. An observation costs a look into a table and two stores, and allocates nothing.
 */
import { BucketFinder } from './bucket-finder.js';

export class Histogram {
  readonly #finder: BucketFinder;

  /** `cells[offset … offset + bounds.length]` are counts by bucket (the last is +Inf), then comes the sum. */
  constructor(
    private readonly cells: Float64Array,
    private readonly offset: number,
    readonly bounds: readonly number[],
  ) {
    this.#finder = BucketFinder.of(bounds);
  }

  /** How many cells a histogram with these bounds takes. */
  static cellsFor(bounds: readonly number[]): number {
    return bounds.length + 2;
  }

  /** `times`: how often it was seen. */
  observe(value: number, times = 1): void {
    const { cells, offset, bounds } = this;
    const cell = offset + this.#finder.find(value);
    cells[cell] = (cells[cell] as number) + times;
    const sum = offset + bounds.length + 1;
    cells[sum] = (cells[sum] as number) + value * times;
  }

  /** Counts by bucket, not cumulated, the last one for +Inf. */
  counts(): number[] {
    return [...this.cells.subarray(this.offset, this.offset + this.bounds.length + 1)];
  }

  /** Adds the same to `into`, which has as many places. */
  addCountsTo(into: Float64Array): void {
    const { cells, offset } = this;
    for (let bucket = 0; bucket < into.length; bucket++)
      into[bucket] = (into[bucket] as number) + (cells[offset + bucket] as number);
  }

  /** Whether anything was observed. */
  get isEmpty(): boolean {
    const { cells, offset, bounds } = this;
    for (let bucket = 0; bucket <= bounds.length; bucket++)
      if ((cells[offset + bucket] as number) > 0) return false;
    return true;
  }

  get sum(): number {
    return this.cells[this.offset + this.bounds.length + 1] as number;
  }
}
