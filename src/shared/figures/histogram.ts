/**
 * A histogram whose counts lie in shared memory: the main thread observes, a worker reads them for a scrape.
 * One writer. An observation costs a short loop and two stores, and allocates nothing.
 */
export class Histogram {
  /** `cells[offset … offset + bounds.length]` are counts by bucket (the last is +Inf), then comes the sum. */
  constructor(
    private readonly cells: Float64Array,
    private readonly offset: number,
    readonly bounds: readonly number[],
  ) {}

  /** How many cells a histogram with these bounds takes. */
  static cellsFor(bounds: readonly number[]): number {
    return bounds.length + 2;
  }

  /** `times`: how often it was seen. */
  observe(value: number, times = 1): void {
    const { cells, offset, bounds } = this;
    let bucket = 0;
    while (bucket < bounds.length && value > (bounds[bucket] as number)) bucket++;
    cells[offset + bucket] = (cells[offset + bucket] as number) + times;
    const sum = offset + bounds.length + 1;
    cells[sum] = (cells[sum] as number) + value * times;
  }

  /** Counts by bucket, not cumulated, the last one for +Inf. */
  counts(): number[] {
    return [...this.cells.subarray(this.offset, this.offset + this.bounds.length + 1)];
  }

  get sum(): number {
    return this.cells[this.offset + this.bounds.length + 1] as number;
  }
}
