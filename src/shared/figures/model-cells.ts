/**
 * The figures by row of the models file: a block of cells for each row that is told apart, behind the cells of the state. The
 * main thread counts, every thread may read. Hot path: a count is one store at a place that was fixed when this module was
 * loaded; a block allocates nothing but its views, when it is first asked for.
 *
 * The first block is that of OTHER_MODELS. Which row a block belongs to is not told here, for names do not lie in cells.
 */
import { type Labels, seriesOf } from './figure.js';
import { Histogram } from './histogram.js';
import { MODEL_FIGURE_ROWS, MODEL_ROWS_MAX, type ModelFigureName, OUTCOMES, type Outcome } from './models.js';

/** Blocks in all. */
const MODEL_BLOCKS = 1 + MODEL_ROWS_MAX;

/** The labels of each figure beside the row, in the order of their cells. */
export const SERIES_OF_ROW = {} as Record<ModelFigureName, readonly Labels[]>;
const FIRST = {} as Record<ModelFigureName, number>;

let end = 0;
for (const [name, row] of MODEL_FIGURE_ROWS) {
  const { model: _, ...labels } = row.labels ?? {};
  SERIES_OF_ROW[name] = seriesOf({ ...row, labels });
  FIRST[name] = end;
  end += SERIES_OF_ROW[name].length * (row.bounds === undefined ? 1 : Histogram.cellsFor(row.bounds));
}
const BLOCK_CELLS = end;
export const MODEL_CELLS = MODEL_BLOCKS * BLOCK_CELLS;

/** What is counted of one row. */
export class ModelFigures {
  readonly firstToken: Histogram;
  readonly plannedFirstToken: Histogram;
  readonly answer: Histogram;
  readonly plannedAnswer: Histogram;
  readonly tokenTime: Histogram;
  readonly plannedTokenTime: Histogram;

  /** `cells` are those of one block. */
  constructor(private readonly cells: Float64Array) {
    this.firstToken = this.histogramOf('modelFirstToken');
    this.plannedFirstToken = this.histogramOf('modelPlannedFirstToken');
    this.answer = this.histogramOf('modelAnswer');
    this.plannedAnswer = this.histogramOf('modelPlannedAnswer');
    this.tokenTime = this.histogramOf('modelTokenTime');
    this.plannedTokenTime = this.histogramOf('modelPlannedTokenTime');
  }

  /** Of a figure that is one. */
  histogramOf(name: ModelFigureName): Histogram {
    const [, row] = MODEL_FIGURE_ROWS.find(([one]) => one === name) ?? [];
    return new Histogram(this.cells, FIRST[name], row?.bounds ?? []);
  }

  /** Of a figure that is a number: one for each of its series. */
  valueOf(name: ModelFigureName, series = 0): number {
    return this.cells[FIRST[name] + series] as number;
  }

  /** Whether anybody has asked for it. */
  get isUsed(): boolean {
    const ended = OUTCOMES.some((_, series) => this.valueOf('modelRequests', series) > 0);
    return ended || this.valueOf('modelActive') > 0;
  }

  count(outcome: Outcome): void {
    this.#add(FIRST.modelRequests + OUTCOMES.indexOf(outcome), 1);
  }

  countTokens(prompt: number, completion: number): void {
    this.#add(FIRST.modelTokens, prompt);
    this.#add(FIRST.modelTokens + 1, completion);
  }

  /** A request waits for its answer, or gets it. */
  enter(): void {
    this.#add(FIRST.modelActive, 1);
  }

  leave(): void {
    this.#add(FIRST.modelActive, -1);
  }

  #add(cell: number, amount: number): void {
    this.cells[cell] = (this.cells[cell] as number) + amount;
  }
}

/** All blocks, by the number of their row. */
export class ModelBlocks {
  readonly #blocks: (ModelFigures | undefined)[] = [];

  /** `cells` are MODEL_CELLS. */
  constructor(private readonly cells: Float64Array) {}

  /** 0 is OTHER_MODELS. Throws where there is no such block. */
  of(row: number): ModelFigures {
    this.#blocks[row] ??= this.#open(row);
    return this.#blocks[row] as ModelFigures;
  }

  /** Nobody is waiting any more. */
  forgetActive(): void {
    for (let block = 0; block < MODEL_BLOCKS; block++)
      this.cells[block * BLOCK_CELLS + FIRST.modelActive] = 0;
  }

  #open(row: number): ModelFigures {
    const cells = this.cells.subarray(row * BLOCK_CELLS, (row + 1) * BLOCK_CELLS);
    if (cells.length < BLOCK_CELLS) throw new RangeError(`there is no block of row ${row}`);
    return new ModelFigures(cells);
  }
}
