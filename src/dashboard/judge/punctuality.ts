/**
 * Owns how punctual the mock was in the last seconds: how late, how long held up, and in how many of them. Browser, pure.
 *
 * One bad second of ten is a hiccup, and told as one: any machine has them. Two of them count, or one that is far beyond
 * the limits.
 */
import type { Row } from '../data/row-decoder.js';

/** What the mock adds to an answer: above these it can be felt, or falsifies what is measured. */
export const STRAINED_LATENESS_SECONDS = 0.01;
export const LATE_LATENESS_SECONDS = 0.05;
/** How long the one thread that serves was held up. A scrape or a collection of garbage takes some milliseconds. */
export const STRAINED_LAG_SECONDS = 0.025;
export const LATE_LAG_SECONDS = 0.1;
/** So many times later than late, one second is enough. */
const ALONE_FACTOR = 10;

const GRADES = ['well', 'strained', 'late'] as const;
type Grade = (typeof GRADES)[number];

interface Figures {
  /** As `latenessOf`; NaN where nothing was observed. */
  readonly latenessSeconds: number;
  readonly lagSeconds: number;
}

export interface Punctuality extends Figures {
  readonly grade: Grade;
  /** Of which of the seconds the figures are the border: all, all but one, at least two, or one. */
  readonly seconds: 'each' | 'most' | 'often' | 'once';
  /** The worst second, where it alone was worse than the grade says. */
  readonly hiccup: Figures | null;
  /** Of what it is known how late it was. */
  readonly observed: 'nothing' | 'answers' | 'tokens' | 'both';
}

export function punctualityOf(rows: readonly Row[]): Punctuality {
  const latenesses = descending(rows.map(latenessOf));
  const lags = descending(rows.map((row) => row.eventLoopLagSeconds));
  const worst = { latenessSeconds: latenesses[0] ?? Number.NaN, lagSeconds: lags[0] ?? Number.NaN };
  // Where there was one second only, that is the one to judge by.
  const second = {
    latenessSeconds: latenesses[1] ?? worst.latenessSeconds,
    lagSeconds: lags[1] ?? worst.lagSeconds,
  };
  const observed = observedIn(rows);
  if (gradeOf(worst) === 'well') return { ...worst, grade: 'well', seconds: 'each', hiccup: null, observed };
  if (isFarTooLate(worst)) return { ...worst, grade: 'late', seconds: 'once', hiccup: null, observed };
  const grade = gradeOf(second);
  const hiccup = gradeOf(worst) === grade ? null : worst;
  return { ...second, grade, seconds: grade === 'well' ? 'most' : 'often', hiccup, observed };
}

/** How bad a second with these figures is by itself. */
export function gradeOf({ latenessSeconds, lagSeconds }: Figures): Grade {
  if (latenessSeconds > LATE_LATENESS_SECONDS || lagSeconds > LATE_LAG_SECONDS) return 'late';
  if (latenessSeconds > STRAINED_LATENESS_SECONDS || lagSeconds > STRAINED_LAG_SECONDS) return 'strained';
  return 'well';
}

function isFarTooLate({ latenessSeconds, lagSeconds }: Figures): boolean {
  return (
    latenessSeconds > ALONE_FACTOR * LATE_LATENESS_SECONDS || lagSeconds > ALONE_FACTOR * LATE_LAG_SECONDS
  );
}

/**
 * What the mock added in the second of a row at the most: how late the p99 of answers or tokens was, whichever was later, and how
 * long the p99 of requests may have lain unread before. NaN where nothing was due, and nothing came.
 */
export function latenessOf(row: Row): number {
  const dueSeconds = larger(row.replyLatenessP99Seconds, row.tokenLatenessP99Seconds);
  if (Number.isNaN(dueSeconds)) return row.unreadP99Seconds;
  return Number.isNaN(row.unreadP99Seconds) ? dueSeconds : dueSeconds + row.unreadP99Seconds;
}

/** Without what is not a number, the highest first. */
function descending(values: readonly number[]): number[] {
  return values.filter((value) => !Number.isNaN(value)).sort((one, other) => other - one);
}

/** The larger of two figures, either of which may be unknown. */
function larger(one: number, other: number): number {
  if (Number.isNaN(one)) return other;
  return Number.isNaN(other) ? one : Math.max(one, other);
}

function observedIn(rows: readonly Row[]): Punctuality['observed'] {
  const answers = rows.some((row) => !Number.isNaN(row.replyLatenessP99Seconds));
  const tokens = rows.some((row) => !Number.isNaN(row.tokenLatenessP99Seconds));
  if (answers) return tokens ? 'both' : 'answers';
  return tokens ? 'tokens' : 'nothing';
}
