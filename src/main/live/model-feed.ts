/**
 * What the live page is told of the rows of the models file: counts, rates and quantiles, once a second. Main thread. Written only
 * where somebody wants it; what rates are worked out from is kept always, so that whoever comes late sees them at once.
 */
import type { ModelFigures } from '../../shared/figures/model-cells.js';
import { OUTCOMES, type Outcome } from '../../shared/figures/models.js';
import { Quantiles } from '../../shared/figures/quantiles.js';
import { type RecentTimes, TURN_EVERY_MS } from '../../shared/figures/recent-times.js';
import type { LiveModels, ModelColumn, ModelTime } from '../../shared/live-protocol.js';
import { LIVE_INTERVAL_MS, MODEL_COLUMNS, MODEL_TIMES } from '../../shared/live-protocol.js';
import type { CountedRow } from '../reading/counted-rows.js';

const MS_PER_SECOND = 1_000;
/** Rates are those of the last ten seconds. */
const RATE_TICKS = 10;
const TICKS_PER_TURN = TURN_EVERY_MS / LIVE_INTERVAL_MS;
/** Microseconds are told. */
const PRECISION = 1e6;

export interface ModelFeedOptions {
  /** The rows that are told apart; there may be more from time to time, behind the others. */
  readonly rows: { readonly told: Iterable<Pick<CountedRow, 'name' | 'figures' | 'recent'>> };
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
}

/** What had been counted of each row at a moment, in the order of the rows. */
interface Past {
  readonly atMs: number;
  readonly counts: readonly Counts[];
}

type Cells = Readonly<Record<ModelColumn, number>>;
type Counts = ReturnType<typeof countsOf>;
type TimeCells = Pick<Cells, Extract<ModelColumn, `${ModelTime}${string}`>>;

export class ModelFeed {
  readonly #past: Past[] = [];
  readonly #scratch = new Quantiles();
  #ticks = 0;
  /** What was said last, until a second has passed: many may ask within one. */
  #message: string | null = null;

  constructor(private readonly options: ModelFeedOptions) {
    this.#keep();
  }

  /** A second has passed. */
  tick(): void {
    this.#keep();
    this.#message = null;
    this.#ticks++;
    if (this.#ticks % TICKS_PER_TURN !== 0) return;
    for (const { recent } of this.options.rows.told) recent?.turn();
  }

  #keep(): void {
    const { rows, now } = this.options;
    if (this.#past.length > RATE_TICKS) this.#past.shift();
    this.#past.push({ atMs: now(), counts: [...rows.told].map(({ figures }) => countsOf(figures)) });
  }

  /** LiveModels as JSON. */
  message(): string {
    this.#message ??= this.#write();
    return this.#message;
  }

  #write(): string {
    const nowMs = this.options.now();
    const past = this.#past[0] as Past;
    const models: [string, ...(number | null)[]][] = [];
    for (const [at, { name, figures, recent }] of [...this.options.rows.told].entries()) {
      const counts = countsOf(figures);
      if (counts.requests + counts.active === 0) continue;
      const rates = ratesOf(counts, past.counts[at], (nowMs - past.atMs) / MS_PER_SECOND);
      const times = recent === null ? {} : timesOf(recent, this.#scratch);
      const cells: Partial<Cells> = { ...counts, ...rates, ...times };
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
function ratesOf(counts: Counts, before: Counts | undefined, seconds: number) {
  const rate = (count: 'requests' | 'completionTokens'): number =>
    seconds > 0 ? (counts[count] - (before?.[count] ?? 0)) / seconds : Number.NaN;
  return { requestsPerSecond: rate('requests'), completionTokensPerSecond: rate('completionTokens') };
}

function timesOf(recent: RecentTimes, scratch: Quantiles): Partial<TimeCells> {
  const cells: Partial<Record<keyof TimeCells, number>> = {};
  for (const time of MODEL_TIMES) {
    const planned = recent[time].planned.read(scratch);
    const actual = recent[time].actual.read(scratch);
    cells[`${time}P50Seconds`] = toSeconds(actual.p50);
    cells[`${time}P99Seconds`] = toSeconds(actual.p99);
    cells[`${time}PlannedP50Seconds`] = toSeconds(planned.p50);
    cells[`${time}PlannedP99Seconds`] = toSeconds(planned.p99);
  }
  return cells;
}

function toSeconds(ms: number | null): number {
  return ms === null ? Number.NaN : ms / MS_PER_SECOND;
}

function told(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? Math.round(value * PRECISION) / PRECISION : null;
}
