/**
 * Owns the judgement: is it the mock that is slow, or the system that it serves? From the rows of the last ten seconds to a
 * verdict and its figures; the words for it are in the tables of texts. Browser, pure.
 */
import { REJECTION_REASONS, STATUSES } from '../labels.js';
import { type LiveColumn, reasonColumn, statusColumn } from '../live-protocol.js';
import { GAP_MS, type Sample } from './history.js';
import { growth } from './rates.js';

const WINDOW_MS = 10_000;

/** What the mock adds to an answer: above these it can be felt, or falsifies what is measured. */
export const STRAINED_LATENESS_SECONDS = 0.01;
export const LATE_LATENESS_SECONDS = 0.05;
/** How long the one thread that serves was held up. A scrape or a collection of garbage takes some milliseconds. */
export const STRAINED_LAG_SECONDS = 0.025;
export const LATE_LAG_SECONDS = 0.1;
/** As /health has it. */
export const MEMORY_FULL_RATIO = 0.95;
/** One thread serves, so it is at its end when the process uses about one core, however many there are. */
const PROCESSOR_FULL_CORES = 0.9;

export type VerdictKind =
  | 'idle'
  | 'refusing'
  | 'waiting'
  | 'onTime'
  | 'full'
  | 'strained'
  | 'late'
  | 'memory'
  | 'draining';

export interface Judgement {
  readonly kind: VerdictKind;
  /** Whether requests were turned away because every slot was taken. Goes together with every kind. */
  readonly isFull: boolean;
  readonly processor: 'full' | 'free' | 'unknown';
  /** Of what it is known how late it was. */
  readonly observed: 'nothing' | 'answers' | 'tokens' | 'both';
  /** The p99 of the worst second; NaN where nothing was observed. */
  readonly latenessSeconds: number;
  readonly lagSeconds: number;
  readonly cpuCoresUsed: number;
  readonly answeredPerSecond: number;
  readonly refusedPerSecond: number;
  readonly capacityPerSecond: number;
}

const ANSWERS = [statusColumn(200)];
const REPLIES = STATUSES.map(statusColumn);
const REFUSALS = REJECTION_REASONS.map(reasonColumn);

/** Judges the server of the last row; null as long as there is none. */
export function judge(samples: readonly Sample[]): Judgement | null {
  const last = samples.at(-1);
  if (last === undefined) return null;
  const { recent, base } = recentOf(samples, last);
  const grown = (columns: readonly LiveColumn[]): number =>
    columns.reduce((sum, column) => sum + (growth(base, last, column) || 0), 0);
  const answers = worst(recent, 'replyLatenessP99Seconds');
  const tokens = worst(recent, 'tokenLatenessP99Seconds');
  const figures = {
    observed: observedIn(answers, tokens),
    latenessSeconds: larger(answers, tokens),
    lagSeconds: worst(recent, 'eventLoopLagSeconds'),
    cpuCoresUsed: growth(base, last, 'cpuSeconds'),
    answeredPerSecond: grown(ANSWERS),
    refusedPerSecond: grown(REFUSALS),
    capacityPerSecond: grown([reasonColumn('capacity')]),
  } as const;
  const isFull = figures.capacityPerSecond > 0;
  const isBusy = recent.some(({ row }) => row.active > 0) || figures.observed !== 'nothing';
  const kind = kindOf(last, figures, isFull, isBusy, grown(REPLIES) > 0);
  return { kind, isFull, processor: processorOf(figures.cpuCoresUsed), ...figures };
}

function kindOf(
  { row }: Sample,
  {
    latenessSeconds,
    lagSeconds,
    observed,
    answeredPerSecond,
  }: Omit<Judgement, 'kind' | 'isFull' | 'processor'>,
  isFull: boolean,
  isBusy: boolean,
  hasReplied: boolean,
): VerdictKind {
  if (row.draining > 0) return 'draining';
  if (row.memoryUsedBytes > MEMORY_FULL_RATIO * row.memoryTotalBytes) return 'memory';
  if (!isBusy && answeredPerSecond === 0) return hasReplied ? 'refusing' : 'idle';
  if (latenessSeconds > LATE_LATENESS_SECONDS || lagSeconds > LATE_LAG_SECONDS) return 'late';
  if (latenessSeconds > STRAINED_LATENESS_SECONDS || lagSeconds > STRAINED_LAG_SECONDS) return 'strained';
  if (isFull) return 'full';
  if (observed !== 'nothing') return 'onTime';
  return row.active > 0 ? 'waiting' : 'idle';
}

/** The rows of the window, and the one before it, from which its counters grew. */
function recentOf(samples: readonly Sample[], last: Sample): { recent: readonly Sample[]; base: Sample } {
  const fromMs = last.row.atMs - WINDOW_MS;
  const same = samples.filter(
    ({ startedAtMs, row }) => startedAtMs === last.startedAtMs && row.atMs > fromMs - GAP_MS,
  );
  const recent = same.filter(({ row }) => row.atMs > fromMs);
  return { recent, base: same[same.length - recent.length - 1] ?? recent[0] ?? last };
}

/** The highest figure of a column; NaN where there is none. */
function worst(samples: readonly Sample[], column: LiveColumn): number {
  return samples.reduce((most, { row }) => larger(most, row[column]), Number.NaN);
}

function larger(one: number, other: number): number {
  if (Number.isNaN(one)) return other;
  return Number.isNaN(other) ? one : Math.max(one, other);
}

function observedIn(answers: number, tokens: number): Judgement['observed'] {
  if (Number.isNaN(answers)) return Number.isNaN(tokens) ? 'nothing' : 'tokens';
  return Number.isNaN(tokens) ? 'answers' : 'both';
}

function processorOf(cpuCoresUsed: number): Judgement['processor'] {
  if (Number.isNaN(cpuCoresUsed)) return 'unknown';
  return cpuCoresUsed > PROCESSOR_FULL_CORES ? 'full' : 'free';
}
