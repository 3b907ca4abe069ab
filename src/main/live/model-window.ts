/**
 * What the figures by row of the models file were a while ago: copies of the blocks in a ring that is used again and again. Main
 * thread, once a second; a copy is some hundred cells for each row.
 */
import { ModelBlocks } from '../../shared/figures/model-cells.js';

/** The blocks as they were at a moment, in milliseconds of whatever clock is used. */
export interface PastBlocks {
  readonly atMs: number;
  readonly blocks: ModelBlocks;
}

export class ModelWindow {
  readonly #past: PastBlocks[] = [];
  #ticks = 0;

  /** Looks back over `copies` times `ticksPerCopy` ticks. */
  constructor(
    private readonly copies: number,
    private readonly ticksPerCopy: number,
  ) {}

  /** The oldest copy that there is; null before the first tick. */
  get oldest(): PastBlocks | null {
    return this.#past[0] ?? null;
  }

  /** A tick has passed; `rows` are those that are told apart. */
  tick(source: ModelBlocks, rows: number, atMs: number): void {
    if (this.#ticks++ % this.ticksPerCopy !== 0) return;
    const free = this.#past.length < this.copies ? null : (this.#past.shift() as PastBlocks).blocks;
    const blocks = free?.rows === rows ? free : ModelBlocks.empty(rows);
    blocks.copyFrom(source);
    this.#past.push({ atMs, blocks });
  }
}
