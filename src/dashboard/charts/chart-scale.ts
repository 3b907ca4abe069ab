/**
 * Owns how far an axis reaches and where its ticks are. Browser, pure.
 */

import { SPAN_MS } from '../data/history.js';
import type { ChartSpec, Unit } from './chart-specs.js';

/** The bottom of every logarithmic axis: what is less late than this is on time for everybody. */
export const LOG_FLOOR_SECONDS = 0.0001;

/** What is above the highest figure, so that a line does not lie on the edge. */
const HEADROOM = 1.08;
/** A logarithmic axis shows this much of what is too late, so that there is something to stay below. */
const LATE_SHARE = 1.5;
/** A few more ticks than asked for are better than half as many. */
const ROUGHNESS = 0.8;
const STEPS = [1, 2, 5, 10];
const STEPS_BYTES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024];
const BYTES_PER_STEP = 1_024;

/** From where to where the axis of a chart goes whose highest figure is `most`; null where there is none. */
export function rangeOf(
  { isLog, atLeast, bands }: ChartSpec,
  most: number | null,
): [from: number, to: number] {
  if (!isLog) return [0, Math.max(most ?? 0, atLeast) * HEADROOM];
  const decades = Math.ceil(Math.log10(Math.max(most ?? 0, LATE_SHARE * (bands?.[1] ?? 0))) - 1e-9);
  return [LOG_FLOOR_SECONDS, 10 ** decades];
}

/** Round figures from 0 up to the end of the axis, no more than `ticksMax` steps. */
export function ticksOf(unit: Unit, to: number, ticksMax: number): number[] {
  const rough = to / Math.max(1, ticksMax);
  const [base, steps] = unit === 'bytes' ? [BYTES_PER_STEP, STEPS_BYTES] : [10, STEPS];
  const power = base ** Math.floor(Math.log(rough) / Math.log(base));
  const step = power * (steps.find((multiple) => multiple * power >= rough * ROUGHNESS) ?? base);
  // There is no half request.
  const whole = unit === 'count' ? Math.max(1, Math.ceil(step)) : step;
  return Array.from({ length: Math.floor(to / whole + 1e-9) + 1 }, (_, index) => index * whole);
}

/** The decades of a logarithmic axis. */
export function decadesOf([from, to]: readonly [number, number]): number[] {
  const first = Math.round(Math.log10(from));
  const last = Math.round(Math.log10(to));
  return Array.from({ length: last - first + 1 }, (_, index) => Number(`1e${first + index}`));
}

const MS_PER_MINUTE = 60_000;
/** A server that has just started would fill a corner of ten minutes. */
const SPANS_MINUTES = [2, 5];

/** How far back the charts go when the oldest row is so old. */
export function spanOf(ageMs: number): number {
  const minutes = SPANS_MINUTES.find((span) => ageMs <= span * MS_PER_MINUTE);
  return minutes === undefined ? SPAN_MS : minutes * MS_PER_MINUTE;
}

const TICKS_SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300];
const TICK_SECONDS_MOST = 600;

/** How wide a tick's words are: hours and minutes, or seconds, too. */
const TICK_PX = 52;
const TICK_SECONDS_PX = 72;

/** Every how many milliseconds there is room for a tick, on an axis so long. */
export function ticksApart(spanMs: number, widthPx: number): number {
  const fits = (seconds: number): boolean =>
    (spanMs / (seconds * 1_000)) * (seconds < 60 ? TICK_SECONDS_PX : TICK_PX) <= widthPx;
  return (TICKS_SECONDS.find(fits) ?? TICK_SECONDS_MOST) * 1_000;
}

/** Whether a moment can be written without its second. */
export function isFullMinute(atMs: number): boolean {
  return atMs % MS_PER_MINUTE === 0;
}

/** The round moments of the reader's clock between two moments, every `stepMs`. */
export function momentsBetween(fromMs: number, toMs: number, stepMs: number): number[] {
  const shiftMs = new Date(toMs).getTimezoneOffset() * MS_PER_MINUTE;
  const firstMs = Math.ceil((fromMs - shiftMs) / stepMs) * stepMs + shiftMs;
  const count = Math.max(0, Math.floor((toMs - firstMs) / stepMs) + 1);
  return Array.from({ length: count }, (_, index) => firstMs + index * stepMs);
}
