/**
 * Owns under which row of the models file a request is counted: which rows have figures of their own, and which count as
 * OTHER_MODELS. Main thread.
 *
 * A row that got its figures keeps them for as long as the server runs, also when a reload takes it out of the file: counters
 * never go down, requests that are in flight end where they began, and a row that comes back goes on. So there are never more
 * than MODEL_ROWS_MAX of them, whatever reloads bring, and no client can add one.
 */
import type { ModelFigures } from '../../shared/figures/model-cells.js';
import { MODEL_ROWS_MAX, OTHER_MODELS } from '../../shared/figures/models.js';
import { RecentTimes } from '../../shared/figures/recent-times.js';
import type { VllmFigures } from '../../shared/figures/vllm-cells.js';
import type { SharedState } from '../../shared/state.js';

const MS_PER_SECOND = 1_000;

/** Where a request is counted; requests carry it. Hot path: durations are in milliseconds. */
export class CountedRow {
  constructor(
    /** Of the row of the models file, or OTHER_MODELS. */
    readonly name: string,
    /** Those of OTHER_MODELS where the row has none of its own. */
    readonly figures: ModelFigures,
    /** The same for what the live page shows; null where there is none. */
    readonly recent: RecentTimes | null,
    /** What is counted under vLLM's names; null without VLLM_METRICS. */
    readonly vllm: VllmFigures | null = null,
  ) {}

  /** A stream has begun. */
  observeFirstToken(plannedMs: number, ms: number): void {
    this.figures.plannedFirstToken.observe(plannedMs / MS_PER_SECOND);
    this.figures.firstToken.observe(ms / MS_PER_SECOND);
    this.recent?.firstToken.add(plannedMs, ms);
    this.vllm?.histograms.firstToken.observe(ms / MS_PER_SECOND);
  }

  /** An answer is whole. */
  observeAnswer(plannedMs: number, ms: number): void {
    this.figures.plannedAnswer.observe(plannedMs / MS_PER_SECOND);
    this.figures.answer.observe(ms / MS_PER_SECOND);
    this.recent?.answer.add(plannedMs, ms);
  }

  /** A stream of several tokens is whole: from one to the next, on the average. */
  observeTokenTime(plannedMs: number, ms: number): void {
    this.figures.plannedTokenTime.observe(plannedMs / MS_PER_SECOND);
    this.figures.tokenTime.observe(ms / MS_PER_SECOND);
    this.recent?.tokenTime.add(plannedMs, ms);
  }
}

export class CountedRows {
  readonly #blocks: SharedState['models'];
  readonly #vllm: SharedState['vllm'] | null;
  readonly #other: CountedRow;
  /** By name: those that have figures of their own, and in the order of their blocks. */
  readonly #told: Map<string, CountedRow>;
  /** The other rows of the file, which is bounded. */
  #untold: ReadonlyMap<string, CountedRow> = new Map();

  /** `keepsRecent`: for a live page; `countsVllm`: for VLLM_METRICS. */
  constructor(
    state: Pick<SharedState, 'models' | 'vllm'>,
    private readonly keepsRecent: boolean,
    countsVllm = false,
  ) {
    this.#blocks = state.models;
    this.#vllm = countsVllm ? state.vllm : null;
    this.#other = this.#create(OTHER_MODELS, 0);
    this.#told = new Map([[OTHER_MODELS, this.#other]]);
  }

  #create(name: string, block: number): CountedRow {
    const recent = this.keepsRecent ? new RecentTimes() : null;
    return new CountedRow(name, this.#blocks.of(block), recent, this.#vllm?.of(block) ?? null);
  }

  /** These are the rows of the file from now on. Gives back how many of them count as OTHER_MODELS. */
  take(rows: readonly { readonly name: string }[]): number {
    const untold = new Map<string, CountedRow>();
    for (const { name } of rows) {
      if (this.#told.has(name)) continue;
      if (this.#told.size <= MODEL_ROWS_MAX) {
        this.#told.set(name, this.#create(name, this.#told.size));
      } else {
        const { figures, recent, vllm } = this.#other;
        untold.set(name, new CountedRow(name, figures, recent, vllm));
      }
    }
    this.#untold = untold;
    return untold.size;
  }

  /** By the name of a row; null is none. */
  of(row: string | null): CountedRow {
    if (row === null) return this.#other;
    return this.#told.get(row) ?? this.#untold.get(row) ?? this.#other;
  }

  /** Those that have figures of their own, in the order of their blocks. */
  get names(): readonly string[] {
    return [...this.#told.keys()];
  }

  /** The same as a list. */
  get told(): Iterable<CountedRow> {
    return this.#told.values();
  }
}

/** What the operator should know of rows that are not told apart, in a sentence; null where all are. */
export function rowsWarning(untold: number): string | null {
  if (untold === 0) return null;
  const rows = untold === 1 ? '1 row of the models file counts' : `${untold} rows of the models file count`;
  return `${rows} as "${OTHER_MODELS}" in /metrics and on the live page, which tell ${MODEL_ROWS_MAX} rows apart at the most`;
}
