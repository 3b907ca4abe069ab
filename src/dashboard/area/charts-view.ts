/**
 * Owns all charts together: their one time axis, their one cursor, by pointer, finger and key, and their sizes. Browser.
 */

import { changesIn, hasChange } from '../charts/change-marks.js';
import { overlapOf } from '../charts/chart-columns.js';
import { type Moment, toMoments } from '../charts/chart-data.js';
import { ChartFigure } from '../charts/chart-figure.js';
import type { ChartColors, Scene } from '../charts/chart-scene.js';
import { CHARTS } from '../charts/chart-specs.js';
import { SERIES_COLORS } from '../charts/chart-styles.js';
import { RangeDrag } from '../charts/range-drag.js';
import { SharedCursor } from '../charts/shared-cursor.js';
import { type Range, TimeWindow, WINDOWS } from '../charts/time-window.js';
import type { PageState } from '../judge/page-state.js';
import { StripView } from '../strip/strip-view.js';
import { byId, setHidden, setText } from '../view/dom.js';
import { Switch } from '../view/switches.js';
import { readColors } from '../view/theme.js';
import type { Wording } from '../words/wording.js';

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
  readonly #title = byId('charts-title');
  readonly #time = byId('cursor-time');
  readonly #back = byId('zoom-back');
  readonly #strip = new StripView();
  readonly #window: TimeWindow;
  readonly #windows: Switch<(typeof WINDOWS)[number]>;
  readonly #drag: RangeDrag;
  readonly #cursor = new SharedCursor(() => this.#showCursor());
  #moments: readonly Moment[] = [];
  #revision = 0;
  #range: Range = { fromMs: 0, toMs: 1 };
  #isNow = false;
  #wording: Wording | null = null;
  #colors: ChartColors | null = null;

  /** `changed` is told when another time is to be shown. */
  constructor(changed: () => void) {
    this.#window = new TimeWindow(changed);
    this.#windows = new Switch('windows', WINDOWS, (minutes) => this.#window.choose(minutes));
    const host = byId('charts');
    host.append(...this.#figures.map(({ element }) => element));
    new ResizeObserver(() => this.resize()).observe(host);
    for (const area of [host, byId('strip')]) {
      area.addEventListener('pointermove', (event) => this.#pointed(event));
      area.addEventListener('pointerdown', (event) => this.#pointed(event));
      area.addEventListener('pointerleave', ({ pointerType }) => {
        // A finger leaves when it is lifted; what it pointed at stays until it taps elsewhere.
        if (pointerType === 'mouse') this.#cursor.moveTo(null);
      });
    }
    this.#drag = new RangeDrag(byId('charts-area'), {
      timeAt: (target, clientX) => this.#timeAt(target, clientX, true),
      show: (range) => {
        for (const figure of this.#figures) figure.select(range);
      },
      done: (oneMs, otherMs) => this.#window.zoom(oneMs, otherMs),
    });
    host.addEventListener('dblclick', () => this.#window.reset());
    this.#back.addEventListener('click', () => {
      this.#window.reset();
      // The button goes; who pressed it by a key goes on beside it.
      byId('windows').querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
    });
    document.addEventListener('pointerdown', ({ target }) => {
      if (target instanceof Node && !byId('charts-area').contains(target)) this.#cursor.moveTo(null);
    });
    host.addEventListener('keydown', (event) => this.#typed(event));
    host.addEventListener('focusout', ({ target, relatedTarget }) => {
      this.#figureOf(target)?.hush();
      if (this.#figureOf(relatedTarget) === undefined) this.#cursor.moveTo(null);
    });
  }

  /** The time that is shown. */
  get range(): Range {
    return this.#range;
  }

  /** The colours have changed. */
  recolor(): void {
    this.#colors = null;
  }

  /** Fits all charts to their places. */
  resize(): void {
    for (const figure of this.#figures) figure.resize();
    this.#strip.resize();
    this.#showCursor();
  }

  draw({ samples, latest, presence, silentMs }: PageState, wording: Wording): void {
    this.#colors ??= readColors(COLORS);
    this.#wording = wording;
    this.#isNow = presence === 'live';
    const moments = toMoments(samples);
    if (overlapOf(this.#moments, moments).count === 0) this.#revision++;
    this.#moments = moments;
    // When nothing comes any more the time goes on all the same, and the charts with it.
    const nowMs = (latest?.row.atMs ?? Date.now()) + (this.#isNow ? 0 : silentMs);
    const times = this.#moments.map(({ atMs }) => atMs);
    const { fromMs, toMs } = this.#window.rangeFor(times[0] ?? nowMs, nowMs);
    this.#range = { fromMs, toMs };
    this.#cursor.update(this.#moments.filter(({ atMs }) => fromMs <= atMs && atMs <= toMs));
    const changes = changesIn(this.#moments);
    const scene: Scene = {
      times,
      changes,
      revision: this.#revision,
      fromMs,
      toMs,
      colors: this.#colors,
      formats: wording.formats,
    };
    this.#drawHead(wording);
    this.#strip.draw(this.#moments, this.#range, this.#colors, wording);
    for (const figure of this.#figures) figure.draw(scene, this.#moments, wording);
    this.#showCursor();
  }

  #drawHead({ text, formats }: Wording): void {
    const { isZoomed, chosen } = this.#window;
    const [from, to] = [this.#range.fromMs, this.#range.toMs].map(formats.clock) as [string, string];
    setText(this.#title, isZoomed ? text('page.charts.part', { from, to }) : text(`page.charts.${chosen}`));
    setHidden(this.#back, !isZoomed);
    this.#windows.show(chosen);
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
    this.#strip.say(moment?.atMs ?? null, wording);
  }

  #pointed({ target, clientX }: PointerEvent): void {
    const atMs = this.#timeAt(target, clientX, false);
    if (atMs !== null) this.#cursor.moveTo(atMs);
  }

  /** The time at a place; null where no plot is. */
  #timeAt(target: EventTarget | null, clientX: number, isNearest: boolean): number | null {
    const figure = this.#figureOf(target);
    return figure === undefined ? this.#strip.timeAt(target, clientX) : figure.momentAt(clientX, isNearest);
  }

  #typed(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const figure = this.#figureOf(event.target);
    if (figure === undefined || this.#wording === null) return;
    if (this.#zoomed(event.key)) {
      event.preventDefault();
      return;
    }
    if (event.shiftKey || !this.#cursor.key(event.key)) return;
    event.preventDefault();
    const { moment } = this.#cursor;
    if (moment === null) figure.hush();
    else figure.speak(moment, this.#wording);
  }

  /** Does what a key asks for; says whether it asked for anything. */
  #zoomed(key: string): boolean {
    const { moment } = this.#cursor;
    if (key === '+' || key === '=' || key === '-') {
      this.#window.step(this.#range, moment?.atMs ?? this.#range.toMs, key !== '-');
      return true;
    }
    if (key === 'Escape') return this.#drag.cancel() || (moment === null && this.#window.reset());
    return key === '0' && this.#window.reset();
  }

  /** The chart whose plot this is in. */
  #figureOf(target: EventTarget | null): ChartFigure | undefined {
    const plot = target instanceof Element ? target.closest<HTMLElement>('.plot') : null;
    return this.#figures.find(({ spec }) => spec.id === plot?.dataset.chart);
  }
}
