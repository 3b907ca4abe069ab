/**
 * Owns the strip above the charts: a cell for each second of the time that they show, higher and in another colour the worse
 * it was. Browser. Heights and the words below say the same as the colours, for those who cannot tell them apart.
 */

import type { Moment } from '../charts/chart-data.js';
import type { ChartColors } from '../charts/chart-scene.js';
import type { Range } from '../charts/time-window.js';
import { SECONDS } from '../judge/second.js';
import { byId, make, setAttribute, setText } from '../view/dom.js';
import type { Wording } from '../words/wording.js';
import { type Cell, cellsOf, joined, LOOKS, tally } from './strip-cells.js';

const MS_PER_SECOND = 1_000;
/** Cells that are wider are told apart. */
const TOLD_APART_PX = 4;
/** From one stroke of what is not known to the next. */
const STROKE_APART_PX = 5;

export class StripView {
  readonly #canvas = byId('strip') as HTMLCanvasElement;
  readonly #said = byId('strip-said');
  readonly #names = SECONDS.map(() => make('span', ''));
  #cells: readonly Cell[] = [];
  #range: Range = { fromMs: 0, toMs: 1 };
  #colors: ChartColors | null = null;
  /** As it was measured last: to ask for it lays the page out. */
  #size = { width: 0, height: 0 };

  constructor() {
    const items = SECONDS.map((second, index) => {
      const mark = make('i', `cell cell-${second}`);
      mark.setAttribute('aria-hidden', 'true');
      return make('li', '', mark, this.#names[index] as HTMLElement);
    });
    byId('strip-legend').append(...items);
  }

  draw(moments: readonly Moment[], range: Range, colors: ChartColors, { text, formats }: Wording): void {
    this.#cells = cellsOf(moments, range);
    this.#range = range;
    this.#colors = colors;
    const counts = tally(this.#cells);
    for (const [index, second] of SECONDS.entries()) {
      setText(this.#names[index] as HTMLElement, text(`second.${second}`));
    }
    const said = SECONDS.filter((second) => counts[second] > 0).map(
      (second) => `${text(`second.${second}`)} ${formats.count(counts[second])}`,
    );
    const label = text('strip.label', { counts: said.join(', ') || text('strip.none') });
    setAttribute(this.#canvas, 'aria-label', label);
    this.#paint();
  }

  /** Fits the canvas to its place. */
  resize(): void {
    this.#size = { width: this.#canvas.clientWidth, height: this.#canvas.clientHeight };
    this.#paint();
  }

  /** Says what the second of a moment was, or nothing. */
  say(atMs: number | null, { text, formats }: Wording): void {
    const cell =
      atMs === null ? undefined : this.#cells.find(({ fromMs, toMs }) => fromMs < atMs && atMs <= toMs);
    setText(
      this.#said,
      cell === undefined || atMs === null ? '' : `${formats.clock(atMs)}: ${text(`second.${cell.second}`)}`,
    );
  }

  /** The time under a place in the window; null where the strip is not. */
  timeAt(target: EventTarget | null, clientX: number): number | null {
    if (target !== this.#canvas) return null;
    const { left, width } = this.#canvas.getBoundingClientRect();
    const { fromMs, toMs } = this.#range;
    return fromMs + (toMs - fromMs) * Math.min(1, Math.max(0, (clientX - left) / width));
  }

  /** Paints what was handed over last. */
  #paint(): void {
    const colors = this.#colors;
    const context = this.#canvas.getContext('2d');
    const { width, height } = this.#size;
    if (colors === null || context === null || width === 0) return;
    const ratio = devicePixelRatio;
    const [pixels, lines] = [Math.round(width * ratio), Math.round(height * ratio)];
    // A new size costs a new canvas.
    if (this.#canvas.width !== pixels || this.#canvas.height !== lines) {
      this.#canvas.width = pixels;
      this.#canvas.height = lines;
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const { fromMs, toMs } = this.#range;
    const xOf = (atMs: number): number => ((atMs - fromMs) / (toMs - fromMs)) * width;
    const secondPx = (MS_PER_SECOND / (toMs - fromMs)) * width;
    const isApart = secondPx > TOLD_APART_PX;
    for (const cell of isApart ? this.#cells : joined(this.#cells)) {
      const [left, right] = [Math.max(0, xOf(cell.fromMs)), Math.min(width, xOf(cell.toMs))];
      const { share, color } = LOOKS[cell.second];
      context.fillStyle = colors[color];
      if (cell.second === 'gone') {
        for (let x = left; x < right; x += STROKE_APART_PX) context.fillRect(x, 0, 1, height);
      } else {
        const gap = isApart ? 1 : 0;
        context.fillRect(left, height * (1 - share), Math.max(0.5, right - left - gap), height * share);
      }
    }
  }
}
