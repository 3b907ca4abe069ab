/**
 * Owns the strip above the charts: a cell for each second of the time that they show, higher and in another colour the worse
 * it was. Browser. Heights and the words below say the same as the colours, for those who cannot tell them apart.
 */

import { SECONDS } from '../judge/second.js';
import { byId, make, setText } from '../view/dom.js';
import type { Wording } from '../words/wording.js';
import type { Moment } from './chart-data.js';
import type { ChartColors } from './chart-plot.js';
import { type Cell, cellsOf, LOOKS, tally } from './strip-cells.js';
import type { Range } from './time-window.js';

/** From one stroke of what is not known to the next. */
const STROKE_APART_PX = 5;

export class StripView {
  readonly #canvas = byId('strip') as HTMLCanvasElement;
  readonly #said = byId('strip-said');
  readonly #names = SECONDS.map(() => make('span', ''));
  #cells: readonly Cell[] = [];
  #range: Range = { fromMs: 0, toMs: 1 };
  #colors: ChartColors | null = null;

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
    if (this.#canvas.getAttribute('aria-label') !== label) this.#canvas.setAttribute('aria-label', label);
    this.paint();
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

  /** Paints what was handed over last, at the size that the strip has now. */
  paint(): void {
    const colors = this.#colors;
    const context = this.#canvas.getContext('2d');
    const [width, height] = [this.#canvas.clientWidth, this.#canvas.clientHeight];
    if (colors === null || context === null || width === 0) return;
    const ratio = devicePixelRatio;
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    context.scale(ratio, ratio);
    const { fromMs, toMs } = this.#range;
    const xOf = (atMs: number): number => ((atMs - fromMs) / (toMs - fromMs)) * width;
    for (const cell of this.#cells) {
      const [left, right] = [Math.max(0, xOf(cell.fromMs)), Math.min(width, xOf(cell.toMs))];
      const { share, color } = LOOKS[cell.second];
      context.fillStyle = colors[color];
      if (cell.second === 'gone') {
        for (let x = left; x < right; x += STROKE_APART_PX) context.fillRect(x, 0, 1, height);
      } else {
        // Cells that are wide enough are told apart.
        const gap = right - left > 4 ? 1 : 0;
        context.fillRect(left, height * (1 - share), Math.max(0.5, right - left - gap), height * share);
      }
    }
  }
}
