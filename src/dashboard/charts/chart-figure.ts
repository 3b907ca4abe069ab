/**
 * Owns one chart as a reader meets it: title, unit, the figures in words beside the names of the lines, the plot that can be
 * walked by keys, and what is read aloud on the way. Browser.
 */

import { make, makeMark, setAttribute, setHidden, setText } from '../view/dom.js';
import { Sight } from '../view/sight.js';
import { type Formats, UNKNOWN } from '../words/format.js';
import type { Wording } from '../words/wording.js';
import { hasChange } from './change-marks.js';
import { ChartColumns } from './chart-columns.js';
import { type Moment, nameOf, type ShownSeries } from './chart-data.js';
import { ChartPlot } from './chart-plot.js';
import type { Scene } from './chart-scene.js';
import type { ChartSpec } from './chart-specs.js';
import { DASHES } from './chart-styles.js';

export class ChartFigure {
  readonly element: HTMLElement;
  readonly #plotBox = make('div', 'plot');
  readonly #title = make('h3', '');
  readonly #unit = make('span', 'unit');
  readonly #values = make('ul', 'values');
  readonly #empty = make('p', 'empty');
  readonly #spoken = make('p', 'unseen');
  readonly #plot: ChartPlot;
  readonly #columns: ChartColumns;
  #figures: HTMLElement[] = [];
  /** What the figures say. */
  readonly #written = new WeakMap<HTMLElement, { readonly formats: Formats; readonly value: number }>();
  #madeFor = '';
  #shown: readonly ShownSeries[] = [];
  readonly #sight: Sight;
  /** What the plot would show if it were in sight; null where it shows it. */
  #undrawn: Scene | null = null;

  constructor(readonly spec: ChartSpec) {
    const canvas = make('div', 'canvas');
    this.#title.id = `chart-${spec.id}`;
    this.#spoken.setAttribute('aria-live', 'polite');
    this.#plotBox.append(canvas, this.#empty);
    this.#plotBox.tabIndex = 0;
    this.#plotBox.dataset.chart = spec.id;
    // What a screen reader has to hand the arrow keys to, instead of walking the text by them.
    this.#plotBox.setAttribute('role', 'application');
    this.#plotBox.setAttribute('aria-labelledby', this.#title.id);
    this.#plotBox.setAttribute('aria-describedby', 'cursor-help');
    const caption = make('figcaption', '', this.#title, this.#unit);
    this.element = make('figure', 'chart', caption, this.#values, this.#plotBox, this.#spoken);
    this.element.setAttribute('aria-labelledby', this.#title.id);
    this.#plot = new ChartPlot(canvas, spec);
    this.#columns = new ChartColumns(spec);
    this.#sight = new Sight(this.element, () => this.#drawPlot());
  }

  /** Takes the rows as they are now. */
  draw(scene: Scene, moments: readonly Moment[], { text }: Wording): void {
    const { spec } = this;
    const shown = this.#columns.read(moments);
    this.#shown = shown;
    setText(this.#title, text(spec.title));
    setText(this.#unit, spec.unitText === undefined ? '' : text(spec.unitText));
    setText(this.#empty, shown.length === 0 ? text(spec.empty) : '');
    setHidden(this.#empty, shown.length > 0);
    setAttribute(this.#plotBox, 'aria-roledescription', text('page.chart'));
    const names = shown.map((series) => nameOf(series.spec, text));
    if (this.#madeFor !== names.join('\n')) {
      this.#madeFor = names.join('\n');
      this.#figures = names.map(() => make('b', '', UNKNOWN));
      this.#values.replaceChildren(...names.map((name, index) => this.#entry(name, index)));
    }
    this.#undrawn = scene;
    if (this.#sight.isSeen) this.#drawPlot();
  }

  #drawPlot(): void {
    if (this.#undrawn !== null) this.#plot.draw(this.#undrawn, this.#shown);
    this.#undrawn = null;
  }

  /** Writes the figures of one moment beside the names; those of none where nothing is known of now. */
  write(index: number | null, { formats }: Wording): void {
    for (const [place, { values }] of this.#shown.entries()) {
      const value = (index === null ? null : values[index]) ?? Number.NaN;
      const figure = this.#figures[place];
      const written = figure === undefined ? undefined : this.#written.get(figure);
      // Most figures are those of the second before, and to write them costs more than to look.
      if (figure === undefined || (written?.formats === formats && Object.is(written.value, value))) continue;
      this.#written.set(figure, { formats, value });
      setText(figure, formats[this.spec.unit](value));
    }
  }

  point(moment: Moment | null): void {
    this.#plot.point(moment?.atMs ?? null);
  }

  resize(): void {
    this.#plot.resize();
  }

  select(range: readonly [oneMs: number, otherMs: number] | null): void {
    this.#plot.select(range);
  }

  momentAt(clientX: number, isNearest = false): number | null {
    return this.#plot.momentAt(clientX, isNearest);
  }

  /** Has the figures read aloud that are written now. */
  speak(moment: Moment, { formats, text }: Wording): void {
    const said = this.#shown.map(({ spec }, place) => {
      return `${nameOf(spec, text)} ${this.#figures[place]?.textContent ?? UNKNOWN}`;
    });
    const words = said.length === 0 ? text(this.spec.empty) : said.join(', ');
    const changed = hasChange(moment) ? `. ${text('page.changed')}` : '';
    setText(this.#spoken, `${formats.clock(moment.atMs)}: ${words}${changed}`);
  }

  hush(): void {
    setText(this.#spoken, '');
  }

  #entry(name: string, index: number): HTMLElement {
    const { spec } = this.#shown[index] as ShownSeries;
    const mark = spec.isHidden ? [] : [makeMark(`color-${spec.color}`, DASHES[spec.dash])];
    return make('li', '', ...mark, make('span', '', name), this.#figures[index] as HTMLElement);
  }
}
