/**
 * Owns the judgement: is it the mock that is slow, or the system that it serves? From the rows of the last ten seconds to a
 * verdict and its figures; the words for it are in the tables of texts. Browser, pure.
 */
import { REJECTION_REASONS, STATUSES } from '../../shared/labels.js';
import { type LiveColumn, NEAR_LIMIT_RATIO, reasonColumn, statusColumn } from '../../shared/live-protocol.js';
import { GAP_MS, type Sample } from '../data/history.js';
import { growth } from '../data/rates.js';
import type { Row } from '../data/row-decoder.js';
import { type Punctuality, punctualityOf } from './punctuality.js';

const WINDOW_MS = 10_000;

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
  | 'nearMemory'
  | 'memory'
  | 'draining';

export interface Judgement extends Omit<Punctuality, 'grade'> {
  readonly kind: VerdictKind;
  /** Whether requests were turned away because every slot was taken. Goes together with every kind. */
  readonly isFull: boolean;
  /** Whether memory comes near its limit. */
  readonly isNearMemory: boolean;
  readonly processor: 'full' | 'free' | 'unknown';
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
  const { grade, ...punctuality } = punctualityOf(recent.map(({ row }) => row));
  const figures = {
    cpuCoresUsed: growth(base, last, 'cpuSeconds'),
    answeredPerSecond: grown(ANSWERS),
    refusedPerSecond: grown(REFUSALS),
    capacityPerSecond: grown([reasonColumn('capacity')]),
  } as const;
  const isFull = figures.capacityPerSecond > 0;
  const isBusy =
    punctuality.observed !== 'nothing' ||
    figures.answeredPerSecond > 0 ||
    recent.some(({ row }) => row.active > 0);
  const isNearMemory = memoryRatioOf(last.row) >= NEAR_LIMIT_RATIO;
  const idle = grown(REPLIES) > 0 ? 'refusing' : 'idle';
  const work = isBusy ? workOf(last.row, grade, isFull, punctuality) : idle;
  const isLate = work === 'late' || work === 'strained';
  const kind = troubleOf(last.row) ?? (isNearMemory && !isLate ? 'nearMemory' : work);
  return {
    kind,
    isFull,
    isNearMemory,
    processor: processorOf(figures.cpuCoresUsed),
    ...punctuality,
    ...figures,
  };
}

/** What matters more than how late anything was. */
function troubleOf(row: Row): VerdictKind | null {
  if (row.draining > 0) return 'draining';
  return memoryRatioOf(row) > MEMORY_FULL_RATIO ? 'memory' : null;
}

/** NaN while nothing is known of it. */
function memoryRatioOf({ memoryUsedBytes, memoryTotalBytes }: Row): number {
  return memoryUsedBytes / memoryTotalBytes;
}

function workOf(
  { active }: Row,
  grade: Punctuality['grade'],
  isFull: boolean,
  { observed }: Pick<Punctuality, 'observed'>,
): VerdictKind {
  if (grade !== 'well') return grade;
  if (isFull) return 'full';
  if (observed !== 'nothing') return 'onTime';
  return active > 0 ? 'waiting' : 'idle';
}

/** The rows of the window, and the one before it, from which its counters grew. */
function recentOf(samples: readonly Sample[], last: Sample): { recent: readonly Sample[]; base: Sample } {
  const fromMs = last.row.atMs - WINDOW_MS;
  // They ascend, so what is too old is before them all.
  const firstOld = samples.findLastIndex(({ row }) => row.atMs <= fromMs - GAP_MS);
  const same = samples.slice(firstOld + 1).filter(({ startedAtMs }) => startedAtMs === last.startedAtMs);
  const recent = same.filter(({ row }) => row.atMs > fromMs);
  return { recent, base: same[same.length - recent.length - 1] ?? recent[0] ?? last };
}

function processorOf(cpuCoresUsed: number): Judgement['processor'] {
  if (Number.isNaN(cpuCoresUsed)) return 'unknown';
  return cpuCoresUsed > PROCESSOR_FULL_CORES ? 'full' : 'free';
}
