/**
 * Owns a chart as SVG text, for a report that is opened without this page. Browser, pure. It draws what chart-plot.ts draws on
 * a canvas, from the same series and scales.
 */

import type { ShownSeries } from '../charts/chart-data.js';
import {
  decadesOf,
  isFullMinute,
  LOG_FLOOR_SECONDS,
  momentsBetween,
  rangeOf,
  ticksApart,
  ticksOf,
} from '../charts/chart-scale.js';
import type { ChartSpec } from '../charts/chart-specs.js';
import { DASHES } from '../charts/chart-styles.js';
import type { Range } from '../charts/time-window.js';
import type { Formats } from '../words/format.js';

const WIDTH = 420;
const HEIGHT = 170;
const [LEFT, RIGHT, TOP, BOTTOM] = [58, 12, 8, 22];
const TICK_HEIGHT = 30;
const DOT = 1.6;
/** Half of a tick's words, beyond what lies right of the plot. */
const EDGE = 16;

export interface Drawn extends Range {
  readonly times: readonly number[];
  readonly changes: readonly number[];
  readonly formats: Formats;
}

type Place = (value: number) => number;

/** The whole `<svg>`; its colours are classes of the report's style sheet. */
export function svgChart(spec: ChartSpec, series: readonly ShownSeries[], drawn: Drawn): string {
  const { fromMs, toMs, times, changes, formats } = drawn;
  const shown = series.filter((one) => !one.spec.isHidden);
  const isShown = times.map((atMs) => fromMs <= atMs && atMs <= toMs);
  const values = shown.flatMap((one) => one.values.filter((value, at) => value !== null && isShown[at]));
  const most = values.length === 0 ? null : Math.max(...(values as number[]));
  const [low, high] = rangeOf(spec, most);
  const x: Place = (atMs) => LEFT + ((atMs - fromMs) / (toMs - fromMs)) * (WIDTH - LEFT - RIGHT);
  const share: Place = (value) =>
    spec.isLog
      ? Math.log10(Math.max(value, LOG_FLOOR_SECONDS) / low) / Math.log10(high / low)
      : (value - low) / (high - low);
  const y: Place = (value) => HEIGHT - BOTTOM - Math.min(1, share(value)) * (HEIGHT - TOP - BOTTOM);
  const parts = [
    bands(spec, y),
    ...yTicks(spec, low, high).map((value) => yTick(formats[spec.unit](value), y(value))),
    ...xTicks(drawn).map(({ atMs, words }) => label(x(atMs), HEIGHT - 6, 'middle', words)),
    ...shown.map((one) => line(one, { times, isShown, x, y })),
    ...changes.filter((atMs) => fromMs <= atMs && atMs <= toMs).map((atMs) => change(x(atMs))),
  ];
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">${parts.join('')}</svg>`;
}

function yTicks(spec: ChartSpec, low: number, high: number): number[] {
  return spec.isLog ? decadesOf([low, high]) : ticksOf(spec.unit, high, HEIGHT / TICK_HEIGHT - 1);
}

function xTicks({ fromMs, toMs, formats }: Drawn): { readonly atMs: number; readonly words: string }[] {
  const moments = momentsBetween(fromMs, toMs, ticksApart(toMs - fromMs, WIDTH - LEFT));
  const write = moments.every(isFullMinute) ? formats.minute : formats.clock;
  // One whose words would be cut off by the edge is left out.
  const lastMs = toMs - (toMs - fromMs) * (EDGE / (WIDTH - LEFT - RIGHT));
  return moments.filter((atMs) => atMs <= lastMs).map((atMs) => ({ atMs, words: write(atMs) }));
}

function bands({ bands: borders }: ChartSpec, y: Place): string {
  if (borders === undefined) return '';
  const [strained, late] = borders.map(y) as [number, number];
  const width = WIDTH - LEFT - RIGHT;
  const box = (name: string, top: number, bottom: number): string =>
    `<rect class="${name}" x="${LEFT}" y="${short(top)}" width="${width}" height="${short(bottom - top)}"/>`;
  return box('band-strained', late, strained) + box('band-late', TOP, late);
}

function yTick(words: string, at: number): string {
  const grid = `<path class="grid" d="M${LEFT} ${short(at)}H${WIDTH - RIGHT}"/>`;
  return grid + label(LEFT - 6, at + 4, 'end', words);
}

function label(x: number, y: number, anchor: string, words: string): string {
  return `<text x="${short(x)}" y="${short(y)}" text-anchor="${anchor}">${words}</text>`;
}

function change(x: number): string {
  return `<path class="line purple" stroke-dasharray="4 2" d="M${short(x)} ${TOP}V${HEIGHT - BOTTOM}"/>`;
}

interface Scale {
  readonly times: readonly number[];
  readonly isShown: readonly boolean[];
  readonly x: Place;
  readonly y: Place;
}

/** Not across what is not known; a figure with nothing on either side is a dot. */
function line({ spec, values }: ShownSeries, { times, isShown, x, y }: Scale): string {
  const runs: string[][] = [[]];
  for (const [at, value] of values.entries()) {
    if (value === null) runs.push([]);
    else if (isShown[at]) runs.at(-1)?.push(`${short(x(times[at] as number))} ${short(y(value))}`);
  }
  const dash = DASHES[spec.dash];
  const dashes = dash.length === 0 ? '' : ` stroke-dasharray="${dash.join(' ')}"`;
  return runs
    .filter((points) => points.length > 0)
    .map((points) => {
      const [first = ''] = points;
      const [cx, cy] = first.split(' ');
      if (points.length === 1) return `<circle class="dot ${spec.color}" cx="${cx}" cy="${cy}" r="${DOT}"/>`;
      const path = `M${points.join('L')}`;
      const last = points.at(-1)?.split(' ')[0];
      const floor = HEIGHT - BOTTOM;
      const area = spec.isArea
        ? `<path class="area ${spec.color}" d="${path}L${last} ${floor}L${cx} ${floor}Z"/>`
        : '';
      return `${area}<path class="line ${spec.color}"${dashes} d="${path}"/>`;
    })
    .join('');
}

function short(value: number): number {
  return Math.round(value * 10) / 10;
}
