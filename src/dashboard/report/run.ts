/**
 * Owns what is known of one run: from the first request after quiet to the last second in which anything was going on. Browser,
 * pure. Rows hold quantiles of their second alone, so those of a run are estimates: see docs/live-page.md.
 */
import { REJECTION_REASONS, STATUSES } from '../../shared/labels.js';
import { type LiveColumn, reasonColumn, statusColumn } from '../../shared/live-protocol.js';
import type { Sample } from '../data/history.js';
import type { VerdictKind } from '../judge/judge.js';
import { gradeOf, latenessOf } from '../judge/punctuality.js';
import { SECONDS, type Second, secondOf } from '../judge/second.js';
import { WeightedQuantile } from './weighted-quantile.js';

const MS_PER_SECOND = 1_000;
/** So many bad seconds are a hiccup: any machine has one. */
const HICCUPS = 1;
/** Of all seconds in which something was going on. */
const BAD_SHARE = 0.01;

const ANSWERS = [statusColumn(200)];
const REPLIES = STATUSES.map(statusColumn);
const REFUSALS = REJECTION_REASONS.map(reasonColumn);
/** Clients that left, or that were cut off: they have no reply. */
const LOST = ['disconnects', 'stalledStreams'] as const;

interface Pair {
  readonly p50: number;
  readonly p99: number;
}

export interface Run {
  readonly startedAtMs: number;
  /** End of the last second in which anything was going on. */
  readonly endedAtMs: number;
  readonly isOver: boolean;
  readonly requests: number;
  readonly answered: number;
  readonly refused: number;
  /** Other replies than 200 that were no refusals, and requests that were lost. */
  readonly failures: number;
  /** What went wrong on purpose; some of it has a reply and some has none. */
  readonly faults: number;
  readonly tokens: number;
  readonly peakInFlight: number;
  readonly requestsPerSecond: number;
  readonly answersPerSecond: number;
  readonly tokensPerSecond: number;
  /** Seconds. */
  readonly firstToken: Pair;
  readonly answer: Pair;
  readonly latenessP99: number;
  readonly seconds: Readonly<Record<Second, number>>;
  readonly verdict: VerdictKind;
}

export class RunFigures {
  readonly #firstTokenP50 = new WeightedQuantile();
  readonly #firstTokenP99 = new WeightedQuantile();
  readonly #answerP50 = new WeightedQuantile();
  readonly #answerP99 = new WeightedQuantile();
  readonly #lateness = new WeightedQuantile();
  readonly #seconds = Object.fromEntries(SECONDS.map((second) => [second, 0])) as Record<Second, number>;
  #last: Sample;
  #peak = 0;
  #strained = 0;
  #late = 0;

  /** `base` is the row before the first of the run: its counters count from there. */
  constructor(
    private readonly base: Sample,
    private readonly startedAtMs: number,
  ) {
    this.#last = base;
  }

  get lastAtMs(): number {
    return this.#last.row.atMs;
  }

  /** Takes a second of the run, with the row before it. */
  add(sample: Sample, before: Sample | undefined): void {
    const { row } = sample;
    const answers = before === undefined ? 0 : grown(before, sample, ANSWERS);
    const second = secondOf(sample, before);
    this.#last = sample;
    this.#seconds[second]++;
    this.#peak = Math.max(this.#peak, row.active);
    this.#firstTokenP50.add(row.firstTokenP50Seconds, 1);
    this.#firstTokenP99.add(row.firstTokenP99Seconds, 1);
    this.#answerP50.add(row.answerP50Seconds, answers);
    this.#answerP99.add(row.answerP99Seconds, answers);
    this.#lateness.add(latenessOf(row), Math.max(1, answers));
    if (second !== 'slow') return;
    const grade = gradeOf({ latenessSeconds: latenessOf(row), lagSeconds: row.eventLoopLagSeconds });
    if (grade === 'late') this.#late++;
    else this.#strained++;
  }

  read(isOver: boolean): Run {
    const { base, startedAtMs } = this;
    const count = (columns: readonly LiveColumn[]): number => grown(base, this.#last, columns);
    const seconds = Math.max(1, (this.lastAtMs - startedAtMs) / MS_PER_SECOND);
    const [answered, refused, replies, lost] = [ANSWERS, REFUSALS, REPLIES, LOST].map(count) as [
      number,
      number,
      number,
      number,
    ];
    const tokens = count(['completionTokens']);
    return {
      startedAtMs,
      endedAtMs: this.lastAtMs,
      isOver,
      requests: replies + lost,
      answered,
      refused,
      failures: Math.max(0, replies - answered - refused) + lost,
      faults: count(['injectedFaults']),
      tokens,
      peakInFlight: this.#peak,
      requestsPerSecond: (replies + lost) / seconds,
      answersPerSecond: answered / seconds,
      tokensPerSecond: tokens / seconds,
      firstToken: { p50: this.#firstTokenP50.quantile(0.5), p99: this.#firstTokenP99.quantile(0.99) },
      answer: { p50: this.#answerP50.quantile(0.5), p99: this.#answerP99.quantile(0.99) },
      latenessP99: this.#lateness.quantile(0.99),
      seconds: { ...this.#seconds },
      verdict: this.#verdict(answered, refused, count([reasonColumn('capacity')])),
    };
  }

  #verdict(answered: number, refused: number, full: number): VerdictKind {
    const busy = SECONDS.filter((second) => second !== 'quiet' && second !== 'gone');
    const all = busy.reduce((sum, second) => sum + this.#seconds[second], 0);
    const counts = (bad: number): boolean => bad > HICCUPS && bad > BAD_SHARE * all;
    if (counts(this.#late)) return 'late';
    if (counts(this.#late + this.#strained)) return 'strained';
    if (answered === 0 && Number.isNaN(this.#lateness.quantile(0.99)))
      return refused > 0 ? 'refusing' : 'waiting';
    return full > 0 ? 'full' : 'onTime';
  }
}

/** How much counters grew from one row to another of the same server. */
function grown(base: Sample, last: Sample, columns: readonly LiveColumn[]): number {
  return columns.reduce((sum, column) => sum + (Math.max(0, last.row[column] - base.row[column]) || 0), 0);
}
