// Owns: how a text and a table become Markdown. Must never: let a text from the results be taken for markup.

import { markdownTable } from 'markdown-table';
import { type DataTable, plainRows } from './data-table.js';
import type { Words } from './words.js';

/** A text that shows as it is, on one line, in a paragraph or in a table's cell. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]|]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}

/** A text as code, on one line; the fence is longer than any in it. */
export function markdownCode(text: string): string {
  const line = text.replace(/\s+/g, ' ').replace(/\|/g, '\\|');
  const fence = '`'.repeat(Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const space = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

/**
 * The table alone; ours is set in bold. Columns are as wide as their texts, so that a change of one does not move
 * all.
 */
export function markdownOf(table: DataTable, words: Words): string {
  const [heads = [], ...rows] = plainRows(table, words).map((row) => row.map(escapeMarkdown));
  const shown = rows.map((row, index) => {
    const [title = '', ...others] = row;
    return table.rows[index]?.ours === true ? [`**${title}**`, ...others] : row;
  });
  return markdownTable([heads, ...shown], {
    align: table.columns.map(({ align }) => align),
    alignDelimiters: false,
    padding: true,
  });
}
