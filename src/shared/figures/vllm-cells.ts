/**
 * The cells of what is counted for VLLM_METRICS: a block for each row of the models file that is told apart, in the order of the blocks
 * of model-cells. The main thread counts, and only where the setting is on; every thread may read.
 */
import { Histogram } from './histogram.js';
import { MODEL_ROWS_MAX } from './models.js';
import { VLLM_HISTOGRAM_ROWS, type VllmHistogramName } from './vllm.js';

const BLOCKS = 1 + MODEL_ROWS_MAX;
/** Answers that a limit cut off. */
const CUT_OFF = 0;

const FIRST = {} as Record<VllmHistogramName, number>;
let end = CUT_OFF + 1;
for (const [name, { bounds }] of VLLM_HISTOGRAM_ROWS) {
  FIRST[name] = end;
  end += Histogram.cellsFor(bounds);
}
const BLOCK_CELLS = end;
export const VLLM_CELLS = BLOCKS * BLOCK_CELLS;

/** One answer that is whole; times in milliseconds. */
export interface VllmAnswer {
  readonly promptTokens: number;
  readonly generationTokens: number;
  /** Whether a limit of tokens ended it. */
  readonly isCutOff: boolean;
  readonly queuedMs: number;
  /** From its slot to its first token, and from there to its end. */
  readonly prefillMs: number;
  readonly decodeMs: number;
  /** Of a stream: gaps between its tokens; 0 for none. */
  readonly gaps: number;
}

const MS_PER_SECOND = 1_000;

/** What is counted of one row. */
export class VllmFigures {
  readonly histograms: Readonly<Record<VllmHistogramName, Histogram>>;

  /** `cells` are those of one block. */
  constructor(private readonly cells: Float64Array) {
    const made = VLLM_HISTOGRAM_ROWS.map(
      ([name, { bounds }]) => [name, new Histogram(cells, FIRST[name], bounds)] as const,
    );
    this.histograms = Object.fromEntries(made) as Record<VllmHistogramName, Histogram>;
  }

  get cutOff(): number {
    return this.cells[CUT_OFF] as number;
  }

  count(answer: VllmAnswer): void {
    const { histograms } = this;
    const { queuedMs, prefillMs, decodeMs, gaps } = answer;
    if (answer.isCutOff) this.cells[CUT_OFF] = this.cutOff + 1;
    histograms.promptTokens.observe(answer.promptTokens);
    histograms.generationTokens.observe(answer.generationTokens);
    histograms.queue.observe(queuedMs / MS_PER_SECOND);
    histograms.prefill.observe(prefillMs / MS_PER_SECOND);
    histograms.decode.observe(decodeMs / MS_PER_SECOND);
    histograms.inference.observe((prefillMs + decodeMs) / MS_PER_SECOND);
    histograms.latency.observe((queuedMs + prefillMs + decodeMs) / MS_PER_SECOND);
    if (gaps === 0) return;
    const gapSeconds = decodeMs / gaps / MS_PER_SECOND;
    histograms.tokenTime.observe(gapSeconds, gaps);
    histograms.requestTokenTime.observe(gapSeconds);
  }
}

/** All blocks, by the number of their row. */
export class VllmBlocks {
  readonly #blocks: (VllmFigures | undefined)[] = [];

  /** `cells` are VLLM_CELLS. */
  constructor(private readonly cells: Float64Array) {}

  of(row: number): VllmFigures {
    this.#blocks[row] ??= new VllmFigures(this.cells.subarray(row * BLOCK_CELLS, (row + 1) * BLOCK_CELLS));
    return this.#blocks[row] as VllmFigures;
  }
}
