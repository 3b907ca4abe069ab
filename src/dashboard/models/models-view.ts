/**
 * Owns the table by model: what became of the requests of each row of the models file, and how long it took. Browser. Needs no key.
 * Written only while it is open, and when something new was told. Names are text, never markup.
 */
import { MODEL_TIMES, type ModelTime } from '../../shared/live-protocol.js';
import type { ModelRow } from '../data/model-decoder.js';
import { byId, make, setText } from '../view/dom.js';
import type { Wording } from '../words/wording.js';

const COLUMNS = 12;

export class ModelsView {
  readonly #details = byId('models') as HTMLDetailsElement;
  readonly #body = byId('models-rows');
  #rows: readonly ModelRow[] = [];
  /** What is to be seen. */
  #drawn: { readonly rows: readonly ModelRow[]; readonly wording: Wording } | null = null;

  constructor(changed: () => void) {
    this.#details.addEventListener('toggle', changed);
  }

  /** What the server says now; nothing of a server that has said nothing yet. */
  take(rows: readonly ModelRow[]): void {
    this.#rows = rows;
  }

  draw(wording: Wording): void {
    const rows = this.#rows;
    if (!this.#details.open || (this.#drawn?.rows === rows && this.#drawn.wording === wording)) return;
    this.#drawn = { rows, wording };
    if (rows.length === 0) {
      this.#body.replaceChildren(emptyLine(wording));
      return;
    }
    if (this.#body.querySelector('.none') !== null) this.#body.replaceChildren();
    while (this.#body.childElementCount > rows.length) this.#body.lastElementChild?.remove();
    while (this.#body.childElementCount < rows.length) this.#body.append(makeLine());
    for (const [index, row] of rows.entries()) {
      const line = this.#body.children[index] as HTMLTableRowElement;
      for (const [place, word] of wordsOf(row, wording).entries())
        setText(line.cells[place] as Element, word);
    }
  }
}

/** A line without words: they change every second, the line does not. */
function makeLine(): HTMLTableRowElement {
  const head = make('th', '');
  head.scope = 'row';
  return make('tr', '', head, ...Array.from({ length: COLUMNS - 1 }, () => make('td', '')));
}

/** The name and the figures of a row, from left to right. */
function wordsOf({ name, cells }: ModelRow, { formats }: Wording): readonly string[] {
  const both = (time: ModelTime, quantile: 'P50' | 'P99'): string => {
    const planned = formats.time(cells[`${time}Planned${quantile}Seconds`]);
    return `${planned} / ${formats.time(cells[`${time}${quantile}Seconds`])}`;
  };
  return [
    name,
    formats.count(cells.requests),
    formats.count(cells.refused + cells.aborted),
    formats.count(cells.active),
    formats.rate(cells.requestsPerSecond),
    formats.rate(cells.completionTokensPerSecond),
    ...MODEL_TIMES.flatMap((time) => [both(time, 'P50'), both(time, 'P99')]),
  ];
}

function emptyLine({ text }: Wording): HTMLTableRowElement {
  const cell = make('td', 'none', text('models.none'));
  cell.colSpan = COLUMNS;
  return make('tr', '', cell);
}
