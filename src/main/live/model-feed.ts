/**
 * What the live page is told of the rows of the models file: counts, rates and quantiles, once a second. Main thread. Written only
 * where somebody wants it; what they are compared with is kept always, so that whoever comes late sees it at once.
 */
import type { Histogram } from '../../shared/figures/histogram.js';
import type { ModelBlocks, ModelFigures } from '../../shared/figures/model-cells.js';
import { OUTCOMES, type Outcome } from '../../shared/figures/models.js';
import type { LiveModels, ModelColumn, ModelTime } from '../../shared/live-protocol.js';
import { MODEL_COLUMNS, MODEL_TIMES } from '../../shared/live-protocol.js';
import { ModelWindow, type PastBlocks } from './model-window.js';
import { quantileOf } from './recent-quantiles.js';

const MS_PER_SECOND = 1_000;
/** Rates: the last ten seconds. */
const RATE_COPIES = 10;
/** Quantiles: the last minute. */
const TIME_COPIES = 6;
const TICKS_PER_TIME_COPY = 10;
/** Of seconds: microseconds are told. */
const PRECISION = 1e6;

export interface ModelFeedOptions {
  readonly blocks: ModelBlocks;
  /** The rows that are told apart, in the order of their blocks. */
  readonly rows: { readonly names: readonly string[] };
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
}

type Cells = Readonly<Record<ModelColumn, number>>;

export class ModelFeed {
  readonly #rates = new ModelWindow(RATE_COPIES, 1);
  readonly #times = new ModelWindow(TIME_COPIES, TICKS_PER_TIME_COPY);

  constructor(private readonly options: ModelFeedOptions) {
    this.tick();
  }

  /** A second has passed. */
  tick(): void {
    const { blocks, rows, now } = this.options;
    const atMs = now();
    for (const window of [this.#rates, this.#times]) window.tick(blocks, rows.names.length, atMs);
  }

  /** LiveModels as JSON. */
  message(): string {
    const { blocks, rows, now } = this.options;
    const nowMs = now();
    const models: [string, ...(number | null)[]][] = [];
    for (const [at, name] of rows.names.entries()) {
      const figures = blocks.of(at);
      const rates = ratesOf(figures, at, this.#rates.oldest, nowMs);
      const cells: Cells = { ...countsOf(figures), ...rates, ...timesOf(figures, at, this.#times.oldest) };
      if (cells.requests + cells.active === 0) continue;
      models.push([name, ...MODEL_COLUMNS.map((column) => told(cells[column]))]);
    }
    const message: LiveModels = { models };
    return JSON.stringify(message);
  }
}

function countsOf(figures: ModelFigures) {
  const ended = (outcome: Outcome): number => figures.valueOf('modelRequests', OUTCOMES.indexOf(outcome));
  const [answered, refused, aborted] = [ended('answered'), ended('refused'), ended('aborted')];
  return {
    requests: answered + refused + aborted,
    answered,
    refused,
    aborted,
    active: figures.valueOf('modelActive'),
    promptTokens: figures.valueOf('modelTokens', 0),
    completionTokens: figures.valueOf('modelTokens', 1),
  };
}

/** A row that was not there then had nothing. */
function pastOf(at: number, past: PastBlocks | null): ModelFigures | null {
  return past !== null && at < past.blocks.rows ? past.blocks.of(at) : null;
}

function ratesOf(figures: ModelFigures, at: number, past: PastBlocks | null, nowMs: number) {
  const before = pastOf(at, past);
  const seconds = past === null ? 0 : (nowMs - past.atMs) / MS_PER_SECOND;
  const grown = (count: (of: ModelFigures) => number): number =>
    seconds > 0 ? (count(figures) - (before === null ? 0 : count(before))) / seconds : Number.NaN;
  return {
    requestsPerSecond: grown((of) => countsOf(of).requests),
    completionTokensPerSecond: grown((of) => of.valueOf('modelTokens', 1)),
  };
}

type TimeCells = Pick<Cells, Extract<ModelColumn, `${ModelTime}${string}`>>;

function timesOf(figures: ModelFigures, at: number, past: PastBlocks | null): TimeCells {
  const before = pastOf(at, past);
  const cells: Partial<Record<ModelColumn, number>> = {};
  for (const time of MODEL_TIMES) {
    const planned = plannedOf(time);
    const actual = countsSince(figures[time], before?.[time]);
    const hoped = countsSince(figures[planned], before?.[planned]);
    const { bounds } = figures[time];
    cells[`${time}P50Seconds`] = quantileOf(bounds, actual, 0.5);
    cells[`${time}P99Seconds`] = quantileOf(bounds, actual, 0.99);
    cells[`${time}PlannedP50Seconds`] = quantileOf(bounds, hoped, 0.5);
    cells[`${time}PlannedP99Seconds`] = quantileOf(bounds, hoped, 0.99);
  }
  return cells as TimeCells;
}

function plannedOf(time: ModelTime) {
  switch (time) {
    case 'firstToken':
      return 'plannedFirstToken';
    case 'answer':
      return 'plannedAnswer';
    case 'tokenTime':
      return 'plannedTokenTime';
  }
}

function countsSince(histogram: Histogram, before: Histogram | undefined): readonly number[] {
  const counts = histogram.counts();
  if (before === undefined) return counts;
  const then = before.counts();
  return counts.map((count, bucket) => count - (then[bucket] as number));
}

function told(value: number): number | null {
  return Number.isFinite(value) ? Math.round(value * PRECISION) / PRECISION : null;
}
