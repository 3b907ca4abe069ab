// Owns: tables, charts and lists as HTML. Every text goes through hono's template, which escapes it. Must never:
// mark as safe what came from the results; only drawings are, their texts are escaped by ECharts.

import { html, raw } from 'hono/html';
import type { Chart } from './chart.js';
import { chartVariants } from './chart-svg.js';
import type { DataTable, TableCell } from './data-table.js';
import type { ReportWords } from './report-words.js';
import type { Summary } from './summary.js';

export type Html = ReturnType<typeof html>;

const NOTHING: Html = html``;

function cellOf({ text, remarks }: TableCell): Html {
  return html`${text}${remarks.map((remark) => html` <span class="remark">${remark}</span>`)}`;
}

/** A table that scrolls by itself where the page is narrower; `label` names it for those who do not see it. */
export function htmlTable(table: DataTable, id: string, label: string): Html {
  const side = (index: number): string => (table.columns[index]?.align === 'left' ? 'left' : 'right');
  const heads = table.columns.map(
    ({ head }, index) => html`<th scope="col" class="${side(index)}">${head}</th>`,
  );
  return html`<p class="caption">${table.caption}</p>
<div class="scroll" role="region" tabindex="0" aria-label="${label}"><table id="${id}">
<thead><tr>${heads}</tr></thead>
<tbody>
${table.rows.map(({ ours, cells: [first, ...others] }) => {
  const title = first === undefined ? NOTHING : cellOf(first);
  const cells = others.map((cell, index) => html`<td class="${side(index + 1)}">${cellOf(cell)}</td>`);
  return html`<tr class="${ours ? 'ours' : 'other'}"><th scope="row" class="left">${title}</th>${cells}</tr>
`;
})}</tbody></table></div>
${table.note === '' ? NOTHING : html`<p class="note">${table.note}</p>`}`;
}

/** A chart with its title and its reading. Its table says the same in text; `tableId` is where that is. */
export function htmlChart(summary: Summary, chart: Chart, tableId: string, words: ReportWords): Html {
  const { id, title, reading } = chart;
  const variants = chartVariants(summary, chart).map(
    ({ scheme, frame, svg }) => html`<div class="${scheme} ${frame}">${raw(svg)}</div>`,
  );
  return html`<figure id="${id}" aria-labelledby="${id}-title" aria-describedby="${id}-reading">
<figcaption><strong id="${id}-title">${title}</strong><span id="${id}-reading">${reading}</span></figcaption>
<div role="img" aria-label="${words.spoken(title, reading)}" aria-details="${tableId}">${variants}</div>
</figure>`;
}

/** Nothing where there are no lines. */
export function htmlList(title: string, lines: readonly string[]): Html {
  if (lines.length === 0) return NOTHING;
  return html`<h3>${title}</h3><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}
