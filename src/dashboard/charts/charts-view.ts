/**
 * Owns all charts together: their one time axis, their one cursor, by pointer, finger and key, and their sizes. Browser.
 */

import type { PageState } from '../judge/page-state.js';
import { byId, setText } from '../view/dom.js';
import { readColors } from '../view/theme.js';
import type { Wording } from '../words/wording.js';
import { changesIn, hasChange } from './change-marks.js';
import { type Moment, toMoments, toSeries } from './chart-data.js';
import { ChartFigure } from './chart-figure.js';
import type { ChartColors } from './chart-plot.js';
import { spanOf } from './chart-scale.js';
import { CHARTS } from './chart-specs.js';
import { SERIES_COLORS } from './chart-styles.js';
import { SharedCursor } from './shared-cursor.js';

const COLORS = [
  ...SERIES_COLORS,
  'grid',
  'muted',
  'card',
  'band-strained',
  'band-late',
  'warn',
  'bad',
] as const;

export class ChartsView {
  readonly #figures = CHARTS.map((spec) => new ChartFigure(spec));
  readonly #time = byId('cursor-time');
  readonly #cursor = new SharedCursor(() => this.#showCursor());
  #moments: readonly Moment[] = [];
  #isNow = false;
  #wording: Wording | null = null;
  #colors: ChartColors | null = null;

  constructor() {
    const host = byId('charts');
    host.append(...this.#figures.map(({ element }) => element));
    new ResizeObserver(() => this.resize()).observe(host);
    host.addEventListener('pointermove', (event) => this.#pointed(event));
    host.addEventListener('pointerdown', (event) => this.#pointed(event));
    host.addEventListener('pointerleave', ({ pointerType }) => {
      // A finger leaves when it is lifted; what it pointed at stays until it taps elsewhere.
      if (pointerType === 'mouse') this.#cursor.moveTo(null);
    });
    document.addEventListener('pointerdown', ({ target }) => {
      if (target instanceof Node && !host.contains(target)) this.#cursor.moveTo(null);
    });
    host.addEventListener('keydown', (event) => this.#typed(event));
    host.addEventListener('focusout', ({ target, relatedTarget }) => {
      this.#figureOf(target)?.hush();
      if (this.#figureOf(relatedTarget) === undefined) this.#cursor.moveTo(null);
    });
  }

  /** The colours have changed. */
  recolor(): void {
    this.#colors = null;
  }

  /** Fits all charts to their places. */
  resize(): void {
    for (const figure of this.#figures) figure.resize();
    this.#showCursor();
  }

  draw({ samples, latest, presence, silentMs }: PageState, wording: Wording): void {
    this.#colors ??= readColors(COLORS);
    this.#wording = wording;
    this.#isNow = presence === 'live';
    this.#moments = toMoments(samples);
    this.#cursor.update(this.#moments);
    // When nothing comes any more the time goes on all the same, and the charts with it.
    const toMs = (latest?.row.atMs ?? Date.now()) + (this.#isNow ? 0 : silentMs);
    const times = this.#moments.map(({ atMs }) => atMs);
    const fromMs = toMs - spanOf(toMs - (times[0] ?? toMs));
    const changes = changesIn(this.#moments);
    const scene = { times, changes, fromMs, toMs, colors: this.#colors, formats: wording.formats };
    for (const figure of this.#figures) {
      figure.draw(scene, toSeries(figure.spec, this.#moments), wording);
    }
    this.#showCursor();
  }

  #showCursor(): void {
    const { moment } = this.#cursor;
    const wording = this.#wording;
    if (wording === null) return;
    const last = this.#isNow ? this.#moments.length - 1 : null;
    const index = moment === null ? last : this.#moments.indexOf(moment);
    for (const figure of this.#figures) {
      figure.write(index, wording);
      figure.point(moment);
    }
    const time = moment === null ? '' : wording.formats.clock(moment.atMs);
    const key = moment !== null && hasChange(moment) ? 'page.at.changed' : 'page.at';
    setText(this.#time, time === '' ? '' : wording.text(key, { time }));
  }

  #pointed({ target, clientX }: PointerEvent): void {
    const atMs = this.#figureOf(target)?.momentAt(clientX);
    if (atMs !== undefined) this.#cursor.moveTo(atMs);
  }

  #typed(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const figure = this.#figureOf(event.target);
    if (figure === undefined || this.#wording === null || !this.#cursor.key(event.key)) return;
    event.preventDefault();
    const { moment } = this.#cursor;
    if (moment === null) figure.hush();
    else figure.speak(moment, this.#wording);
  }

  /** The chart whose plot this is in. */
  #figureOf(target: EventTarget | null): ChartFigure | undefined {
    const plot = target instanceof Element ? target.closest<HTMLElement>('.plot') : null;
    return this.#figures.find(({ spec }) => spec.id === plot?.dataset.chart);
  }
}
