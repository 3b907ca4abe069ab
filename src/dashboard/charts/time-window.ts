/**
 * Owns which time the charts show: the last one, five or ten minutes, or a part of them that somebody has zoomed into. Browser,
 * pure. A part stays where it is while time goes on, until it has left what is known.
 */
import { SPAN_MS } from '../data/history.js';
import { spanOf } from './chart-scale.js';

export const WINDOWS = ['1', '5', '10'] as const;
/** Minutes. */
export type Window = (typeof WINDOWS)[number];

export interface Range {
  readonly fromMs: number;
  readonly toMs: number;
}

const MS_PER_MINUTE = 60_000;
/** A part is at least so long: a second is a point, and some points make a line. */
const PART_MS_MIN = 5_000;
const FACTOR = 2;

export class TimeWindow {
  #chosen: Window = '10';
  #part: Range | null = null;
  /** How long all of it is. */
  #spanMs = SPAN_MS;

  /** `changed` is told when something else is to be shown. */
  constructor(private readonly changed: () => void) {}

  get chosen(): Window {
    return this.#chosen;
  }

  /** Whether a part is shown. */
  get isZoomed(): boolean {
    return this.#part !== null;
  }

  /** Shows the last minutes again. */
  choose(window: Window): void {
    this.#chosen = window;
    this.#part = null;
    this.changed();
  }

  /** Shows a part, as somebody has drawn it in either direction. */
  zoom(oneMs: number, otherMs: number): void {
    const [fromMs, toMs] = [Math.min(oneMs, otherMs), Math.max(oneMs, otherMs)];
    const missingMs = Math.max(0, PART_MS_MIN - (toMs - fromMs));
    this.#part = { fromMs: fromMs - missingMs / 2, toMs: toMs + missingMs / 2 };
    this.changed();
  }

  /** Shows all of the last minutes again; says whether a part was shown. */
  reset(): boolean {
    if (this.#part === null) return false;
    this.#part = null;
    this.changed();
    return true;
  }

  /** Half as much around a moment, or twice as much; what comes to all is no part. */
  step(range: Range, atMs: number, isCloser: boolean): void {
    const spanMs = range.toMs - range.fromMs;
    const nextMs = isCloser ? Math.max(PART_MS_MIN, spanMs / FACTOR) : spanMs * FACTOR;
    if (nextMs >= this.#spanMs) {
      this.reset();
      return;
    }
    // The moment stays where it is on the screen.
    const share = (atMs - range.fromMs) / spanMs;
    this.zoom(atMs - share * nextMs, atMs + (1 - share) * nextMs);
  }

  /** From when to when to show, with the oldest moment that is known, and the newest. */
  rangeFor(oldestMs: number, newestMs: number): Range {
    // A server that has just started would fill a corner of ten minutes.
    this.#spanMs = Math.min(Number(this.#chosen) * MS_PER_MINUTE, spanOf(newestMs - oldestMs));
    if (this.#part !== null && this.#part.toMs > Math.max(oldestMs, newestMs - SPAN_MS)) return this.#part;
    this.#part = null;
    return { fromMs: newestMs - this.#spanMs, toMs: newestMs };
  }
}
