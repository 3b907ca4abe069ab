// Owns: what a table is, whatever it will be printed on, and how it becomes plain rows. Must never: know a figure.

import type { Words } from './words.js';

export interface TableCell {
  readonly text: string;
  /** What has to be read with the text, without brackets. */
  readonly remarks: readonly string[];
}

export interface TableRow {
  readonly server: string;
  /** Whether this is the row of the product itself. */
  readonly ours: boolean;
  readonly cells: readonly TableCell[];
}

export interface TableColumn {
  readonly head: string;
  readonly align: 'left' | 'right';
}

export interface DataTable {
  /** One sentence on what the figures are. */
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  /** What marks in the table mean; empty for none. */
  readonly note: string;
}

/** The rows as texts, heads first, remarks in brackets. */
export function plainRows(table: DataTable, words: Words): string[][] {
  const plain = ({ text, remarks }: TableCell): string =>
    remarks.length === 0 ? text : words.withRemarks(text, remarks);
  return [table.columns.map(({ head }) => head), ...table.rows.map(({ cells }) => cells.map(plain))];
}
