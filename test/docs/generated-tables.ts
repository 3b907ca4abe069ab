/**
 * Owns which tables of the documentation are written from the code, and how they are put between their marks,
 * `<!-- name -->` and `<!-- /name -->`. Pure. Must never change anything outside the marks.
 */

import { CLIENT_TABLES } from '../clients/page/clients-table.js';
import { NATIVE_TABLES } from '../clients/page/native-table.js';
import { TOOL_TABLES } from '../load-tools/seen-tools.js';
import { FIGURE_TABLES } from './figure-tables.js';
import { CHART, renderChartValues } from './helm-values.js';
import { HTTP_TABLES } from './http-cases-table.js';
import { MEASURED_TABLES } from './measured-tables.js';
import { renderSettingsTable, renderSettingsTableZh } from './settings-table.js';

interface GeneratedTable {
  /** From the project's folder. */
  readonly page: string;
  readonly name: string;
  readonly render: () => string;
}

export const GENERATED_TABLES: readonly GeneratedTable[] = [
  { page: 'docs/settings.md', name: 'settings', render: renderSettingsTable },
  { page: 'docs/settings.zh-CN.md', name: 'settings', render: renderSettingsTableZh },
  ...FIGURE_TABLES,
  ...MEASURED_TABLES,
  ...HTTP_TABLES,
  ...CLIENT_TABLES,
  ...NATIVE_TABLES,
  ...TOOL_TABLES,
  { page: `${CHART}/README.md`, name: 'values', render: renderChartValues },
];

/** The text of a page with one table written anew. Throws where the marks are missing. */
export function withTable(text: string, { page, name, render }: GeneratedTable): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [start, end] = [text.indexOf(open), text.indexOf(close)];
  if (start === -1 || end < start) throw new Error(`${page} has no marks ${open} and ${close}`);
  return `${text.slice(0, start)}${open}\n\n${render()}\n\n${text.slice(end)}`;
}
