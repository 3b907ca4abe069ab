/**
 * Owns the figures of all charts as a table, for those who cannot see them or want to copy them. Browser.
 * Written only while it is open.
 */

import type { PageState } from '../judge/page-state.js';
import { byId, make } from '../view/dom.js';
import type { Wording } from '../words/wording.js';
import { nameOf, toMoments, toSeries } from './chart-data.js';
import { CHARTS } from './chart-specs.js';

export class NumbersTable {
  readonly #details = byId('numbers') as HTMLDetailsElement;
  readonly #rows = byId('numbers-rows');

  constructor(opened: () => void) {
    this.#details.addEventListener('toggle', opened);
  }

  draw({ samples, presence }: PageState, { text, formats }: Wording): void {
    if (!this.#details.open) return;
    const moments = toMoments(samples);
    const rows = CHARTS.flatMap((chart) => {
      const shown = toSeries(chart, moments);
      return shown.map(({ spec, values }, index) => {
        const now = presence === 'live' ? (values.at(-1) ?? Number.NaN) : Number.NaN;
        const most = values.reduce<number>((high, value) => Math.max(high, value ?? high), 0);
        const unit = chart.isLog || chart.unitText === undefined ? '' : ` (${text(chart.unitText)})`;
        const head = make('th', '', `${text(chart.title)}${unit}`);
        head.scope = 'rowgroup';
        head.rowSpan = shown.length;
        const name = make('th', '', nameOf(spec, text));
        name.scope = 'row';
        const cells = [now, most].map((value) => make('td', '', formats[chart.unit](value)));
        return make('tr', '', ...(index === 0 ? [head] : []), name, ...cells);
      });
    });
    this.#rows.replaceChildren(...rows);
  }
}
